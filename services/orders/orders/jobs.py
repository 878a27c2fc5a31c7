"""What the worker of orders does."""

from __future__ import annotations

from kit.worker import job

from orders import menus
from orders.actions import takings


@job(every=1.0)
def takings_end() -> bool:
    """Give back what was taken for orders that never came to be."""
    return takings.takings_end()


@job(every=0.5)
def menus_tell() -> bool:
    """Tell pages what has changed on the menu of their place."""
    return menus.menus_tell()
