"""Pausing the orders of a place for a while."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from orders import offers
from orders.actions.places import offer_tell, place_lock
from orders.models import Pause, PlaceSettings


def pause_begin(*, location_id: int, minutes: int, words: str, user_id: int) -> None:
    """Take no orders of guests for so many minutes from now, and tell them why in these words; a
    pause that still runs ends with this.
    """
    with transaction.atomic():
        place, now = place_lock(location_id), offers.now()
        _end(place, user_id)
        place.pause = Pause.objects.create(
            location_id=location_id,
            until=now + timedelta(minutes=minutes),
            words=words,
            user_id=user_id,
            created_at=now,
        )
        place.save(update_fields=["pause"])
        transaction.on_commit(lambda: offer_tell(location_id))


def pause_end(*, location_id: int, user_id: int) -> None:
    """Take orders of guests again; where none are paused: the same again."""
    with transaction.atomic():
        place = place_lock(location_id)
        if place.pause is None:
            return
        _end(place, user_id)
        place.pause = None
        place.save(update_fields=["pause"])
        transaction.on_commit(lambda: offer_tell(location_id))


def _end(place: PlaceSettings, user_id: int) -> None:
    """Write down who ends the pause that runs, if one does."""
    pause, now = place.pause, offers.now()
    if pause is not None and pause.until > now:
        pause.ended_at, pause.ended_by = now, user_id
        pause.save(update_fields=["ended_at", "ended_by"])
