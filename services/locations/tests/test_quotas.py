"""Who may open a place, and how many."""

from collections import Counter

import pytest
from locations.models import Location
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db
CREATE = "/locations/create/"


def create(token, number=0, **options):
    body = {"location": {"name": f"Kiosk {number}"}}
    return ApiClient().send(CREATE, body, token=token, **options)


def test_an_account_opens_fifty_places(owner, other, refused):
    Location.objects.bulk_create(
        Location(name=f"Stall {number}", user_id=1) for number in range(50)
    )
    refused(create(owner), 400, "too_many_locations")
    assert Location.objects.count() == 50
    assert create(other).status_code == 200


def test_an_administrator_opens_more(admin):
    Location.objects.bulk_create(
        Location(name=f"Stall {number}", user_id=9) for number in range(50)
    )
    assert create(admin).status_code == 200


def test_where_only_administrators_open_places(owner, admin, settings, refused, cafe, api):
    key = {"Idempotency-Key": "k"}
    assert create(owner, 1, headers=key).status_code == 200
    settings.PLACES = "admin"
    refused(create(owner, 1, headers=key), 403, "places_closed")
    refused(create(owner, 2), 403, "places_closed")
    assert create(admin, 3).status_code == 200
    body = {"location": {"description": "Open"}}
    assert api.send(f"/locations/edit/{cafe.id}/", body, token=owner).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit(owner, settings):
    settings.PLACES_PER_ACCOUNT = 5
    reasons = at_once(lambda number: create(owner, number).json().get("reason"), 20)
    assert Counter(reasons) == {None: 5, "too_many_locations": 15}
    assert Location.objects.count() == 5
