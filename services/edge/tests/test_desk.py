"""What operators do at their desk: filling, setting up, keys."""

import pytest
from devices.keys import device_find, matching
from devices.models import Command, DeviceKey
from kit.clock import Clock
from vending.models import FleetEvent, LoggedEvent, Machine
from vending.selectors.machines import machine_shown
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

STOCK = f"/api/machine/{MACHINE}/update-stock"
ONE = f"/api/machine/{MACHINE}"
KEYS = f"{ONE}/keys"
NOT_AUTHENTICATED = {"detail": "Not authenticated"}


def frames():
    return [command.payload for command in Command.objects.order_by("pk")]


def told():
    return list(FleetEvent.objects.order_by("seq").values_list("kind", flat=True))


@pytest.mark.parametrize("stock", [7, "7", " 7 ", "+7"])
def test_a_machine_is_filled_and_hears_of_it(api, operator, machine, stock):
    before = told()
    response = api.send(STOCK, {"stock": stock}, token=operator)
    assert (response.status_code, response.json()) == (
        200,
        {"status": "success", "current_stock": 7},
    )
    now = Machine.objects.get()
    assert now.current_stock == 7
    assert now.last_refill_at is not None
    assert frames() == [{"type": "stock_update", "stock": 7}]
    assert told() == [*before, "event.logged", "machine.changed"]
    event = LoggedEvent.objects.get()
    assert (event.type, event.payload) == (
        "stock_update",
        {"stock": 7, "before": 10, "by": "operator"},
    )


def test_a_stock_that_has_changed_is_not_overwritten(api, operator, machine):
    Machine.objects.update(current_stock=9)
    before = told()
    refused = api.send(STOCK, {"stock": 20, "expected": 10}, token=operator)
    assert (refused.status_code, refused.json()) == (
        409,
        {"detail": "Stock has changed", "current_stock": 9},
    )
    assert Machine.objects.get().current_stock == 9
    assert told() == before
    assert frames() == []
    taken = api.send(STOCK, {"stock": 20, "expected": "9"}, token=operator)
    assert (taken.status_code, taken.json()["current_stock"]) == (200, 20)


def test_a_stock_that_is_said_again_changes_nothing(api, operator, machine):
    Machine.objects.update(current_stock=3)
    for _ in range(2):
        taken = api.send(STOCK, {"stock": 20, "expected": 3}, token=operator)
        assert (taken.status_code, taken.json()["current_stock"]) == (200, 20)
    assert len(frames()) == 1
    assert told().count("event.logged") == 1


@pytest.mark.parametrize("expected", [-1, 1.5, "", "x", [], 1_000_001])
def test_no_number_is_expected(api, operator, machine, expected):
    before = machine.current_stock
    refused = api.send(STOCK, {"stock": 20, "expected": expected}, token=operator)
    assert refused.status_code == 400
    assert Machine.objects.get().current_stock == before


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "New stock level required"),
        ({"stock": None}, "New stock level required"),
        ({"stock": ""}, "New stock level required"),
        ({"stock": -1}, "Stock cannot be negative"),
        ({"stock": "-1"}, "Stock cannot be negative"),
        ({"stock": 1_000_001}, "Stock must be a whole number of at most 1000000"),
        ({"stock": "9" * 21}, "Stock must be a whole number of at most 1000000"),
        ({"stock": 10**30}, "Stock must be a whole number of at most 1000000"),
        ({"stock": "seven"}, "Stock must be a whole number of at most 1000000"),
        ({"stock": "1e3"}, "Stock must be a whole number of at most 1000000"),
        ({"stock": "²"}, "Stock must be a whole number of at most 1000000"),
        ({"stock": "7\u0000"}, "Invalid request"),
        ({"stock": 7.5}, "Stock must be a whole number of at most 1000000"),
        ({"stock": True}, "Stock must be a whole number of at most 1000000"),
        ({"stock": [7]}, "Stock must be a whole number of at most 1000000"),
        ({"stock": {"a": 7}}, "Stock must be a whole number of at most 1000000"),
        ([7], "Invalid request"),
        (b"{", "Invalid request"),
        (b"", "body: Field required"),
    ],
)
def test_odd_stocks_are_refused_and_change_nothing(api, operator, machine, body, detail):
    response = api.send(STOCK, body, token=operator)
    assert (response.status_code, response.json()) == (400, {"detail": detail})
    assert Machine.objects.get().current_stock == 10
    assert frames() == []


def test_zero_makes_a_machine_unavailable_and_more_makes_it_idle(api, operator, machine):
    type(machine.device).objects.update(online=True, last_seen_at=Clock())
    words = []
    for stock in (0, 3):
        api.send(STOCK, {"stock": stock}, token=operator)
        words.append(machine_shown(Machine.objects.get())["status"])
    assert words == ["Unavailable", "idle"]


