"""Writes at the same time, on real PostgreSQL."""

from collections import Counter

import pytest
from conftest import OWNER
from locations import actions
from locations.models import Location, LocationStaff
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_creates_of_one_name(owner):
    body = {"location": {"name": "Kiosk", "address": "Hafen", "tags": [{"name": "a"}]}}
    answers = at_once(lambda _: ApiClient().send("/locations/create/", body, token=owner), 50)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 400: 49}
    reasons = Counter(answer.json().get("reason") for answer in answers)
    assert reasons == {None: 1, "duplicate_location": 49}
    assert Location.objects.count() == 1


def test_fifty_creates_with_one_idempotency_key(owner):
    body, key = {"location": {"name": "Kiosk"}}, {"Idempotency-Key": "k"}
    answers = at_once(
        lambda _: ApiClient().send("/locations/create/", body, token=owner, headers=key), 50
    )
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, answers[0].content)
    }
    assert Location.objects.count() == 1


def test_edits_of_different_fields_lose_nothing(cafe):
    changes = [
        {"description": "by one"},
        {"telephone": "2"},
        {"tags": ["third"]},
        {"categories": ["fourth"]},
    ]

    def edit(number):
        actions.location_edit(
            location_id=cafe.id, user_id=OWNER, is_admin=False, fields=changes[number % 4]
        )

    at_once(edit, 40)
    cafe.refresh_from_db()
    assert (cafe.description, cafe.telephone, cafe.tags) == ("by one", "2", ["third"])
    keys = ("category:fourth", "category=fourth", "tag:third", "tag=third")
    assert sorted(cafe.labels) == [*keys]


def test_staff_never_pass_the_limit(cafe):
    many = (LocationStaff(location=cafe, user_id=number + 1000) for number in range(190))
    LocationStaff.objects.bulk_create(many)

    def add(number):
        try:
            actions.staff_add(
                location_id=cafe.id, user_id=OWNER, is_admin=False, staff_id=number // 2 + 1
            )
        except actions.BadRequest as refused:
            return refused.reason
        return "added"

    outcomes = Counter(at_once(add, 40))
    assert outcomes == {"added": 20, "too_many_staff": 20}
    assert LocationStaff.objects.filter(location=cafe).count() == 200
