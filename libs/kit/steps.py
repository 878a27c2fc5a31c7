"""Where the process may die: behind a change that lasts, and before the next one.

What has to be made up for after a crash at each of these places is in the worker's rounds. A test
puts a function into `hook` that ends the process, and finds the places by their names.
"""

from __future__ import annotations

from collections.abc import Callable

hook: Callable[[str], None] | None = None  # of tests; called with the name of each place


def step(name: str) -> None:
    """Mark a place by its name, such as `stock held`; nothing happens here."""
    if hook is not None:
        hook(name)
