"""What all these attacks have left in the logs: nothing that opens a door or names a person (H4).

It is the last test of the suite: conftest.py sees to that.
"""

from __future__ import annotations

from tests.faults.attackers import PLANTED
from tests.support.api import User
from tests.support.logs import find_leaks
from tests.support.stack import Stack


def test_no_log_holds_a_secret(stack: Stack, owner: User, table: str) -> None:
    secrets = [owner.password, owner.session_key, owner.access, owner.refresh, table]
    leaks = find_leaks(stack.home, [*secrets, PLANTED])
    assert not leaks, f"{len(leaks)} lines, such as\n" + "\n".join(leaks[:5])
