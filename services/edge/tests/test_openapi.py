"""The committed contract is the one that the code yields."""

import json
from pathlib import Path

from testing.client import document

COMMITTED = Path(__file__).resolve().parent.parent / "openapi.json"


def test_openapi_json_is_current():
    assert json.loads(COMMITTED.read_text()) == document(), "run: make openapi"
