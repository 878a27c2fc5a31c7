"""What the worker does for the store."""

from __future__ import annotations

from kit.worker import job

from store.actions import catalogue, clips, entry_tokens, presence, sweeps


@job(every=1.0)
def machines_watch() -> bool:
    """Say which machines are late or away."""
    return presence.machine_silent_next()


@job(every=1.0)
def catalogue_follow() -> None:
    """Take over new names and prices of what lies on the scales."""
    catalogue.follower.follow()


@job(every=10.0)
def sessions_go_on() -> None:
    """Make the machine session of now, when nothing else has."""
    sweeps.session_of_now()


@job(every=60.0)
def visits_watch() -> bool:
    """Raise an alert for a visit that stays open too long."""
    return sweeps.visit_long_next()


@job(every=5.0)
def clips_take_in() -> None:
    """Register what the recorder has written."""
    clips.clips_take_in()


@job(every=5.0)
def clips_upload() -> bool:
    """Upload clips to the archive and read them back."""
    return clips.clip_upload_next()


@job(every=60.0)
def clips_clear() -> bool:
    """Remove local files of clips that are in the archive, when their time is over."""
    return clips.clip_clear_next()


@job(every=600.0)
def clips_expire() -> bool:
    """Remove footage from the archive when its time is over."""
    return clips.clip_expire_next()


@job(every=600.0)
def entry_tokens_prune() -> bool:
    """Remove codes that nobody can use any more."""
    return entry_tokens.entry_tokens_prune()


@job(every=3600.0)
def store_events_prune() -> bool:
    """Remove events that nobody catches up with any more."""
    return sweeps.events_prune()
