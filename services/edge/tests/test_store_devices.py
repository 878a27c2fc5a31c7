"""Cameras, scanners, machines: how they join, change and leave, and their keys and scales."""

import pytest
from devices.models import DeviceKey
from shop import ANN, COLA, OPERATOR, REVIEWER, Caller
from shop import ONE as M
from store.actions.catalogue import follower
from store.models import Camera, Machine, Product, Scale, Scanner

pytestmark = pytest.mark.django_db
BATCH, CHANGES = "/internal/products/batch/", "/internal/products/changes/"


def code(answer):
    return answer.status_code, answer.json()["code"]


def sold(product_id=COLA, **said):
    return {
        "id": product_id,
        "location_id": 3,
        "name": "Cola",
        "slug": "cola",
        "price": "1.50",
        "stock": None,
        "available": None,
        "is_active": True,
        "low_stock_threshold": 0,
        "image": "",
        "barcode": "",
        "min_age": None,
        "seller_id": 7,
        **said,
    }


def success(value):
    return {"success": True, "response": value}


@pytest.fixture
def operator(shop):
    return shop.by(OPERATOR)


def test_a_camera_with_all_that_is_said_of_it(operator):
    body = {
        "name": "Door",
        "tag": "In-store",
        "model_number": "C-1",
        "company": "Acme",
        "operation_status": "ON",
        "machines": ["1002", "1001", "1002"],
        "stream_url": "rtmp://door/1",
    }
    made = operator.post("/edge/cameras/", body)
    assert made.status_code == 201
    shown = made.json()
    assert {key: shown[key] for key in body} == {**body, "machines": ["1001", "1002"]}
    call = f"/edge/cameras/{shown['id']}/"
    assert operator.get(call).json() == shown
    changed = operator.patch(call, {"machines": [], "operation_status": None}).json()
    assert (changed["machines"], changed["operation_status"]) == ([], None)
    assert changed["name"] == "Door"
    assert operator.get("/edge/cameras/").json()["results"] == [changed]
    assert operator.delete(call).status_code == 204
    for gone in (operator.get(call), operator.delete(call), operator.patch(call, {"name": "x"})):
        assert code(gone) == (404, "camera_not_found")
    assert operator.get("/edge/cameras/").json()["count"] == 0
    assert Camera.objects.count() == 1, "its clips stay"


def test_a_camera_of_which_nothing_is_said_has_a_short_name(operator):
    shown = operator.post("/edge/cameras/", {}).json()
    assert len(shown["name"]) == 4
    assert (shown["tag"], shown["operation_status"], shown["machines"]) == (None, None, [])


@pytest.mark.parametrize(
    "body",
    [
        {"tag": "Roof"},
        {"operation_status": "on"},
        {"machines": ["9999"]},
        {"machines": "1001"},
        {"stream_url": "javascript:alert(1)"},
        {"name": ""},
        {"name": "x" * 101},
        {"model_number": 5},
    ],
)
def test_what_is_no_camera_changes_nothing(operator, body):
    assert operator.post("/edge/cameras/", body).status_code == 400
    assert not Camera.objects.exists()


def test_names_in_use_are_taken_until_they_are_free(operator):
    first = operator.post("/edge/cameras/", {"name": "Door"}).json()
    assert code(operator.post("/edge/cameras/", {"name": "Door"})) == (409, "name_taken")
    operator.delete(f"/edge/cameras/{first['id']}/")
    assert operator.post("/edge/cameras/", {"name": "Door"}).status_code == 201


