"""What guests may order at a place now: its hours, its kitchen's, its menus, and whether orders are
paused.

Orders ask no database for it. A process keeps what a place has set for a second and a half; after
half a second it is read anew, behind the order that needs it. So what staff change holds in all
processes two seconds later, and at once in the one that they have asked.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection
from kit.alike import folded
from kit.cache import Cache
from kit.clock import iso
from kit.errors import Conflict

from orders.clients import Product
from orders.hours import ALWAYS, Phase, Timetable, menu_times, timetable_of
from orders.models import PlaceSettings

FRESH = 1.5  # seconds
RENEWED = 1.0  # seconds before the end of which the settings of a place in use are read anew

Named = tuple[int, Product]  # a product's id, and what it is

_known: Cache[int, tuple[float, Offer]] = Cache(20_000)
_renewals = ThreadPoolExecutor(1, thread_name_prefix="offers")
_renewing: set[int] = set()
_folded = lru_cache(4096)(folded)


@dataclass(frozen=True, slots=True)
class Menu:
    """Categories that are offered at some times only: as the place has `stored` it, and their
    names as kit.alike folds them.
    """

    stored: dict[str, Any]
    names: frozenset[str]
    times: Timetable


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place stands from `since` on, until `until`; None: for as long as we know."""

    place: Phase
    kitchen: Phase
    menus: tuple[Phase, ...]
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether nothing has changed by itself."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(slots=True)
class Offer:
    """What a place has set of what may be ordered when; `stored` is what it was read from."""

    stored: tuple[Any, ...]
    zone: ZoneInfo
    hours: Timetable | None
    kitchen: Timetable | None
    kitchen_categories: tuple[str, ...]
    kitchen_names: frozenset[str]
    menus: tuple[Menu, ...]
    paused_until: datetime | None
    words: str
    tells_wait: bool
    standing: Standing | None = field(default=None, compare=False)

    def at(self, now: datetime) -> Standing:
        """How the place stands; worked out once for as long as it holds."""
        standing = self.standing
        if standing is None or not standing.holds(now):
            standing = self.standing = self._standing(now)
        return standing

    def pause_at(self, now: datetime) -> datetime | None:
        """Until when orders are paused; None where they are not."""
        until = self.paused_until
        return until if until is not None and now < until else None

    def product_from(self, product: Product, standing: Standing) -> Phase:
        """Whether any menu of the product is served. A category of no menu always is, and so is a
        product without any.
        """
        if not self.menus or not product.categories:
            return ALWAYS
        phases = [self._category(_folded(each), standing) for each in product.categories]
        return _any(phases)

    def is_cooked(self, product: Product) -> bool:
        """Whether the kitchen makes it."""
        names = self.kitchen_names
        return bool(names) and any(_folded(each) in names for each in product.categories)

    def _category(self, name: str, standing: Standing) -> Phase:
        of_it = [
            phase
            for menu, phase in zip(self.menus, standing.menus, strict=True)
            if name in menu.names
        ]
        return _any(of_it) if of_it else ALWAYS

    def _standing(self, now: datetime) -> Standing:
        place, kitchen, *menus = (
            ALWAYS if times is None else times.phase(now, self.zone)
            for times in (self.hours, self.kitchen, *(menu.times for menu in self.menus))
        )
        changes = [each.changes for each in (place, kitchen, *menus) if each.changes is not None]
        return Standing(place, kitchen, tuple(menus), now, min(changes, default=None))


def now() -> datetime:
    """The time by which places open and close."""
    return datetime.now(UTC)


def offer_of(location_id: int) -> Offer:
    """What a place has set, at most FRESH seconds old."""
    kept = _known.get(location_id)
    left = 0.0 if kept is None else kept[0] - time.monotonic()
    if kept is None or left <= 0:
        return _read(location_id)
    if left < RENEWED:
        _renew_soon(location_id)
    return kept[1]


def offer_anew(location_id: int) -> Offer:
    """What a place has set by now."""
    return _read(location_id)


def require_offered(location_id: int, products: Iterable[Named]) -> None:
    """Raise for guests what cannot be ordered now: 409 `orders_paused`, `place_closed` (details:
    until when), `kitchen_closed`, `not_on_the_menu` (details: which products, until when each).
    """
    offer, moment = offer_of(location_id), now()
    paused = offer.pause_at(moment)
    if paused is not None:
        raise Conflict("orders_paused", details={"until": iso(paused), "words": offer.words})
    standing = offer.at(moment)
    if not standing.place.is_on:
        raise Conflict("place_closed", details={"until": iso(standing.place.changes)})
    if not standing.kitchen.is_on or offer.menus:
        _require_products(offer, standing, list(products))


def _require_products(offer: Offer, standing: Standing, products: Sequence[Named]) -> None:
    if not standing.kitchen.is_on:
        cooked = [each for each in products if offer.is_cooked(each[1])]
        _refuse("kitchen_closed", [(*each, standing.kitchen) for each in cooked])
    phases = [(*each, offer.product_from(each[1], standing)) for each in products]
    _refuse("not_on_the_menu", [each for each in phases if not each[2].is_on])


def _refuse(reason: str, refused: Sequence[tuple[int, Product, Phase]]) -> None:
    if refused:
        details = {
            product_id: {"product_id": product_id, "name": product.name, "until": iso(changes)}
            for product_id, product, (_, changes) in refused
        }
        raise Conflict(reason, details=list(details.values()))


def _any(phases: Sequence[Phase]) -> Phase:
    """Whether anything of several goes on, and the soonest that this may change."""
    is_on = any(each.is_on for each in phases)
    same = [each.changes for each in phases if each.is_on is is_on]
    known = [each for each in same if each is not None]
    if is_on:
        return Phase(is_on=True, changes=None if None in same else max(known))
    return Phase(is_on=False, changes=min(known, default=None))


def _read(location_id: int) -> Offer:
    began, kept = time.monotonic(), _known.get(location_id)
    place = PlaceSettings.objects.filter(pk=location_id).select_related("pause").first()
    offer = _offer(place or PlaceSettings())
    if kept is not None and kept[1].stored == offer.stored:
        offer = kept[1]  # it knows how the place stands
    _known.put(location_id, (began + FRESH, offer))
    return offer


def _offer(place: PlaceSettings) -> Offer:
    pause, kitchen = place.pause, place.kitchen or {"categories": []}
    paused = (None, "") if pause is None else (pause.until, pause.words)
    zone = place.timezone or settings.PLACE_TIMEZONE
    return Offer(
        stored=(zone, place.hours, place.kitchen, place.menus, place.tell_wait, *paused),
        zone=ZoneInfo(zone),
        hours=timetable_of(place.hours),
        kitchen=timetable_of(place.kitchen),
        kitchen_categories=tuple(kitchen["categories"]),
        kitchen_names=frozenset(map(_folded, kitchen["categories"])),
        menus=tuple(_menu(each) for each in place.menus),
        paused_until=paused[0],
        words=paused[1],
        tells_wait=place.tell_wait,
    )


def _menu(stored: dict[str, Any]) -> Menu:
    return Menu(stored, frozenset(map(_folded, stored["categories"])), menu_times(stored))


def _renew_soon(location_id: int) -> None:
    if location_id not in _renewing:
        _renewing.add(location_id)
        _renewals.submit(_renew, location_id)


def _renew(location_id: int) -> None:
    try:
        _read(location_id)
    except DatabaseError:
        pass  # the next order reads by itself and finds out
    finally:
        _renewing.discard(location_id)
        connection.close()
