"""The statements of a heartbeat, each prepared once per connection: hundreds of machines send one a
second, and Django takes longer to write them than PostgreSQL to answer.
"""

from __future__ import annotations

from kit.prepared import Prepared

from store.models import Machine

MACHINE = tuple(field.attname for field in Machine._meta.concrete_fields)

#: All of a machine's row, which is locked.
MACHINE_LOCK = Prepared(
    "store_machine_lock",
    f"SELECT {', '.join(str(field.column) for field in Machine._meta.concrete_fields)}"  # noqa: S608
    " FROM store_machine WHERE machine_id = %(machine_id)s::text FOR NO KEY UPDATE",
)

#: What a machine is known by after a heartbeat.
MACHINE_HEARD = Prepared(
    "store_machine_heard",
    """
UPDATE store_machine SET scales = %(scales)s::jsonb, recent = %(recent)s::bigint[],
    newest_at = %(newest_at)s::timestamptz, newest_seq = %(newest_seq)s::bigint,
    last_seen = %(last_seen)s::timestamptz, status = %(status)s::text, faulty = '{}'
WHERE machine_id = %(machine_id)s::text RETURNING 1
""",
)
