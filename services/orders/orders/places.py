"""The whole menus of places that are in use, kept fresh behind the orders, so that no order waits
for products.

One thread per process reads the menu of a place once somebody orders there, and then asks products
each second which products have changed, for all places at once. The feed tells of everything that
products show, and of each change for ten seconds: a menu is read whole only once. A place that
nobody has used for ten minutes is dropped. While products does not answer, nothing here counts as
fresh and catalogue asks for what it needs by itself.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

from kit.cache import register
from kit.errors import ApiError, Unavailable

from orders import clients
from orders.clients import ChangedProduct, Product

log = logging.getLogger(__name__)

FRESH = 2.0  # seconds after which what products last said is too old
EVERY = 1.0  # seconds between two questions
IN_USE = 600.0  # seconds
AGAIN = 30.0  # seconds: when it is looked whether a place that did not fit in does by now
MOST = 20_000  # products of all places; a place that does not fit in is not kept


@dataclass(slots=True)
class Menu:
    """What a place sells, by id; None until it was read, and while it does not fit in. `used`, and
    `due` from which on it is read, are monotonic times.
    """

    used: float
    due: float = 0.0
    products: dict[int, Product] | None = None


@dataclass(slots=True)
class Keeper:
    """The menus of this process. Its thread is the only one that adds and takes away products."""

    menus: dict[int, Menu] = field(default_factory=dict)
    fresh_until: float = 0.0
    cursor: str | None = None
    wake: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def product(self, location_id: int, product_id: int) -> Product | None:
        """A product of the place, at most two seconds old; None where it is not known here."""
        now = time.monotonic()
        menu = self.menus.get(location_id)
        if menu is None:
            return None
        menu.used = now
        if menu.products is None or now >= self.fresh_until:
            return None
        return menu.products.get(product_id)

    def left(self, location_id: int) -> dict[str, int] | None:
        """How many are left of the place's counted products, by id; None while that is not known.
        The menu is kept from now on.
        """
        menu = self.menus.get(location_id)
        if menu is None:
            self.use(location_id)
            return None
        now = menu.used = time.monotonic()
        if menu.products is None or now >= self.fresh_until:
            return None
        known = list(menu.products.items())  # the thread may change it meanwhile
        return {str(id): each.available for id, each in known if each.available is not None}

    def note(self, location_id: int, product_id: int, product: Product) -> None:
        """Products has just told of a product: newer than what the thread has asked."""
        menu = self.menus.get(location_id)
        if menu is not None and menu.products is not None and product_id in menu.products:
            menu.products[product_id] = product

    def use(self, location_id: int) -> None:
        """Keep the menu of this place from now on."""
        with self.lock:
            if location_id not in self.menus:
                self.menus[location_id] = Menu(time.monotonic())
                self.wake.set()
            if self.thread is None:
                self.thread = self._begin()

    def _begin(self) -> threading.Thread | None:
        thread = threading.Thread(target=self._work, name="menus", daemon=True)
        thread.start()
        return thread

    def _work(self) -> None:
        """Ask each second, and at once for a new place, while any place is in use."""
        while self._any_in_use():
            self.wake.clear()
            self.round()
            self.wake.wait(EVERY)

    def _any_in_use(self) -> bool:
        """Drop what nobody has used; whether anything is left. If not, the thread ends."""
        with self.lock:
            now = time.monotonic()
            in_use = {id: menu for id, menu in self.menus.items() if now - menu.used < IN_USE}
            self.menus = in_use
            if not in_use:
                self.thread = None
            return bool(in_use)

    def round(self) -> None:
        """Read the menus that were not read yet, then what has changed."""
        try:
            self._read_menus()
            self._read_changes()
        except Unavailable:
            pass  # nothing is fresh in two seconds, and orders find out by themselves
        except ApiError:  # a database of products that was set back: begin anew
            self.cursor, self.fresh_until = None, 0.0
            for menu in self.menus.values():
                menu.products, menu.due = None, 0.0
        except Exception:
            log.exception("menus were not read")

    def _read_menus(self) -> None:
        if self.cursor is None:
            self.cursor = clients.products_changed(None).cursor
        for location_id, menu in list(self.menus.items()):
            now = time.monotonic()
            if menu.products is None and now >= menu.due:
                products = clients.products_all(location_id)
                kept = sum(len(each.products or ()) for each in self.menus.values())
                menu.products = products if kept + len(products) <= MOST else None
                menu.due = now + AGAIN

    def _read_changes(self) -> None:
        """What has changed since the last round, in calls of at most 1000 products."""
        asked, more = time.monotonic(), True
        while more:
            changes = clients.products_changed(self.cursor)
            for changed in changes.products:
                self._take(changed)
            self.cursor, more = changes.cursor, changes.more
        self.fresh_until = asked + FRESH

    def _take(self, changed: ChangedProduct) -> None:
        for location_id, menu in self.menus.items():
            if menu.products is None:
                continue
            if location_id == changed.location_id and changed.product is not None:
                menu.products[changed.id] = changed.product
            else:
                menu.products.pop(changed.id, None)

    def forget(self) -> None:
        """Forget all menus; the thread ends by itself."""
        self.menus, self.cursor, self.fresh_until = {}, None, 0.0
        self.wake.set()


keeper = Keeper()
register(keeper.forget)
