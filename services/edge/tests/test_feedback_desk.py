"""What customers say, as operators look after it."""

import pytest
from vending.models import Feedback, Machine
from world import MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def feedback(machine):
    Machine.objects.update(location="Platform 2")
    return Feedback.objects.create(machine=machine, rating=4, comment="Quick")


def test_feedback_is_listed_with_where_the_machine_stands(api, operator, feedback):
    response = api.ask("/api/feedback?status=new&machine_id=M001", token=operator)
    assert response.json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "feedback_id": feedback.pk,
                "machine_id": MACHINE,
                "rating": 4,
                "comment": "Quick",
                "timestamp": response.json()["results"][0]["timestamp"],
                "status": "new",
                "location": "Platform 2",
            }
        ],
    }
    for none in ("?status=closed", "?machine_id=M002", "?offset=1"):
        assert api.ask(f"/api/feedback{none}", token=operator).json()["results"] == []


def test_feedback_comes_in_pages_newest_first(api, operator, feedback):
    Feedback.objects.create(machine=feedback.machine, rating=1)
    first = api.ask("/api/feedback?limit=1", token=operator).json()
    assert [row["rating"] for row in first["results"]] == [1]
    following = api.ask(first["next"], token=operator).json()
    assert [row["rating"] for row in following["results"]] == [4]
    assert (following["count"], following["next"]) == (2, None)


@pytest.mark.parametrize("query", ["status=odd", "limit=0", "limit=201", "offset=-1", "limit=x"])
def test_odd_queries_are_refused(api, operator, db, query):
    response = api.ask(f"/api/feedback?{query}", token=operator)
    assert (response.status_code, list(response.json())) == (400, ["detail"])


def test_feedback_is_looked_after(api, operator, feedback):
    response = api.call(
        "PATCH", f"/api/feedback/{feedback.pk}", {"status": "in_review"}, token=operator
    )
    assert (response.status_code, response.json()["status"]) == (200, "in_review")
    feedback.refresh_from_db()
    assert feedback.status == "in_review"


@pytest.mark.parametrize("body", [{}, {"status": "done"}, {"status": None}, {"status": []}, b"x"])
def test_odd_statuses_are_refused(api, operator, feedback, body):
    response = api.call("PATCH", f"/api/feedback/{feedback.pk}", body, token=operator)
    assert (response.status_code, list(response.json())) == (400, ["detail"])
    feedback.refresh_from_db()
    assert feedback.status == "new"


@pytest.mark.parametrize("number", ["0", "x", "-1", str(2**63), "9" * 30])
def test_unknown_feedback_is_not_found(api, operator, feedback, number):
    response = api.call("PATCH", f"/api/feedback/{number}", {"status": "new"}, token=operator)
    assert (response.status_code, response.json()) == (404, {"detail": "Feedback not found"})
