"""/internal/stock/hold/, commit/ and release/: the contract line by line."""

from datetime import UTC, datetime, timedelta

import pytest
from books import book, pass_time, sold
from products.models import Hold, HoldLine, Movement, Product

pytestmark = pytest.mark.django_db
SALE = {"reference": "order 7", "who": "anna"}


def refusal(response):
    """`(status, reason, details)`"""
    body = response.json()
    return response.status_code, body["reason"], body.get("details")


def test_a_hold_keeps_units_until_it_is_sold(api, ledger, espresso, cake):
    before = datetime.now(UTC)
    lines = {cake.id: 2, espresso.id: 3}
    held = ledger("hold", key="cart 1", lines=lines, seconds=900).json()["response"]
    in_order = [{"product_id": espresso.id, "quantity": 3}, {"product_id": cake.id, "quantity": 2}]
    assert (held["key"], held["state"], held["lines"]) == ("cart 1", "held", in_order)
    assert held["expires_at"].endswith("Z")
    left = datetime.fromisoformat(held["expires_at"]) - before
    assert abs(left - timedelta(seconds=900)) < timedelta(seconds=30)
    shown = api.ask(f"/products/get/{cake.id}/").json()["response"]
    assert (shown["stock"], shown["available"]) == (3, 1)
    for _ in range(2):
        committed = ledger("commit", key="cart 1", **SALE)
        assert committed.json()["response"] == {"key": "cart 1", "state": "committed"}
    assert (book(cake), book(espresso)) == ((1, 0), (17, 0))
    assert (sold(cake), sold(espresso)) == ([(-2, 0, 1)], [(-3, 0, 17)])
    assert not HoldLine.objects.exists()


def test_a_repeat_is_answered_the_same(ledger, cake, espresso):
    lines = {cake.id: 2, espresso.id: 1}
    first = ledger("hold", key="k", lines=lines, seconds=60)
    again = ledger("hold", key="k", lines=dict(reversed(lines.items())), seconds=30)
    assert (again.status_code, again.content) == (200, first.content)
    assert book(cake) == (3, 2)
    other = ledger("hold", key="k", lines={cake.id: 1}, seconds=60)
    assert refusal(other) == (422, "idempotency_key_reused", None)
    assert book(cake) == (3, 2)


def test_keys_are_of_their_service(ledger, signer, cake):
    ledger("hold", key="k", lines={cake.id: 2}, seconds=60)
    trolleys = signer.service("trolleys")
    held = ledger("hold", token=trolleys, key="k", lines={cake.id: 1}, seconds=60)
    assert held.status_code == 200
    ledger("release", token=trolleys, key="k")
    assert book(cake) == (3, 2)
    assert set(Hold.objects.values_list("service", "state")) == {
        ("orders", "held"),
        ("trolleys", "released"),
    }


@pytest.mark.parametrize("how", [{"seconds": 60}, {"commit": True, **SALE}])
def test_all_lines_or_none(ledger, espresso, cake, tap_water, how):
    lines = {espresso.id: 21, cake.id: 4, tap_water.id: 9999}
    short = [
        {"product_id": espresso.id, "available": 20},
        {"product_id": cake.id, "available": 3},
    ]
    response = ledger("hold", key="k", lines=lines, **how)
    assert refusal(response) == (409, "insufficient_stock", short)
    lines = {espresso.id: 20, cake.id: 4}
    response = ledger("hold", key="k", lines=lines, **how)
    assert refusal(response) == (409, "insufficient_stock", short[1:])
    assert (book(espresso), book(cake)) == ((20, 0), (3, 0))
    assert not Hold.objects.exists()
    assert ledger("hold", key="k", lines={cake.id: 3}, **how).status_code == 200


