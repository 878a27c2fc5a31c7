"""What those are called who have to do with money, where it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from peers.users import names_shown


def staff_names(user_ids: Iterable[int]) -> dict[int, str]:
    """A name for each of these ids: its number where nobody knows one now."""
    return names_shown(user_ids, lambda user_id: f"#{user_id}")