def test_a_scanner_scans_with_its_keys_until_they_end(shop, operator):
    scanner = operator.post("/edge/scanners/", {"tag": "Entry"}).json()
    keys = f"/edge/scanners/{scanner['id']}/keys/"
    added = [operator.post(keys) for _ in range(2)]
    assert [each.status_code for each in added] == [201, 201]
    assert added[0]["Cache-Control"] == "no-store"
    first, second = (each.json() for each in added)

    def scan(key):
        return Caller(key["key"]).post("/edge/entry/", {"token": "x"}).json()["code"]

    assert scan(first) == scan(second) == "token_invalid"
    listed = operator.get(f"/edge/scanners/{scanner['id']}/").json()["keys"]
    assert [key["id"] for key in listed] == [first["id"], second["id"]]
    assert "key" not in listed[0]
    assert operator.delete(f"{keys}{first['id']}/").status_code == 204
    assert code(operator.delete(f"{keys}{first['id']}/")) == (404, "key_not_found")
    assert code(operator.delete(f"{keys}x/")) == (404, "key_not_found")
    assert (scan(first), scan(second)) == ("authentication_required", "token_invalid")
    assert operator.delete(f"/edge/scanners/{scanner['id']}/").status_code == 204
    assert scan(second) == "authentication_required"
    assert Scanner.objects.filter(pk=scanner["id"]).exists()


@pytest.mark.parametrize("body", [{}, {"tag": "In-store"}, {"tag": None}])
def test_a_scanner_stands_at_one_of_the_gates(operator, body):
    assert operator.post("/edge/scanners/", body).status_code == 400


def test_a_scanner_that_is_moved_opens_the_other_gate(shop, operator):
    call = f"/edge/scanners/{shop.scanner_id('Exit')}/"
    assert operator.patch(call, {"tag": "Entry"}).json()["tag"] == "Entry"
    token = shop.code(ANN)
    assert shop.device("Exit").post("/edge/entry/", {"token": token}).status_code == 201


def test_a_machine_from_box_to_retirement(shop, operator):
    made = operator.post("/edge/machines/", {"machine_id": "1644496921479", "display_name": "Rack"})
    assert (made.status_code, made.json()["status"]) == (201, "OFFLINE")
    call = "/edge/machines/1644496921479/"
    again = operator.post("/edge/machines/", {"machine_id": "1644496921479", "display_name": "R"})
    assert code(again) == (409, "machine_exists")
    key = operator.post(f"{call}keys/").json()["key"]
    body = {"scales": [["001", "0", "9", "1.5"]]}
    assert Caller(key).post(f"{call}heartbeats/", body).status_code == 200
    assert operator.patch(call, {"display_name": "Fridge"}).json()["display_name"] == "Fridge"
    assert operator.get(call).json()["status"] == "ONLINE"
    assert operator.delete(call).status_code == 204
    assert operator.delete(call).status_code == 204
    assert operator.get(call).json()["retired_at"] is not None
    assert Caller(key).post(f"{call}heartbeats/", body).status_code == 401
    numbers = [each["machine_id"] for each in operator.get("/edge/machines/").json()["results"]]
    assert numbers == ["1001", "1002"]
    retired = operator.get("/edge/machines/?retired=true").json()["results"]
    assert [each["machine_id"] for each in retired] == ["1644496921479"]
    assert operator.post(f"{call}keys/").status_code == 404
    again = operator.post("/edge/machines/", {"machine_id": "1644496921479", "display_name": "R"})
    assert code(again) == (409, "machine_exists")


@pytest.mark.parametrize("number", ["", "a b", "x" * 51, "ü", 5, None])
def test_what_is_no_number_of_a_machine(operator, number):
    body = {"machine_id": number, "display_name": "Rack"}
    assert operator.post("/edge/machines/", body).status_code == 400
    assert Machine.objects.count() == 2


def test_what_lies_on_a_scale(shop, operator, products):
    products.on("POST", BATCH, success([sold(600, name="Tea", price="0.95")]))
    call = f"/edge/machines/{M}/scales/c/"
    body = {"product_id": 600, "unit_weight_g": 250, "tolerance_g": 0}
    shown = operator.put(call, body)
    assert shown.status_code == 200
    assert shown.json() == {
        **body,
        "machine_id": M,
        "scale_id": "c",
        "name": "Tea",
        "unit_price": "0.95",
        "image": "",
    }
    listed = operator.get(f"/edge/machines/{M}/scales/").json()
    assert [each["scale_id"] for each in listed["results"]] == ["a", "b", "c"]
    assert operator.put(call, {**body, "unit_weight_g": 260}).json()["unit_weight_g"] == 260
    assert Scale.objects.count() == 5
    assert operator.delete(call).status_code == 204
    assert code(operator.delete(call)) == (404, "scale_not_found")


