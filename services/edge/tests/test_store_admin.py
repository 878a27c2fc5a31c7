"""Django's admin of the store: devices join there as the seed says; what has happened is read."""

import re

import pytest
from devices.models import DeviceKey
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shop import ANN, TWO
from shop import ONE as M
from store.models import Camera, Machine, Scanner, StoreEvent

pytestmark = pytest.mark.django_db

HOME = "/edge/admin/"
DEVICES, READ = ("camera", "scanner", "machine"), ("ticket", "video", "weightchange")
HARDWARE = {"model_number": "X1", "company": "Acme", "operation_status": "ON"}


def listed(kind):
    return f"{HOME}store/{kind}/"


def shown_key(page):
    return re.search(r"shown this once: ([\w-]+)", page.content.decode())[1]


def act(web, kind, action, *rows):
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return web.post(listed(kind), chosen, follow=True)


def test_an_administrator_sees_all_of_it(shop, web):
    text = web.get(HOME).content.decode()
    for kind in (*DEVICES, *READ):
        assert listed(kind) in text
        assert web.get(listed(kind)).status_code == 200


def test_operators_look_after_devices(shop, operators):
    text = operators.get(HOME).content.decode()
    assert all(listed(kind) in text for kind in DEVICES)
    assert {operators.get(listed(kind)).status_code for kind in DEVICES} == {200}
    assert {operators.get(listed(kind)).status_code for kind in READ} == {403}


def test_a_machine_joins_with_a_key_that_works_and_is_shown_once(shop, operators):
    form = {"machine_id": "1644496921479", "display_name": "Rack at the window"}
    page = operators.post(f"{listed('machine')}add/", form, follow=True)
    key = shown_key(page)
    assert Machine.objects.get(pk="1644496921479").display_name == "Rack at the window"
    shop.keys["1644496921479"] = key
    assert shop.weighs("1644496921479", seq=1, **{"001": 1.5}) == []
    assert "shown this once" not in operators.get(listed("machine")).content.decode()
    told = StoreEvent.objects.filter(kind="machine.changed").last()
    assert "1644496921479" in told.data


@pytest.mark.parametrize("number", ["", "a b", M, "x" * 51, "../x"])
def test_what_is_no_number_joins_nothing(shop, operators, number):
    form = {"machine_id": number, "display_name": "Rack"}
    answer = operators.post(f"{listed('machine')}add/", form, follow=True)
    assert answer.status_code == 200
    assert set(Machine.objects.values_list("pk", flat=True)) == {M, TWO}


def test_a_machine_keeps_its_number_and_may_have_another_name(shop, operators):
    form = {"machine_id": "other", "display_name": "Fridge"}
    operators.post(f"{listed('machine')}{M}/change/", form)
    assert Machine.objects.get(pk=M).display_name == "Fridge"
    assert not Machine.objects.filter(pk="other").exists()


def test_further_keys_and_retirement(shop, operators):
    machine = Machine.objects.get(pk=M)
    key = shown_key(act(operators, "machine", "new_key", machine))
    assert shop.weighs(M, a=3.3, b=1) == []
    shop.keys[M] = key
    assert shop.weighs(M, a=3.3, b=1) == [], "either is valid"
    act(operators, "machine", "retire", machine)
    machine.refresh_from_db()
    assert machine.retired_at is not None
    assert not DeviceKey.objects.filter(device=machine.device, revoked_at=None).exists()
    assert shop.beat(M, {"scales": [["a", "1", "1", "1"]]}).status_code == 401
    assert "shown this once" not in act(operators, "machine", "new_key", machine).content.decode()


def test_a_scanner_joins_and_scans(shop, operators):
    form = {"name": "Gate 2", "tag": "Entry", **HARDWARE}
    shop.keys["Entry"] = shown_key(operators.post(f"{listed('scanner')}add/", form, follow=True))
    shop.enters(ANN)
    scanner = Scanner.objects.get(name="Gate 2")
    assert (scanner.company, scanner.operation_status) == ("Acme", "ON")
    change = {**form, "tag": "Exit"}
    operators.post(f"{listed('scanner')}{scanner.pk}/change/", change)
    assert shop.scan("Entry", shop.code(ANN)).json()["code"] == "wrong_gate"
    act(operators, "scanner", "take_out", scanner)
    assert shop.scan("Entry", shop.code(ANN)).status_code == 401


def test_a_camera_joins_with_the_machines_that_it_sees(shop, operators):
    form = {"name": "window", "tag": "In-store", "machines": [M], "stream_url": "", **HARDWARE}
    operators.post(f"{listed('camera')}add/", form)
    camera = Camera.objects.get()
    assert [machine.pk for machine in camera.machines.all()] == [M]
    operators.post(f"{listed('camera')}{camera.pk}/change/", {**form, "machines": [TWO]})
    assert [machine.pk for machine in camera.machines.all()] == [TWO]
    act(operators, "camera", "take_out", camera)
    camera.refresh_from_db()
    assert camera.removed_at is not None
    assert "window" not in operators.get(listed("camera")).content.decode()


def test_what_has_happened_is_read_only(shop, web):
    shop.full()
    shop.enters(ANN)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    tickets = shop.leaves(ANN)
    rows = {"weightchange": event["id"], "ticket": tickets[0]["id"]}
    for kind, pk in rows.items():
        path = f"{listed(kind)}{pk}/change/"
        assert web.get(path).status_code == 200
        assert web.post(path, {"status": "PLACED"}).status_code == 403
        assert web.get(f"{listed(kind)}add/").status_code == 403
        assert web.post(f"{listed(kind)}{pk}/delete/", {"post": "yes"}).status_code == 403
    for kind in ("machine", "scanner", "camera"):
        assert web.post(f"{listed(kind)}{M}/delete/", {"post": "yes"}).status_code in {302, 403}
    assert Machine.objects.count() == 2


def test_a_long_list_asks_no_more_than_a_short_one(shop, web):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            web.get(listed("weightchange"))
        return len(queries)

    shop.full()
    shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    asked()
    few = asked()
    for units in (8, 7, 6, 5):
        shop.weighs(M, a=units * 0.33, b=1, c=1)
        shop.weighs(TWO, a=units * 0.33, b=1, c=1)
    assert asked() == few


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/store/machine/"])
def test_where_the_originals_document_has_it(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/edge/admin/")
