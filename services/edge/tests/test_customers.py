"""What anybody may see of machines, and say of them."""

import pytest
from customers import come_online, everything, run_out, status_of, take
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from vending import states
from vending.models import Feedback, Lock, Machine, Sale
from world import ALICE, BOB

pytestmark = pytest.mark.django_db

FEEDBACK = "/api/machine/M001/feedback"


def sell(machine, client=ALICE, **more):
    number = Sale.objects.count()
    lock = Lock.objects.get(pk=machine.pk)
    values = {"quantity": 2, "unit_price": 100, "amount": 200, "currency": "INR"} | more
    return Sale.objects.create(
        transaction_id=f"tx{number}",
        uid=f"1b2c5563-0a1c-5c1b-97e7-{number:012}",
        machine=machine,
        client_id=client,
        kept_until=lock.expires_at,
        **values,
    )


def test_public_status_shows_a_machine_and_neither_code_nor_key(api, machine):
    seen = status_of(api, machine)
    assert seen == {
        "machine_id": "M001",
        "status": "offline",
        "current_stock": 10,
        "display_code_expires_at": seen["display_code_expires_at"],
        "locked": False,
        "locked_by": None,
        "expires_at": None,
        "server_time": seen["server_time"],
        "available": 10,
        "unit_price_paise": 100,
        "currency": "INR",
        "transaction": None,
    }
    assert seen["display_code_expires_at"] > seen["server_time"]
    assert machine.display_code not in str(seen)


def test_times_are_utc_with_microseconds(api, machine):
    seen = status_of(api, machine)
    for name in ("server_time", "display_code_expires_at"):
        assert len(seen[name]) == len("2025-12-09T10:11:12.123456+00:00")
        assert seen[name].endswith("+00:00")


def test_the_word_for_a_machine_is_what_matters_most(api, machine):
    words = [status_of(api, machine)["status"]]
    come_online(machine)
    words.append(status_of(api, machine)["status"])
    Machine.objects.update(said_active=True)
    words.append(status_of(api, machine)["status"])
    take(api, machine)
    words.append(status_of(api, machine)["status"])
    Lock.objects.update(status=states.CONSUMED)
    words.append(status_of(api, machine)["status"])
    Machine.objects.update(in_service=False)
    words.append(status_of(api, machine)["status"])
    Machine.objects.update(in_service=True, current_stock=0)
    words.append(status_of(api, machine)["status"])
    unavailable = ["Unavailable", "Unavailable"]
    assert words == ["offline", "idle", "active", "locked", "dispatch_sent", *unavailable]


def test_a_lock_that_is_over_shows_when_it_was(api, machine):
    take(api, machine)
    run_out(machine)
    seen = status_of(api, machine, ALICE)
    assert (seen["locked"], seen["locked_by"]) == (False, None)
    assert seen["expires_at"] < seen["server_time"]


def test_a_customer_sees_its_own_latest_transaction_and_everybody_what_is_left(api, machine):
    take(api, machine)
    sell(machine, quantity=1, amount=100, state=states.REFUND_DUE)
    sell(machine)
    own, others = status_of(api, machine, ALICE), status_of(api, machine, BOB)
    assert own["transaction"] == {
        "transaction_id": "tx1",
        "order_id": None,
        "machine_id": "M001",
        "state": "ordered",
        "quantity": 2,
        "dispensed": None,
        "amount": 200,
        "refunded": 0,
        "currency": "INR",
        "updated_at": own["transaction"]["updated_at"],
    }
    assert others["transaction"] is None
    assert status_of(api, machine)["transaction"] is None
    assert own["available"] == others["available"] == 8
    Sale.objects.update(kept_until=own["server_time"])
    after = status_of(api, machine, ALICE)
    assert (after["transaction"]["state"], after["available"]) == ("expired", 10)


def test_what_is_ordered_to_the_last_unit_is_not_locked_by_others(api, machine):
    take(api, machine)
    sell(machine, quantity=10, amount=1000, state=states.REVIEW)
    Lock.objects.all().delete()
    assert take(api, machine, BOB) == (409, {"detail": "Machine is not available"})
    assert not Lock.objects.exists()


def test_an_unknown_machine_is_not_found(api, machine):
    for path in ("/api/machine/M999/public-status", "/api/machine/M999/live"):
        answer = api.ask(path)
        assert (answer.status_code, answer.json()) == (404, {"detail": "Machine not found"})


@pytest.mark.parametrize("client", ["x" * 201, "%00"])
@pytest.mark.parametrize("path", ["public-status", "live"])
def test_who_asks_has_a_name_of_at_most_200_characters(api, machine, client, path):
    answer = api.ask(f"/api/machine/M001/{path}?client_id={client}")
    assert answer.status_code == 400
    assert answer.json().keys() == {"detail"}
    assert api.ask(f"/api/machine/M001/{path}?client_id={'x' * 200}").status_code == 200


