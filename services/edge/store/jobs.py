"""What the worker does for the store. Each job has a connection of its own, so what is quick goes
together.
"""

from __future__ import annotations

from kit.cache import Cache
from kit.worker import job

from store.actions import (
    catalogue,
    clips,
    deposits,
    entry_tokens,
    payments,
    presence,
    refunds,
    sweeps,
)
from store.selectors.visits import visits_open

_clock: Cache[str, bool] = Cache(1, seconds=10.0)  # one question each ten seconds is enough
_prices: Cache[str, bool] = Cache(1, seconds=5.0)  # the same, while nobody is inside


@job(every=1.0)
def store_watch() -> bool:
    """Say which machines are late or away, and which visits last long; have the clock go on."""
    if _clock.get("looked at") is None:
        _clock.put("looked at", True)
        sweeps.session_of_now()
    return presence.machine_silent_next() or sweeps.visit_long_next()


@job(every=1.0)
def catalogue_follow() -> None:
    """Take over new names and prices of what lies on the scales: at once while somebody is inside,
    who may pick something up.
    """
    if visits_open.any() or _prices.get("asked") is None:
        _prices.put("asked", True)
        catalogue.follower.follow()


@job(every=5.0)
def clips_take_in() -> None:
    """Register what the recorder has written."""
    clips.clips_take_in()


@job(every=5.0)
def clips_upload() -> bool:
    """Upload clips to the archive and read them back."""
    return clips.clip_upload_next()


@job(every=600.0)
def store_tidy() -> bool:
    """Remove footage whose time is over, codes that nobody can use any more, and events that
    nobody catches up with.
    """
    return any(
        [
            clips.clip_clear_next(),
            clips.clip_expire_next(),
            entry_tokens.entry_tokens_prune(),
            sweeps.events_prune(),
        ]
    )


@job(every=1.0)
def payments_end() -> bool:
    """End payments whose time is over, and deposits that nobody has used."""
    money = payments.sweeps
    return money.expire_next() or money.abandon_next() or deposits.deposit_lapse_next()


@job(every=1.0)
def store_refunds_send() -> bool:
    """Ask the provider for refunds that are due."""
    return refunds.engine.send_next()