@pytest.mark.parametrize(
    "said",
    [
        {"unit_weight_g": 0},
        {"unit_weight_g": 1.5},
        {"tolerance_g": -1},
        {"product_id": 0},
        {"unit_weight_g": None},
    ],
)
def test_what_cannot_lie_on_a_scale(operator, said):
    body = {"product_id": COLA, "unit_weight_g": 330, "tolerance_g": 10, **said}
    assert operator.put(f"/edge/machines/{M}/scales/c/", body).status_code == 400
    assert Scale.objects.count() == 4


def test_unknown_products_machines_and_scales(operator, products):
    products.on("POST", BATCH, success([]))
    body = {"product_id": 600, "unit_weight_g": 330, "tolerance_g": 10}
    assert code(operator.put(f"/edge/machines/{M}/scales/c/", body)) == (400, "product_unknown")
    assert code(operator.put("/edge/machines/9/scales/c/", body)) == (404, "machine_not_found")
    long = operator.put(f"/edge/machines/{M}/scales/{'c' * 11}/", body)
    assert code(long) == (404, "scale_not_found")
    products.broken = True
    down = operator.put(f"/edge/machines/{M}/scales/c/", body)
    assert code(down) == (503, "products_service_unavailable")


def test_names_and_prices_follow_products(shop, products):
    follower.forget()
    products.on("GET", CHANGES, success({"cursor": "1", "more": False, "products": []}))
    products.on("POST", BATCH, success([sold(COLA, price="1.60"), sold(502, name="Chips")]))
    changed = {"cursor": "2", "more": False, "products": [sold(COLA, price="1.70", name="Coke")]}
    products.on("GET", f"{CHANGES}?since=1", success(changed))
    follower.follow()
    follower.forget()
    rows = Product.objects.order_by("pk").values_list("name", "unit_price")
    assert list(rows) == [("Coke", 170), ("Chips", 150)]


def test_a_reviewer_gives_a_product_that_lies_nowhere_here(shop, products):
    products.on("POST", BATCH, success([sold(700, name="Nuts", price="3.10")]))
    shop.full()
    shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    ticket = shop.leaves(ANN)[0]["id"]
    shop.step(ticket, "start")
    lines = [{"product_id": 700, "quantity": 2}]
    [line] = shop.step(ticket, "complete", {"lines": lines}).json()["lines"]
    assert (line["name"], line["total"]) == ("Nuts", "6.20")
    shop.step(ticket, "reopen", {"reason": "again"})
    shop.step(ticket, "start")
    products.on("POST", BATCH, success([]))
    lines = [{"product_id": 701, "quantity": 2}]
    assert code(shop.step(ticket, "complete", {"lines": lines})) == (400, "product_unknown")
    assert shop.ticket(ticket)["status"] == "UNDER_REVIEW"


@pytest.mark.parametrize("call", ["/edge/cameras/", "/edge/scanners/", "/edge/machines/"])
def test_devices_are_the_operators(shop, call):
    for user_id in (ANN, REVIEWER):
        assert shop.by(user_id).get(call).status_code == 403
        assert shop.by(user_id).post(call, {"tag": "Entry"}).status_code == 403
    assert shop.device(M).get(call).status_code == 403
    assert Caller().get(call).status_code == 401


def test_a_write_that_is_sent_again_happens_once(operator):
    key = {"Idempotency-Key": "1"}
    body = {"machine_id": "7", "display_name": "Rack"}
    first = operator.post("/edge/machines/", body, headers=key)
    again = operator.post("/edge/machines/", body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


def test_keys_are_kept_as_hashes(operator, shop):
    text = operator.post(f"/edge/machines/{M}/keys/").json()["key"]
    assert all(text not in key.digest for key in DeviceKey.objects.all())
