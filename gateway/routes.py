"""Who answers what: the gateway's route table. Pure data; a new service is one entry in `SERVICES`.

`render.py` turns it into nginx's configuration and into the start page; whoever starts the services
reads the names of their processes and their development ports here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Shapes of the errors the gateway makes itself; `nginx.conf.template` holds the body of each.
#: reason  {"success":false,"reason":…}        message {"success":false,"message":…,"errors":{}}
#: error   {"error":…,"message":…}             detail  {"detail":…}             problem  RFC 9457
Envelope = Literal["reason", "message", "error", "detail", "problem"]


@dataclass(frozen=True)
class Route:
    """A public path and everything below it. With `ws` it is the service's websocket process's."""

    prefix: str
    ws: bool = False
    envelope: Envelope = "reason"


@dataclass(frozen=True)
class Service:
    """One service. Its development port is the gateway's - 80 + `port_index` (8000… for 8080)."""

    name: str
    port_index: int
    purpose: str
    unavailable: str  # the reason given with a 503 when it does not answer
    routes: tuple[Route, ...]

    @property
    def processes(self) -> tuple[str, ...]:
        """Its processes, by the names of their sockets and hosts: `orders-http`, `orders-ws`."""
        kinds = ("http", "ws") if any(route.ws for route in self.routes) else ("http",)
        return tuple(f"{self.name}-{kind}" for kind in kinds)


@dataclass(frozen=True)
class Screen:
    """A page for people, linked from the start page. `audience` says who it is for."""

    title: str
    path: str
    audience: str
    text: str


SERVICES: tuple[Service, ...] = (
    Service(
        "verification",
        0,
        "Accounts, logins, roles and signing keys",
        "verification_service_unavailable",
        (Route("/verification"),),
    ),
    Service(
        "locations",
        1,
        "Places, their owners, categories and tags",
        "locations_service_unavailable",
        (Route("/locations"),),
    ),
    Service(
        "codes",
        2,
        "Codes that open sessions, and their QR images",
        "code_service_unavailable",
        (Route("/codes"),),
    ),
    Service(
        "products",
        3,
        "What a place sells: prices, stock, barcodes",
        "products_service_unavailable",
        (Route("/products"),),
    ),
    Service(
        "orders",
        4,
        "Table sessions and their orders, live",
        "orders_service_unavailable",
        (
            Route("/orders"),
            Route("/t"),
            Route("/ws/orders", ws=True),
            Route("/ws/panel", ws=True),
            Route("/ws/session", ws=True),
        ),
    ),
)

#: POSTs of these paths are limited per address to LOGIN_RATE: guessing a password must be slow.
GUESSABLE: tuple[str, ...] = (
    "/verification/login",
    "/verification/password",
    "/verification/register",
)

SCREENS: tuple[Screen, ...] = (
    Screen(
        "A guest at a table",
        "/t/",
        "Guests",
        "The menu, the table's order and its way from the kitchen, on everybody's phone.",
    ),
    Screen(
        "Order panel",
        "/orders/panel/",
        "Staff",
        "All tables and their orders, live: accept, prepare, serve.",
    ),
    Screen(
        "Set up your place",
        "/orders/setup/",
        "Owners",
        "The place, its menu, its tables' codes and its staff.",
    ),
    Screen(
        "API documentation",
        "/docs/",
        "Developers",
        "Every call of every service, to read and to try.",
    ),
)


def development_port(service: Service, gateway_port: int) -> int:
    """The port on which a service answers alone, beside the gateway, on a developer's machine."""
    return gateway_port - 80 + service.port_index