@pytest.mark.parametrize("how", [{"seconds": 60}, {"commit": True}])
def test_what_is_unknown_or_switched_off(ledger, espresso, cake, how):
    lines = {espresso.id: 21, cake.id: 1, 10**9: 1, 2**62: 1}
    Product.objects.filter(id=cake.id).update(is_active=False)
    unknown = [{"product_id": 10**9}, {"product_id": 2**62}]
    response = ledger("hold", key="k", lines=lines, **how)
    assert refusal(response) == (404, "product_not_found", unknown)
    inactive = [{"product_id": cake.id}]
    response = ledger("hold", key="k", lines={espresso.id: 21, cake.id: 1}, **how)
    assert refusal(response) == (400, "product_unavailable", inactive)
    assert (book(espresso), book(cake), Hold.objects.count()) == ((20, 0), (3, 0), 0)


def test_hold_and_commit_in_one(ledger, espresso, cake):
    lines = {espresso.id: 2, cake.id: 3}
    first = ledger("hold", key="order 7", lines=lines, commit=True, **SALE)
    shown = [{"product_id": espresso.id, "quantity": 2}, {"product_id": cake.id, "quantity": 3}]
    assert first.json()["response"] == {"key": "order 7", "state": "committed", "lines": shown}
    assert ledger("hold", key="order 7", lines=lines, commit=True).content == first.content
    assert (book(espresso), book(cake)) == ((18, 0), (0, 0))
    assert sold(cake) == [(-3, 0, 0)]
    last = Movement.objects.order_by("-id").first()
    assert (last.reference, last.who, last.service) == ("order 7", "anna", "orders")
    other = ledger("hold", key="order 7", lines={cake.id: 1}, commit=True)
    assert refusal(other) == (422, "idempotency_key_reused", None)
    over = ledger("hold", key="order 7", lines=lines, seconds=5)
    assert refusal(over) == (409, "hold_committed", None)
    assert refusal(ledger("release", key="order 7")) == (409, "hold_committed", None)
    assert ledger("commit", key="order 7").status_code == 200
    assert book(cake) == (0, 0)


def test_what_is_held_can_be_committed_by_the_call_for_both(ledger, cake):
    ledger("hold", key="k", lines={cake.id: 2}, seconds=60)
    for _ in range(2):
        response = ledger("hold", key="k", lines={cake.id: 2}, commit=True, **SALE)
        assert response.json()["response"]["state"] == "committed"
    assert (book(cake), sold(cake)) == ((1, 0), [(-2, 0, 1)])


def test_released_units_are_there_for_others(ledger, cake, tap_water):
    lines = {cake.id: 3, tap_water.id: 1}
    ledger("hold", key="a", lines=lines, seconds=60)
    assert ledger("hold", key="b", lines={cake.id: 1}, seconds=60).status_code == 409
    for _ in range(2):
        response = ledger("release", key="a").json()["response"]
        assert response == {"key": "a", "state": "released"}
    assert ledger("hold", key="b", lines={cake.id: 3}, seconds=60).status_code == 200
    assert refusal(ledger("commit", key="a")) == (409, "hold_released", None)
    over = ledger("hold", key="a", lines=lines, seconds=60)
    assert refusal(over) == (409, "hold_released", None)
    assert book(cake) == (3, 3)


def test_a_release_that_overtakes_its_hold_is_remembered(ledger, cake):
    assert ledger("release", key="k").json()["response"] == {"key": "k", "state": "released"}
    for how in ({"seconds": 60}, {"commit": True}):
        response = ledger("hold", key="k", lines={cake.id: 1}, **how)
        assert refusal(response) == (409, "hold_released", None)
    assert refusal(ledger("commit", key="k")) == (409, "hold_released", None)
    assert book(cake) == (3, 0)


def test_a_commit_of_nothing(ledger, cake):
    assert refusal(ledger("commit", key="k", **SALE)) == (404, "hold_not_found", None)
    assert not Hold.objects.exists()


