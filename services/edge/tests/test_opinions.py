"""What customers say, as the operators' board reads it."""

import pytest
from vending.models import Feedback, FleetEvent, LoggedEvent, Machine
from world import ALICE, BOB, MACHINE

pytestmark = pytest.mark.django_db

LIST = "/edge/feedback/"


@pytest.fixture
def opinions(machine, make_sale):
    """Ratings 4, 1 and 2 that are new, the second of a sale; 3 that is closed."""
    Machine.objects.update(name="Lobby", location="Platform 2")
    make_sale()
    about = [
        Feedback(rating=4),
        Feedback(rating=1, client_id=ALICE, transaction_id="tx1", comment="Stuck"),
        Feedback(rating=2, client_id=BOB, transaction_id="tx1"),  # it was not Bob who bought it
        Feedback(rating=3, status="closed"),
    ]
    for each in about:
        each.machine = machine
        each.save()
    return about


def rows(api, operator, query=""):
    response = api.ask(f"{LIST}{query}", token=operator)
    assert response.status_code == 200
    return response.json()


def test_what_is_new_has_the_worst_first(api, operator, opinions):
    body = rows(api, operator, "?status=new")
    assert [row["rating"] for row in body["results"]] == [1, 2, 4]
    assert body["counts"] == {"new": 3, "in_review": 0, "closed": 1}
    first = body["results"][0]
    assert first.pop("timestamp").endswith("+00:00")
    assert first == {
        "feedback_id": opinions[1].pk,
        "machine_id": MACHINE,
        "rating": 1,
        "comment": "Stuck",
        "status": "new",
        "location": "Platform 2",
        "name": "Lobby",
        "transaction_id": "tx1",
    }


def test_all_else_comes_newest_first(api, operator, opinions):
    assert [row["rating"] for row in rows(api, operator)["results"]] == [3, 2, 1, 4]
    assert [row["rating"] for row in rows(api, operator, "?status=closed")["results"]] == [3]


def test_it_comes_in_pages(api, operator, opinions):
    body = rows(api, operator, "?status=new&limit=1&offset=1")
    assert [row["rating"] for row in body["results"]] == [2]
    assert (body["count"], body["next"]) == (3, f"{LIST}?status=new&limit=1&offset=2")


def test_a_strangers_words_are_of_no_sale(api, operator, opinions):
    found = rows(api, operator, "?transaction_id=tx1")["results"]
    assert [row["rating"] for row in found] == [1]
    assert [row["transaction_id"] for row in rows(api, operator, "?status=new")["results"]] == [
        "tx1",
        None,
        None,
    ]


def test_of_another_machine_there_is_none(api, operator, opinions):
    body = rows(api, operator, "?machine_id=M999")
    assert (body["results"], body["counts"]) == ([], {"new": 0, "in_review": 0, "closed": 0})


@pytest.mark.parametrize("query", ["?status=odd", "?limit=0", "?offset=-1", "?machine_id=%00"])
def test_odd_questions_are_refused(api, operator, opinions, query):
    assert api.ask(f"{LIST}{query}", token=operator).status_code == 400


def test_operators_are_told_of_what_is_said_and_done(api, operator, machine):
    before = FleetEvent.objects.count()
    said = {"client_id": ALICE, "transaction_id": "tx1", "rating": 2}
    number = api.send(f"/api/machine/{MACHINE}/feedback", said).json()["feedback_id"]
    for _ in range(2):  # again: nothing is told
        api.call("PATCH", f"/api/feedback/{number}", {"status": "closed"}, token=operator)
    trail = LoggedEvent.objects.order_by("pk").values_list("type", "client_id", "payload")
    assert list(trail) == [
        ("feedback", ALICE, {"feedback_id": number, "rating": 2, "transaction_id": "tx1"}),
        ("feedback_changed", "", {"feedback_id": number, "status": "closed"}),
    ]
    assert FleetEvent.objects.count() == before + 2


def test_a_transaction_is_spoken_of_once(api, machine):
    """The page sends again what was not answered: be it at once, or a day later."""
    said = {"client_id": ALICE, "transaction_id": "tx1", "rating": 2}
    path = f"/api/machine/{MACHINE}/feedback"
    first = api.send(path, said)
    again = api.send(path, {**said, "rating": 5})
    assert (again.status_code, again.json()) == (201, first.json())
    assert [row.rating for row in Feedback.objects.all()] == [2]
    assert api.send(path, {**said, "client_id": BOB}).json() != first.json()
    assert api.send(path, {**said, "transaction_id": "tx2"}).json() != first.json()
    assert LoggedEvent.objects.filter(type="feedback").count() == 3
