"""The whole menus of places that are in use, kept fresh behind the orders, so that no order waits
for products.

The menu of a place is read once somebody orders there; after that the change feed of products is
followed (peers.changes), for all places at once. The feed tells of everything that products show,
and of each change for ten seconds: a menu is read whole only once. A place that nobody has used for
ten minutes is dropped. While products does not answer, nothing here counts as fresh and catalogue
asks for what it needs by itself.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from kit.cache import register
from peers.changes import Follower

from orders import clients
from orders.clients import Changes, Product

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
    """The menus of this process. The follower's thread alone adds and takes away products."""

    menus: dict[int, Menu] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    follower: Follower[Changes] = field(init=False)

    def __post_init__(self) -> None:
        self.follower = Follower(
            name="menus",
            ask=lambda since: clients.products_changed(since),
            take=self._take,
            begin=lambda _: self._read_anew(),
            in_use=self._any_in_use,
            complete=self._read_menus,
        )

    def product(self, location_id: int, product_id: int) -> Product | None:
        """A product of the place, at most two seconds old; None where it is not known here."""
        menu = self.menus.get(location_id)
        if menu is None:
            return None
        menu.used = time.monotonic()
        products = menu.products  # the thread may have it read anew meanwhile
        if products is None or not self.follower.fresh:
            return None
        return products.get(product_id)

    def left(self, location_id: int) -> dict[str, int] | None:
        """How many are left of the place's counted products, by id; None while that is not known.
        The menu is kept from now on.
        """
        menu = self.menus.get(location_id)
        if menu is None:
            self.use(location_id)
            return None
        menu.used = time.monotonic()
        products = menu.products
        if products is None or not self.follower.fresh:
            return None
        known = list(products.items())  # the thread may change it meanwhile
        return {str(id): each.available for id, each in known if each.available is not None}

    def note(self, location_id: int, product_id: int, product: Product) -> None:
        """Products has just told of a product: newer than what the thread has asked."""
        menu = self.menus.get(location_id)
        products = None if menu is None else menu.products
        if products is not None and product_id in products:
            products[product_id] = product

    def use(self, location_id: int) -> None:
        """Keep the menu of this place from now on."""
        with self.lock:
            if location_id not in self.menus:
                self.menus[location_id] = Menu(time.monotonic())
                self.follower.hurry()
        self.follower.ensure()

    def _any_in_use(self) -> bool:
        """Drop what nobody has used; whether anything is left."""
        with self.lock:
            now = time.monotonic()
            in_use = {id: menu for id, menu in self.menus.items() if now - menu.used < IN_USE}
            self.menus = in_use
            return bool(in_use)

    def _read_anew(self) -> None:
        """Have all menus read again: they may have missed changes."""
        for menu in list(self.menus.values()):
            menu.products, menu.due = None, 0.0

    def _read_menus(self) -> None:
        """Read the menus that were not read yet."""
        for location_id, menu in list(self.menus.items()):
            now = time.monotonic()
            if menu.products is None and now >= menu.due:
                products = clients.products_all(location_id)
                kept = sum(len(each.products or ()) for each in self.menus.values())
                menu.products = products if kept + len(products) <= MOST else None
                menu.due = now + AGAIN

    def _take(self, changes: Changes) -> None:
        menus = [(id, menu.products) for id, menu in list(self.menus.items())]
        read = [(id, products) for id, products in menus if products is not None]
        for changed in changes.products:
            for location_id, products in read:
                if location_id == changed.location_id and changed.product is not None:
                    products[changed.id] = changed.product
                else:
                    products.pop(changed.id, None)

    def forget(self) -> None:
        """Forget all menus; the thread ends by itself."""
        self.menus = {}
        self.follower.forget()


keeper = Keeper()
register(keeper.forget)
