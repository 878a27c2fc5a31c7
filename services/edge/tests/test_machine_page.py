"""One machine, as an operator opens it."""

import pytest
from devices.keys import key_create, key_revoke
from devices.models import DeviceKey
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

PAGE = f"/edge/vending-machines/{MACHINE}/"


def test_it_is_the_fleets_row_with_its_place_and_its_keys(api, operator, machine, make_sale):
    machine.latitude, machine.longitude = 50.941278, 6.958281
    machine.save(update_fields=["latitude", "longitude"])
    make_sale()
    key_create(device=machine.device)
    first, second = DeviceKey.objects.order_by("pk")
    key_revoke(device=machine.device, key_id=first.pk)
    response = api.ask(PAGE, token=operator)
    assert response.status_code == 200
    shown = response.json()
    [row] = api.ask("/edge/fleet/live/", token=operator).json()["data"]["machines"]
    assert {name: shown.pop(name) for name in row} == row
    assert row["transactions"][0]["transaction_id"] == "tx1"
    keys = shown.pop("keys")
    assert [(key["id"], key["in_use"]) for key in keys] == [(second.pk, True), (first.pk, False)]
    assert keys[0]["revoked_at"] is None
    assert keys[1]["revoked_at"] > keys[1]["created_at"]
    assert shown.pop("created_at").endswith("+00:00")
    assert shown == {"latitude": 50.941278, "longitude": 6.958281}


def test_no_key_and_no_hash_of_one_is_shown(api, operator, machine):
    text = api.ask(PAGE, token=operator).content.decode()
    key = DeviceKey.objects.get()
    assert KEY not in text
    assert key.digest not in text
    assert machine.display_code not in text


@pytest.mark.parametrize("machine_id", ["M999", "a b", "ä", "x" * 60])
def test_unknown_machines_are_not_found(api, operator, machine, machine_id):
    response = api.ask(f"/edge/vending-machines/{machine_id}/", token=operator)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "machine_not_found"


def test_only_operators_may(api, token, machine):
    def status(**more):
        return api.ask(PAGE, **more).status_code

    assert [status(), status(token=token(JOHN)), status(token=KEY)] == [401, 403, 401]
