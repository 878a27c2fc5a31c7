"""What the worker tidies: holds end by the clock without it, too."""

from __future__ import annotations

from kit.worker import job

from products.actions import holds, picture_sweeps, searches, stock


@job(every=1.0)
def holds_expire() -> bool:
    return holds.holds_expire()


@job(every=600.0)
def keys_forget() -> bool:
    return holds.holds_forget() or stock.moves_forget()


@job(every=3600.0)
def names_fold() -> None:
    searches.names_fold()


@job(every=3600.0)
def pictures_sweep() -> bool:
    return picture_sweeps.pictures_sweep()
