"""Tells pages what has changed on the menu of their place, so that none asks by the clock.

The worker follows the change feed of products and says each change to the place's group, in which
every socket of a session and every panel of the place is. It is said once and not recorded: who was
not there asks for the menu when it comes back. The feed tells a change several times; what was said
is not said again. After a gap, as after a start, the places are told to ask for all of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import orjson
from django.db.models import QuerySet
from kit.cache import Cache, register
from kit.polled import polled
from live.publisher import announce
from peers.changes import Follower

from orders import clients, states
from orders.clients import ChangedProduct, Changes
from orders.events import MENU, MENU_CHANGED
from orders.models import KnownProduct, OrderSession

SAID = 20_000  # products of which is known what was said last

_said: Cache[int, bytes] = Cache(SAID)


def menus_tell() -> bool:
    """Tell what has changed since the last time; nothing while no table is open anywhere. Never
    more to do at once.
    """
    if _open_sessions.any():
        _follower.follow()
    else:
        _follower.cursor = None  # nobody is there to miss anything
    return False


@polled
def _open_sessions() -> QuerySet[OrderSession]:
    return OrderSession.objects.filter(state=states.OPEN)


def _take(changes: Changes) -> None:
    told: dict[int, list[ChangedProduct]] = defaultdict(list)
    for changed in changes.products:
        if _is_new(changed):
            for location_id in _places(changed):
                told[location_id].append(changed)
    _say({location_id: _shown(products) for location_id, products in told.items()})


def _begin(_: float) -> None:
    """There is a gap before the new cursor: have the places that are open ask for their menus."""
    _said.clear()
    _say(dict.fromkeys(_open_places()))


def _is_new(changed: ChangedProduct) -> bool:
    """Whether something else was said of the product last."""
    digest = hashlib.sha256(orjson.dumps(changed.shown)).digest()
    if _said.get(changed.id) == digest:
        return False
    _said.put(changed.id, digest)
    return True


def _places(changed: ChangedProduct) -> Iterable[int]:
    """The places that may have a product on their menu. Of a deleted one products does not say
    where it was: all that are open are told.
    """
    if changed.location_id is not None:
        return [changed.location_id]
    known = KnownProduct.objects.filter(product_id=changed.id, listed=True)
    return known.values_list("location_id", flat=True) or _open_places()


def _open_places() -> Iterable[int]:
    return _open_sessions().values_list("location_id", flat=True).distinct()


def _shown(products: Iterable[ChangedProduct]) -> list[dict[str, Any]]:
    return [{"id": each.id, "product": each.shown} for each in products]


def _say(news: dict[int, list[dict[str, Any]] | None]) -> None:
    if news:
        announce((MENU.format(place), _message(products)) for place, products in news.items())


def _message(products: list[dict[str, Any]] | None) -> dict[str, Any]:
    text = orjson.dumps({"type": MENU_CHANGED, "data": {"products": products}}).decode()
    return {"type": MENU_CHANGED, "text": text}


_follower: Follower[Changes] = Follower(
    name="menus of pages",
    ask=lambda since: clients.products_changed(since),
    take=_take,
    begin=_begin,
    in_use=lambda: True,
)
register(_follower.forget)