def test_the_list_of_machines_is_a_bare_array_by_their_names(api, machine, make_machine):
    assert api.ask("/api/machines/").json() == api.ask("/api/machines").json()
    make_machine("A-1", name="Snacks", location="Hall", in_service=False)
    first, second = api.ask("/api/machines").json()
    assert (first["machine_id"], second["machine_id"]) == ("A-1", "M001")
    assert (first["name"], first["location"], first["id"]) == ("Snacks", "Hall", "A-1")
    come_online(machine)
    assert api.ask("/api/machines").json()[1] == {
        "machine_id": "M001",
        "id": "M001",
        "name": "",
        "location": "",
        "status": "idle",
        "current_stock": 10,
        "available": 10,
        "unit_price_paise": 100,
        "currency": "INR",
        "last_refill_at": None,
    }


def test_a_list_costs_the_same_however_many_machines(api, make_machine):
    costs = []
    for number in range(3):
        make_machine(f"M-{number}")
        with CaptureQueriesContext(connection) as queries:
            assert len(api.ask("/api/machines").json()) == number + 1
        costs.append(len(queries))
    assert len(set(costs)) == 1


def test_machines_that_start_hear_that_we_are_there(api):
    assert api.ask("/health").json() == {"status": "ok"}
    assert api.ask("/health/").status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", {"client_id": ALICE, "quantity": 1}])
@pytest.mark.parametrize("name", ["M001", "M999"])
def test_the_first_route_of_dispenses_sends_elsewhere(api, machine, name, body):
    before = everything()
    answer = api.send(f"/api/machine/{name}/dispense", body)
    words = "use /api/machine/{machine_id}/trigger-dispense (server-side)"
    assert (answer.status_code, answer.json()) == (400, {"error": words})
    assert everything() == before


@pytest.mark.parametrize("comment", [None, "", "Crisp.", "भ" * 500])
def test_feedback_is_kept(api, machine, comment):
    body = {"client_id": ALICE, "transaction_id": "tx1", "rating": 4, "comment": comment}
    answer = api.send(FEEDBACK, body)
    (row,) = Feedback.objects.all()
    assert (answer.status_code, answer.json()) == (201, {"feedback_id": row.pk})
    assert (row.machine_id, row.client_id, row.transaction_id) == (machine.pk, ALICE, "tx1")
    assert (row.rating, row.comment, row.status) == (4, comment, "new")


def test_feedback_needs_no_transaction_and_no_words(api, machine):
    assert api.send(FEEDBACK, {"client_id": ALICE, "rating": 1}).status_code == 201
    (row,) = Feedback.objects.all()
    assert (row.transaction_id, row.comment) == ("", None)


@pytest.mark.parametrize(
    "changes",
    [
        *({"rating": rating} for rating in (0, 6, -1, 4.0, "4", True, None, [4])),
        *({"comment": comment} for comment in ("x" * 501, 5, [], {}, "\0")),
        *({"client_id": client} for client in ("", None, 5, "x" * 201)),
        *({"transaction_id": name} for name in (5, [], "x" * 201)),
    ],
)
def test_odd_feedback_is_refused(api, machine, changes):
    body = {"client_id": ALICE, "rating": 4, "comment": None, **changes}
    answer = api.send(FEEDBACK, body)
    assert answer.status_code == 400
    assert answer.json().keys() == {"detail"}
    assert not Feedback.objects.exists()


def test_feedback_of_an_unknown_machine_is_not_found(api, machine):
    answer = api.send("/api/machine/M999/feedback", {"client_id": ALICE, "rating": 4})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Machine not found"})
    assert not Feedback.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_database_it_is_a_503(api, machine):
    def down(execute, sql, params, many, context):
        raise OperationalError("the database is gone")

    body = {"client_id": ALICE, "code": machine.display_code}
    with connection.execute_wrapper(down):
        answers = [
            api.ask("/api/machines"),
            api.ask("/api/machine/M001/public-status"),
            api.send("/api/lock-by-code", body),
        ]
    connection.close()  # it counts as broken; the next one is new
    for answer in answers:
        assert (answer.status_code, answer.json()) == (503, {"detail": "Service unavailable"})
    assert not Lock.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/api/machine/M001/nothing", 404, "Not Found"),
        ("GET", "/api/machine", 404, "Not Found"),
        ("GET", "/api/lock-by-code", 405, "Method Not Allowed"),
        ("DELETE", "/api/machines", 405, "Method Not Allowed"),
        ("POST", "/health", 405, "Method Not Allowed"),
    ],
)
def test_what_is_not_there_is_refused_as_the_original_does(api, method, path, status, words):
    answer = api.call(method, path)
    assert (answer.status_code, answer.json()) == (status, {"detail": words})
