"""Ten thousand connections from one address: all others order and see pages as before (H1)."""

from __future__ import annotations

import pytest
from testing.scale import scaled, some

from tests.faults import figures
from tests.faults.attack import STRANGER, attack
from tests.faults.attackers import Options
from tests.support.api import Place
from tests.support.guests import Guest, Screen
from tests.support.stack import Stack
from tools.bench.fanout import handshake

# `make test` opens more than 4,096, which once was all that nginx held, only of silent connections
# and of sockets.
CONNECTIONS = {
    "half-open": scaled(10_000),
    "silent": scaled(10_000, least=5_000),
    "sockets": scaled(10_000, least=5_000),
    "refused": scaled(10_000),
    "kept": scaled(10_000),
}
TIMES = scaled(200)


def openings(code: str) -> dict[str, str]:
    """What each connection sends: never a whole request, a socket, one of a code that is none."""
    return {
        "half-open": "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
        "silent": "",
        "sockets": handshake(f"/ws/orders/{code}/").decode(),
        "refused": handshake(f"/ws/orders/{'0' * 40}/").decode(),
        "kept": "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    }


@pytest.mark.parametrize(("kind", "count"), some(CONNECTIONS.items(), every=2))
def test_one_address_holds_all_connections_that_it_gets(
    stack: Stack, place: Place, table: str, guest: Guest, kind: str, count: int
) -> None:
    elsewhere = Place.create(place.api, place.owner).open()
    quiet = guest.orders([elsewhere], TIMES // 2) + guest.orders([table], TIMES // 2)
    quiet_pages = guest.pages(TIMES)
    options = Options("hold", stack.port, [STRANGER], count, opening=openings(table)[kind])
    with attack(options) as running:
        attacked = guest.orders([elsewhere], TIMES // 2) + guest.orders([table], TIMES // 2)
        pages = guest.pages(TIMES)
        screen = Screen(stack.port, table)
        assert len(screen.deliveries(guest, table, 5)) == 5
        screen.close()
    assert running.counts["opened"] >= count // 2
    figures.compare(f"{count:,} connections, {kind}: an order, p50", attacked, quiet)
    figures.compare(f"{count:,} connections, {kind}: a page, p50", pages, quiet_pages)
