"""A trolley at the suite as it runs: what it scans shows on the phone, its lock follows its
shopper, and it loses nothing with its network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.integration.conftest import Listen
from tests.integration.trolleys.market import TEA, Json, Market
from tests.integration.trolleys.played import Played, played
from tests.support.api import User
from tests.support.elsewhere import Site
from tests.support.waiting import wait_for

Device = Callable[[str, str], Played]
WITHIN = 10.0  # seconds


@pytest.fixture
def device(stack: Site) -> Iterator[Device]:
    """Plays trolleys, until the end of the test."""
    with ExitStack() as opened:
        yield lambda trolley_id, key: opened.enter_context(played(stack.port, trolley_id, key))


@pytest.fixture
def trolley(bare: Market, device: Device) -> tuple[str, Played]:
    """A trolley's id, and the trolley, registered."""
    trolley_id = bare.trolley()
    found = device(trolley_id, bare.key(trolley_id))
    found.registered()
    return trolley_id, found


def cart(market: Market, session_id: str) -> Json:
    answer = market.call("GET", "/api/cart", query={"session_id": session_id})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


def test_its_lock_follows_its_shopper(
    bare: Market, trolley: tuple[str, Played], john: User
) -> None:
    trolley_id, machine = trolley
    assert bare.shown(trolley_id)["trolley_online"]
    session = bare.session(trolley_id, john)
    assert session["trolley_online"]
    machine.play("until unlocked")
    assert bare.post("/api/session/end", {"session_id": session["session_id"]}).status_code == 200
    machine.play("until locked")
    assert sum(text.startswith("was told") for text in machine.said) == 2


def test_what_it_scans_shows_on_the_phone(
    bare: Market, trolley: tuple[str, Played], john: User, listen: Listen
) -> None:
    trolley_id, machine = trolley
    machine.play(f"scan {TEA}\nsettle")
    session = bare.session(trolley_id, john)
    phone = listen(path=f"/ws/trolleys/{session['session_code']}/")
    machine.play(f"scan {TEA} 2\nscan 99999999\nsettle")
    nobody, one, two, unknown = machine.results
    assert nobody == {"ok": False, "error": "No open session"}
    assert one == {
        "ok": True,
        "name": "Tea",
        "quantity": 1,
        "total_items": 1,
        "subtotal": "4.50",
    }
    assert (two["quantity"], two["subtotal"]) == (2, "9.00")
    assert unknown == {"ok": False, "error": "Product not found or unavailable"}
    told = [frame.data for frame in phone.events if frame.kind == "cart.changed"]
    assert [(data["action"], data["total_items"]) for data in told] == [("add", 1), ("add", 2)]
    assert told[-1]["line"]["product"]["barcode"] == TEA


def test_nothing_is_lost_or_doubled_with_its_network(
    bare: Market, trolley: tuple[str, Played], john: User
) -> None:
    trolley_id, machine = trolley
    session_id = bare.session(trolley_id, john)["session_id"]
    machine.play("until unlocked")
    for number in range(5):  # the line breaks while a scan is on its way, or its result
        machine.play(f"scan {TEA}\noffline 0")
        machine.registered(number + 2)
    machine.play("settle")
    assert [result["ok"] for result in machine.results] == [True] * 5
    assert cart(bare, session_id)["total_items"] == 5
    assert machine.results[-1]["total_items"] == 5


def test_a_command_waits_for_a_trolley_that_is_away(
    bare: Market, trolley: tuple[str, Played], john: User
) -> None:
    trolley_id, machine = trolley
    machine.play("jam on")
    bare.session(trolley_id, john)
    wait_for(lambda: "was told to unlock: locked" in machine.said, WITHIN, "it was told")
    machine.play("jam off\noffline 0")
    machine.registered(2)
    machine.play("until unlocked")


def test_another_one_with_its_key_takes_its_place(
    bare: Market, trolley: tuple[str, Played], device: Device
) -> None:
    trolley_id, machine = trolley
    newer = device(trolley_id, bare.key(trolley_id))
    newer.registered()
    wait_for(lambda: machine.refused == 4409, WITHIN, "the older one is sent away")
    assert newer.refused is None


def test_a_key_that_is_revoked_ends_the_connection(bare: Market, device: Device) -> None:
    trolley_id = bare.trolley()
    made = bare.post(f"/api/trolleys/{trolley_id}/keys", {}, user=bare.operator).json()
    machine = device(trolley_id, made["key"])
    machine.registered()
    path = f"/api/trolleys/{trolley_id}/keys/{made['id']}"
    assert bare.call("DELETE", path, user=bare.operator).status_code == 204
    wait_for(lambda: machine.refused == 4401, WITHIN, "its key is no longer one")


def test_a_wrong_key_and_an_unknown_trolley(bare: Market, device: Device) -> None:
    wrong = device(bare.trolley(), "x")
    unknown = device("TROLLEY_NOBODY", "x")
    wait_for(lambda: (wrong.refused, unknown.refused) == (4401, 4404), WITHIN, "both are refused")