@pytest.mark.parametrize("verb", ["hold", "commit", "release", "move"])
def test_only_for_services(ledger, admin, cake, refused, verb):
    for token in ("", admin, "x"):
        response = ledger(verb, token=token, key="k", lines={cake.id: 1}, seconds=1, kind="sale")
        refused(response, 403, "incorrect_credentials")
    assert (book(cake), Hold.objects.count()) == ((3, 0), 0)


NO_KEYS = [*({"key": key} for key in ("", None, 5, "x" * 101, "a\nb", "a\x00", "\u202e")), {}]
KEY = {"key": "k"}
LINE = {"product_id": 1, "quantity": 1}
NO_LINES = [
    *(None, [], {}, "x", [1], [None], [{}], [LINE] * 2, [{"product_id": 1}]),
    *([LINE | {"quantity": value}] for value in (0, -1, 10_000, 1.5, True, "1", None, 2**70)),
    *([LINE | {"product_id": value}] for value in (0, -1, 2**63, True, 1.5, None, "x")),
    [LINE | {"product_id": number} for number in range(1, 102)],
]
NO_HOLDS = [
    *({**key, "lines": [LINE], "seconds": 5} for key in NO_KEYS),
    *({**KEY, "lines": lines, "seconds": 5} for lines in NO_LINES),
    *({**KEY, "lines": [LINE], "seconds": s} for s in (0, -1, 3601, 1.5, True, "60", None)),
    {**KEY, "lines": [LINE], "seconds": 5, "commit": True},
    {**KEY, "lines": [LINE], "seconds": 5, "commit": 1},
    {**KEY, "lines": [LINE], "commit": False},
    *({**KEY, "lines": [LINE], "commit": True, "who": value} for value in (5, None, "x" * 201)),
]


@pytest.mark.parametrize("body", NO_HOLDS, ids=lambda body: repr(body)[:70])
def test_malformed_holds(api, service, espresso, refused, body):
    response = api.send("/internal/stock/hold/", body, token=service)
    refused(response, 400, "malformed_json")
    assert not Hold.objects.exists()


@pytest.mark.parametrize("verb", ["commit", "release"])
@pytest.mark.parametrize("body", NO_KEYS, ids=repr)
def test_malformed_keys(api, service, espresso, refused, verb, body):
    response = api.send(f"/internal/stock/{verb}/", body, token=service)
    refused(response, 400, "malformed_json")
    assert not Hold.objects.exists()


def test_a_hundred_lines_are_one_statement(
    api, ledger, espresso, cake, owner, django_assert_num_queries
):
    Product.objects.bulk_create(
        Product(location_id=1, seller_id=1, name=f"P{number}", price=1, stock=9999)
        for number in range(100)
    )
    ids = list(Product.objects.filter(stock=9999).values_list("id", flat=True))
    ledger("hold", key="warm", lines={espresso.id: 1}, seconds=1)  # prepares the statement
    ledger("hold", key="warm too", lines={espresso.id: 1}, commit=True)
    with django_assert_num_queries(1):
        held = ledger("hold", key="k" * 100, lines=dict.fromkeys(ids, 9999), seconds=3600)
    assert held.status_code == 200
    assert not Product.objects.filter(stock=9999).exclude(reserved=9999).exists()
    ledger("release", key="k" * 100)
    with django_assert_num_queries(1):
        sale = ledger("hold", key="s", lines=dict.fromkeys(ids, 9999), commit=True)
    assert sale.status_code == 200
    assert Product.objects.filter(stock=0, reserved=0).count() == 100


def test_time_goes_by(ledger, cake):
    ledger("hold", key="k", lines={cake.id: 1}, seconds=60)
    pass_time(59)
    assert ledger("hold", key="k", lines={cake.id: 1}, seconds=60).status_code == 200
    pass_time(1)
    over = ledger("hold", key="k", lines={cake.id: 1}, seconds=60)
    assert refusal(over) == (409, "hold_expired", None)
