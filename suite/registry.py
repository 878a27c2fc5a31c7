"""What exists: every service with its processes, apps, peers, paths and pages.

Pure data, standard library only. Gateway, runner, checks, services, tools and tests read it, so a
new one is an entry here and a directory. Read `registry.SERVICES`: tests add one of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from suite.entries import HTTP, PASSWORDS, ROOT, WORKER, WS, Envelope, Kind, Route, Screen, Service

__all__ = [
    "BODY_LIMIT",
    "HTTP",
    "ROOT",
    "SERVICES",
    "UPLOAD_LIMIT",
    "WORKER",
    "WS",
    "Envelope",
    "Kind",
    "Route",
    "Screen",
    "Service",
    "callers",
    "development_port",
    "envelope_of",
    "names",
    "ranked",
    "screens",
    "service",
]

BODY_LIMIT = 256 * 1024  # bytes of a request body, at the gateway and in every service
UPLOAD_LIMIT = 5 * 1024 * 1024  # bytes of a file that somebody sends, where a route takes one

SERVICES: tuple[Service, ...] = (
    Service(
        name="verification",
        port_index=0,
        purpose="Accounts, logins, roles and signing keys",
        routes=(Route("/verification"),),
        guessable=PASSWORDS,
        mails=True,
        requirements="verification",
    ),
    Service(
        name="locations",
        port_index=1,
        purpose="Places, their owners, categories and tags",
        routes=(Route("/locations"),),
        peers=("verification",),
        screens=(
            Screen(
                "Set up your place",
                "/locations/setup/",
                "Owners",
                "An account, your place, its menu and its staff. Begin here.",
            ),
        ),
    ),
    Service(
        name="codes",
        port_index=2,
        purpose="Codes that open sessions, and their QR images",
        routes=(Route("/codes"),),
        costly=("/codes/render/qr",),
        issuing=("/codes/new", "/codes/short"),
        unavailable="code_service_unavailable",  # as the seed spells it
        requirements="codes",
    ),
    Service(
        name="products",
        port_index=3,
        purpose="What a place sells: prices, stock, barcodes",
        routes=(Route("/products"),),
        processes=(HTTP, WORKER),
        peers=("verification", "locations"),
        polled=("/internal/products/changes/",),
        uploads=("/products/picture/[^/]+",),
        files=("/products/pictures",),
        bucket=True,
        requirements="products",
    ),
    Service(
        name="orders",
        port_index=4,
        purpose="Table sessions and their orders, live",
        routes=(
            Route("/orders"),
            Route("/t"),
            Route("/ws/orders", WS),
            Route("/ws/panel", WS),
            Route("/ws/session", WS),
        ),
        processes=(HTTP, WS, WORKER),
        apps=("bills", "printing", "orders"),
        peers=("verification", "locations", "codes", "products"),
        payments=True,
        webhook="/orders/payments/webhook/razorpay/",
        printers=True,
        requirements="orders",
        screens=(
            Screen(
                "Order at a table",
                "/t/",
                "Guests",
                "The menu, one order of the whole table, and its way from the kitchen.",
            ),
            Screen(
                "Order panel",
                "/orders/panel/",
                "Staff",
                "Tables with codes to print, and their orders, live: accept, prepare, serve.",
            ),
            Screen("Takings", "/orders/takings/", "Owners", "What each day brings; closing it."),
        ),
    ),
    Service(
        name="trolleys",
        port_index=5,
        purpose="Smart trolleys, carts, payments and receipts, live",
        routes=(
            Route("/trolleys"),
            Route("/trolley"),
            Route("/api/session", envelope="error"),
            Route("/api/trolleys", envelope="error"),
            Route("/api/payments", envelope="error"),
            Route("/api/receipts", envelope="error"),
            Route("/api/cart", envelope="message"),
            Route("/ws/trolleys", WS),
            Route("/ws/trolley-board", WS),
            Route("/ws/devices/trolleys", WS),
        ),
        processes=(HTTP, WS, WORKER),
        apps=("devices", "trolleys"),
        peers=("verification", "locations", "codes", "products"),
        payments=True,
        webhook="/api/payments/webhook/razorpay/",
        admin="/trolleys/admin/",
        device_paths=("/ws/devices/trolleys",),
        requirements="live",
        screens=(
            Screen(
                "Shop with a trolley",
                "/trolley/",
                "Customers",
                "Scan what goes into the trolley, pay on the phone, leave with a code.",
            ),
            Screen(
                "Your own cart",
                "/trolleys/cart/",
                "Customers",
                "Fill a cart without a trolley, on any device, and pay.",
                signs_in=True,
            ),
            Screen(
                "Trolley board",
                "/trolleys/board/",
                "Staff",
                "All trolleys live: who has them, who waits for help, the codes at the exit.",
                signs_in=True,
            ),
        ),
    ),
    Service(
        name="edge",
        port_index=6,
        purpose="Vending machines and the store: codes, locks, payments, gates, shelves, live",
        routes=(
            Route("/edge", envelope="problem"),
            Route("/admin", envelope="problem"),
            Route("/vend", envelope="problem"),
            Route("/store", envelope="problem"),
            Route("/api/machine", envelope="detail"),
            Route("/api/machines", envelope="detail"),
            Route("/api/admin", envelope="detail"),
            Route("/api/feedback", envelope="detail"),
            Route("/api/lock-by-code", envelope="detail", exact=True),
            Route("/api/razorpay-webhook", envelope="fault", exact=True),
            Route("/create-order", envelope="fault", exact=True),
            Route("/verify-payment", envelope="fault", exact=True),
            Route("/low-stock-alert", envelope="fault", exact=True),
            Route("/device", envelope="detail"),
            Route("/health", envelope="detail", exact=True),
            Route("/rest/v1", envelope="detail"),
            Route("/mode-control", envelope="problem", exact=True),
            Route("/entry-control", envelope="problem", exact=True),
            Route("/exit-control", envelope="problem", exact=True),
            Route("/ws", WS, exact=True),
            Route("/ws/vending", WS),
            Route("/ws/fleet", WS),
            Route("/ws/store", WS),
        ),
        processes=(HTTP, WS, WORKER),
        apps=("devices", "vending", "store"),
        peers=("verification", "products"),
        aliases=("codes",),
        payments=True,
        mails=True,
        bucket=True,
        webhook="/api/razorpay-webhook",
        admin="/edge/admin/",
        guessable=("/api/admin/login",),
        device_paths=("/device", "/api/machines/heartbeat", "/edge/machines/[^/]+/heartbeats"),
        requirements="edge",
        screens=(
            Screen(
                "Buy at a vending machine",
                "/vend/",
                "Customers",
                "The code on its display, how many, pay on the phone, and it comes out.",
            ),
            Screen(
                "Machine board",
                "/edge/board/",
                "Operators",
                "All machines live: stock, sales, money that is due, what customers say.",
                signs_in=True,
            ),
            Screen(
                "Shop in the store without a till",
                "/store/",
                "Customers",
                "A code opens the gate, the cart fills itself, you just go; the receipt follows.",
                signs_in=True,
            ),
            Screen(
                "Review visits",
                "/store/review/",
                "Reviewers",
                "What was taken, the dearest doubt first, by weights and clips.",
                signs_in=True,
            ),
            Screen(
                "Store desk",
                "/store/desk/",
                "Operators",
                "Mode, who is inside, racks and gates, what lies where, what is missing.",
                signs_in=True,
            ),
            Screen(
                "What the machines show",
                "/edge/demo/",
                "Customers",
                "Displays of the machines played here: read a code, buy, let something go wrong.",
                demo=True,
            ),
        ),
    ),
)

DOCUMENTATION = Screen(
    "API documentation",
    "/docs/",
    "Developers",
    "Every call of every service, to read and to try.",
)


def service(name: str) -> Service:
    """The entry of a service; raises KeyError for a name that is none."""
    return {entry.name: entry for entry in SERVICES}[name]


def names() -> tuple[str, ...]:
    return tuple(entry.name for entry in SERVICES)


def callers() -> tuple[str, ...]:
    """The services that call others, and so have a secret to show verification."""
    return tuple(entry.name for entry in SERVICES if entry.peers)


def screens(*, demo: bool = False) -> tuple[Screen, ...]:
    """The start page's links; with `demo` those to what only the demo has, too."""
    found = (screen for entry in SERVICES for screen in entry.screens)
    return (*(screen for screen in found if demo or not screen.demo), DOCUMENTATION)


def ranked(routes: Iterable[Route]) -> list[Route]:
    """The routes in the order in which they are to be tried: the most exact one first."""
    return sorted(routes, key=lambda route: (not route.exact, -len(route.path), route.path))


def envelope_of(entry: Service, path: str) -> Envelope:
    """The envelope of a path of this service; `reason` for what the gateway does not route."""
    for route in ranked(entry.routes):
        if re.match(route.pattern, path):
            return route.envelope
    return "reason"


def development_port(entry: Service, gateway_port: int) -> int:
    """The port on which a service answers alone, beside the gateway, on a developer's machine."""
    return gateway_port - 80 + entry.port_index
