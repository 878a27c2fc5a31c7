"""A bucket of S3, or of what speaks its protocol. Imported only where one is used: boto3 takes 20
MB of each process.
"""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

# A bucket that does not answer keeps nobody waiting for minutes, as botocore's own times would. Not
# all that speak S3's protocol know its checksums; what matters is read back, or named by its hash.
PATIENCE = Config(
    connect_timeout=3,  # seconds, as the next
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):  # type: ignore[misc]
    """django-storages' own, which gives up soon, and writes a file again over its first try."""

    def __init__(self, **options: Any) -> None:
        super().__init__(client_config=PATIENCE, file_overwrite=True, **options)
