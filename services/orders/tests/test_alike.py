"""Open tables whose names people would take for the same one are the same one."""

import pytest
from kit.inserts import row_insert
from orders.actions import sessions
from orders.models import OrderSession
from testing.races import at_once
from world import LOCATION, refusal

pytestmark = pytest.mark.django_db

OPEN = "/orders/sessions/create/"
ALIKE = ["Table 1", "table 1", "Table  1", "Table\u00a01", "T\u200bable 1", "Ｔable 1", "TABLE １"]


def body(name):
    return {"location_id": LOCATION, "name": name}


def test_a_new_row_knows_what_the_database_has_filled_in():
    session = OrderSession(code="c" * 40, location_id=LOCATION, name="Table 9", batch=0)
    assert row_insert(session)
    assert (session.phone_count, session.folded_hash) == (0, "")
    assert OrderSession.objects.get() == session


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_looks_like_an_open_one(api, table, owner, codes, name):
    response = api.send(OPEN, body(name), token=owner)
    assert refusal(response) == (400, "duplicate_session")
    assert codes.received == []
    assert OrderSession.objects.count() == 1


def test_composed_and_decomposed_letters_are_one(api, location, owner, code):
    assert api.send(OPEN, body("Café"), token=owner).status_code == 200
    response = api.send(OPEN, body("Cafe\u0301"), token=owner)
    assert refusal(response) == (400, "duplicate_session")


@pytest.mark.parametrize("name", ["Table 2", "Table 11", "Tablé 1"])
def test_other_names(api, table, owner, code, name):
    response = api.send(OPEN, body(name), token=owner)
    assert response.status_code == 200
    assert response.json()["response"]["name"] == name


def test_long_names_of_letters_that_unfold(api, location, owner, code):
    """Each of them is eighteen letters when it is compared."""
    name = "\ufdfa" * 200
    assert api.send(OPEN, body(name), token=owner).status_code == 200
    assert refusal(api.send(OPEN, body(name), token=owner)) == (400, "duplicate_session")


def test_a_table_that_the_version_before_has_opened(api, table, owner):
    OrderSession.objects.update(folded_hash="")
    assert refusal(api.send(OPEN, body("TABLE 1"), token=owner)) == (400, "duplicate_session")


def test_closing_frees_what_looks_alike(api, table, owner, code):
    sessions.session_close(code=table)
    assert api.send(OPEN, body("TABLE 1"), token=owner).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_names_that_look_alike_one_is_opened(location, owner, codes):
    """All are let in by the check before, as none is open then."""

    def open_table(number):
        try:
            sessions.session_create(
                code=f"{number:040x}", location_id=LOCATION, name=ALIKE[number % len(ALIKE)]
            )
        except Exception as refused:
            return str(refused)
        return "opened"

    outcomes = at_once(open_table, 14)
    assert sorted(outcomes) == ["Duplicate session"] * 13 + ["opened"]
    assert OrderSession.objects.count() == 1
