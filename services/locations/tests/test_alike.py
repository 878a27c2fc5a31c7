"""Places are one when name and address look alike."""

from importlib import import_module

import pytest
from django.apps import apps
from kit.alike import fingerprint
from locations.models import Location
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db
CREATE = "/locations/create/"
ALIKE = [
    ("CAFÉ SEESTERN", "uferweg 1"),
    ("Cafe\u0301  Seestern", "Uferweg\u00a01"),
    ("Саfé Seestern", "Uferweg\u200b 1"),
]


def create(api, token, name, address):
    body = {"location": {"name": name, "address": address, "telephone": "0190 secret"}}
    return api.send(CREATE, body, token=token)


@pytest.mark.parametrize(("name", "address"), ALIKE)
def test_another_place_that_looks_the_same(api, owner, other, cafe, refused, name, address):
    refused(create(api, other, name, address), 400, "duplicate_location")
    kiosk = create(api, owner, "Kiosk", address).json()["response"]["id"]
    path = f"/locations/edit/{kiosk}/"
    refused(api.send(path, {"location": {"name": name}}, token=owner), 400, "duplicate_location")
    assert Location.objects.get(id=kiosk).name == "Kiosk"


def test_a_place_may_be_written_in_another_way(api, owner, cafe):
    path = f"/locations/edit/{cafe.id}/"
    for name in ("CAFÉ SEESTERN", "Café Seestern", "Seestern", "seestern"):
        assert api.send(path, {"location": {"name": name}}, token=owner).status_code == 200
    assert create(api, owner, "Café Seestern", "Uferweg 1").status_code == 200


def test_places_that_looked_alike_before_go_on(api, owner, other, cafe, refused):
    Location.objects.update(look="")
    older = Location.objects.filter(id=cafe.id).values().get()
    twin = Location.objects.create(**older | {"id": None, "name": "CAFÉ SEESTERN", "user_id": 2})
    import_module("locations.migrations.0004_fill_in_what_places_look_like").fill(apps, None)
    looks = list(Location.objects.order_by("id").values_list("look", flat=True))
    assert looks == [fingerprint(cafe.name, cafe.address), ""]
    for token, place in ((owner, cafe), (other, twin)):
        body = {"location": {"description": "New", "name": place.name}}
        answer = api.send(f"/locations/edit/{place.id}/", body, token=token)
        assert answer.status_code == 200
    refused(create(api, other, "café seestern", "Uferweg 1"), 400, "duplicate_location")


def test_a_duplicate_leaves_nothing_in_the_databases_log(api, owner, cafe, refused, database_log):
    refused(create(api, owner, cafe.name, cafe.address), 400, "duplicate_location")
    kiosk = create(api, owner, "Kiosk", "Hafen").json()["response"]["id"]
    body = {"location": {"name": cafe.name, "address": cafe.address}}
    refused(api.send(f"/locations/edit/{kiosk}/", body, token=owner), 400, "duplicate_location")
    for trace in ("0190 secret", "location_name_address", "location_look"):
        assert trace not in database_log()


@pytest.mark.django_db(transaction=True)
def test_of_20_edits_into_one_name_one_succeeds(owner):
    api = ApiClient()
    ids = [
        create(api, owner, f"Kiosk {number}", "Hafen").json()["response"]["id"]
        for number in range(20)
    ]

    def rename(number):
        body = {"location": {"name": ["Bar", "BAR", "Вar"][number % 3]}}
        return ApiClient().send(f"/locations/edit/{ids[number]}/", body, token=owner).status_code

    assert sorted(at_once(rename, 20)) == [200] + [400] * 19
    assert Location.objects.filter(name__startswith="Kiosk").count() == 19
