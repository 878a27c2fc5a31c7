"""How long a guest waits for the first dish, from a scan with a phone that was never here."""

from __future__ import annotations

from testing.scale import WHOLE, scale

from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.weight import Weight
from tools.browser.network import first_seen, slow_down
from tools.browser.window import PHONE

DISH = ".dish"
WITHIN_MS = 1500 if scale() == WHOLE else 3000  # beside other suites all takes longer
REQUESTS = 10
ROUNDS = 5  # to the server and back, one waiting for the other: shell, modules, table, menu
FAR_MS = 800  # so slow that what the machine does itself is little beside it
MOST = 100_000  # bytes


def test_the_first_dish_comes_within_a_second_and_a_half_on_a_phones_network(
    open_window: Open, big_cafe: Cafe
) -> None:
    page = open_window(PHONE)
    weight = Weight(page)
    slow_down(page)
    first = first_seen(page, f"/t/{big_cafe.open()}/", DISH)
    assert first <= WITHIN_MS, weight.table()
    assert weight.total <= MOST, weight.table()
    assert len(weight.urls) <= REQUESTS, weight.table()


def test_the_first_dish_waits_for_few_rounds(open_window: Open, big_cafe: Cafe) -> None:
    page = open_window(PHONE)
    slow_down(page, FAR_MS, rate=None)
    first = first_seen(page, f"/t/{big_cafe.open()}/", DISH)
    assert first / FAR_MS < ROUNDS
