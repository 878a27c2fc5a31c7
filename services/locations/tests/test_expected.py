"""`expected` at /locations/edit/: who saves last learns what another has changed meanwhile."""

import pytest
from conftest import OWNER
from locations import actions
from locations.models import Location
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(api, owner, cafe):
    """Send an edit of the café; the whole response."""

    def send(expected, **fields):
        body = {"location": fields, "expected": expected}
        return api.send(f"/locations/edit/{cafe.id}/", body, token=owner)

    return send


@pytest.fixture
def shown(api, cafe):
    return lambda: api.ask(f"/locations/get/{cafe.id}/").json()["response"]


def test_what_is_as_expected_is_changed(edit, shown):
    for expected in (shown(), {"latitude": 47.65, "longitude": "9.18"}, {"unknown": 1}, {}, None):
        assert edit(expected, description="By the lake").status_code == 200
    assert edit({"description": "By the lake"}, description="New").status_code == 200
    assert shown()["description"] == "New"


@pytest.mark.parametrize(
    "expected",
    [
        {"name": "Café"},
        {"telephone": None},
        {"latitude": "47.66"},
        {"latitude": None},
        {"tags": [{"name": "Vegan"}]},
        {"user_id": 2},
    ],
)
def test_what_is_not_as_expected_is_told_and_nothing_changes(edit, shown, expected):
    before = shown()
    response = edit(expected, description="New", tags=[])
    refused = {"success": False, "reason": "location_changed", "details": [before]}
    assert (response.status_code, response.json()) == (409, refused)
    assert shown() == before


def test_what_is_as_asked_already_is_no_conflict(edit, shown):
    for _ in range(2):  # the answer of the first was lost
        response = edit({"telephone": "+49 7531 0", "tags": shown()["tags"]}, telephone="1")
        assert response.status_code == 200
    assert edit({"telephone": "+49 7531 0"}, telephone="2").status_code == 409
    assert edit({"latitude": None}, latitude="47.65").status_code == 200


def test_an_expectation_needs_the_right_to_edit(api, other, cafe, refused):
    body = {"location": {"name": "x"}, "expected": {"name": "y"}}
    refused(
        api.send(f"/locations/edit/{cafe.id}/", body, token=other), 403, "incorrect_credentials"
    )


@pytest.mark.parametrize("expected", ["x", 5, [], ["name"], True])
def test_what_is_no_object_is_malformed(edit, refused, expected):
    refused(edit(expected, name="New"), 400, "malformed_json")
    assert Location.objects.get().name == "Café Seestern"


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_saw_one_name_one_saves_another(cafe, owner):
    def edit(number):
        body = {"location": {"name": f"Name {number}"}, "expected": {"name": "Café Seestern"}}
        return ApiClient().send(f"/locations/edit/{cafe.id}/", body, token=owner).json()

    answers = at_once(edit, 20)
    [saved] = [each["response"]["name"] for each in answers if each["success"]]
    assert {each["details"][0]["name"] for each in answers if not each["success"]} == {saved}
    assert Location.objects.get().name == saved


@pytest.mark.django_db(transaction=True)
def test_twenty_who_change_different_fields_all_succeed(cafe):
    fields = [{"description": "one"}, {"telephone": "2"}, {"tags": ["t"]}, {"website": "x"}]
    seen = [{"name": "Café Seestern"}, {"address": "Uferweg 1"}]

    def edit(number):
        actions.location_edit(
            location_id=cafe.id,
            user_id=OWNER,
            is_admin=False,
            fields=fields[number % 4],
            expected=seen[number % 2],
        )

    at_once(edit, 20)
    cafe.refresh_from_db()
    assert (cafe.description, cafe.telephone, cafe.tags) == ("one", "2", ["t"])