def test_a_price_a_name_and_a_place_are_changed(api, operator, machine):
    body = {"name": " Snacks ", "location": "Hall B", "unit_price_paise": 250, "in_service": False}
    response = api.call("PATCH", ONE, body, token=operator)
    assert response.status_code == 200
    row = response.json()
    assert (row["name"], row["location"], row["unit_price_paise"], row["status"]) == (
        "Snacks",
        "Hall B",
        250,
        "offline",
    )
    now = Machine.objects.get()
    assert (now.name, now.unit_price, now.in_service) == ("Snacks", 250, False)
    assert LoggedEvent.objects.get().payload == {
        **body,
        "name": "Snacks",
        "by": "operator",
    }


def test_what_is_so_already_is_no_change(api, operator, machine):
    assert api.call("PATCH", ONE, {"in_service": True}, token=operator).status_code == 200
    assert not LoggedEvent.objects.exists()
    assert told() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"unit_price_paise": 0},
        {"unit_price_paise": -5},
        {"unit_price_paise": 1.5},
        {"unit_price_paise": "100"},
        {"unit_price_paise": 2**31},
        {"unit_price_paise": None},
        {"in_service": "no"},
        {"in_service": None},
        {"name": ["Snacks"]},
        {"name": 7},
        {"name": "x" * 201},
        {"location": {"x": 1}},
        {"location": "\u0000"},
        {"current_stock": 5},
        [],
        b"no",
    ],
)
def test_odd_changes_are_refused(api, operator, machine, body):
    response = api.call("PATCH", ONE, body, token=operator)
    assert (response.status_code, list(response.json())) == (400, ["detail"])
    now = Machine.objects.get()
    assert (now.name, now.location, now.unit_price, now.in_service) == ("", "", 100, True)
    assert not LoggedEvent.objects.exists()


def test_a_further_key_is_shown_once_and_the_older_one_stays(api, operator, machine):
    response = api.send(KEYS, {}, token=operator)
    assert response.status_code == 201
    made = response.json()
    _, keys = device_find("machine", MACHINE)
    assert matching(keys, made["key"]).pk == made["id"]
    assert matching(keys, KEY) is not None
    assert made["created_at"].endswith("+00:00")
    assert made["key"] not in str(list(LoggedEvent.objects.values_list("payload", flat=True)))


def test_a_key_is_ended_once(api, operator, machine):
    key = DeviceKey.objects.get()
    assert api.call("DELETE", f"{KEYS}/{key.pk}", token=operator).status_code == 204
    key.refresh_from_db()
    assert key.revoked_at is not None
    again = api.call("DELETE", f"{KEYS}/{key.pk}", token=operator)
    assert (again.status_code, again.json()) == (404, {"detail": "Key not found"})
    assert [event.type for event in LoggedEvent.objects.all()] == ["key_revoked"]


@pytest.mark.parametrize("key_id", ["0", "-1", "x", "1.0", str(2**63), "9" * 40, "²"])
def test_impossible_keys_are_not_there(api, operator, machine, key_id):
    response = api.call("DELETE", f"{KEYS}/{key_id}", token=operator)
    assert (response.status_code, response.json()) == (404, {"detail": "Key not found"})
    assert DeviceKey.objects.get().revoked_at is None


def test_the_key_of_another_machine_is_not_ended(api, operator, machine, make_machine):
    make_machine("M002")
    other = DeviceKey.objects.exclude(device=machine.device).get()
    assert api.call("DELETE", f"{KEYS}/{other.pk}", token=operator).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


@pytest.mark.parametrize("machine_id", ["M999", "a b", "ä", "x" * 60, "%00"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "update-stock", {"stock": 1}),
        ("PATCH", "", {"name": "x"}),
        ("POST", "keys", {}),
        ("DELETE", "keys/1", None),
    ],
)
def test_unknown_machines_are_not_found(api, operator, db, machine_id, method, path, body):
    response = api.call(method, f"/api/machine/{machine_id}/{path}", body, token=operator)
    assert response.status_code == 404
    if machine_id != "%00":
        assert response.json() == {"detail": "Machine not found"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", STOCK, {"stock": 1}),
        ("PATCH", ONE, {"name": "x"}),
        ("POST", KEYS, {}),
        ("DELETE", f"{KEYS}/1", None),
        ("GET", "/api/feedback", None),
        ("PATCH", "/api/feedback/1", {"status": "new"}),
    ],
)
def test_only_operators_may(api, token, signer, machine, method, path, body):
    def ask(**more):
        response = api.call(method, path, body, **more)
        return response.status_code, response.json()

    assert ask() == (403, NOT_AUTHENTICATED)
    assert ask(headers={"Authorization": "Basic eA=="}) == (
        403,
        {"detail": "Invalid authentication credentials"},
    )
    assert ask(token=token(JOHN)) == (403, {"detail": "Not allowed"})
    assert ask(token=KEY) == (401, {"detail": "Invalid token"})
    assert ask(token=signer.service("orders")) == (401, {"detail": "Invalid token"})
    now = Machine.objects.get()
    assert (now.current_stock, now.name, DeviceKey.objects.count()) == (10, "", 1)
