"""What a trolley has scanned goes into the cart of whoever has it, once."""

import pytest
from devices.models import AnsweredFrame
from kit.clock import Clock
from machines import BREAD, TEA
from testing.races import at_once
from testing.sockets import in_thread
from trolleys import catalogue
from trolleys.actions import barcodes
from trolleys.models import CartAudit, CartLine, Session, SessionEvent
from trolleys.selectors.scanners import visit_on_device
from world import MARKET, OWNER, goods

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = {"ok": False, "error": "No open session"}
UNKNOWN = {"ok": False, "error": "Product not found or unavailable"}


def rows(model, *fields):
    return in_thread(lambda: list(model.objects.order_by("pk").values_list(*fields)))


async def test_a_scan_is_one_unit_more_and_shows_on_the_phone(connect, session, shop):
    shop(goods())
    machine, _ = await connect()
    tea = {"ok": True, "name": "Tea"}
    one = await machine.scan("1")
    assert one == {**tea, "quantity": 1, "total_items": 1, "subtotal": "4.50"}
    two = await machine.scan("2")
    assert two == {**tea, "quantity": 2, "total_items": 2, "subtotal": "9.00"}
    assert await rows(CartLine, "product_id", "quantity") == [(10, 2)]
    assert await rows(SessionEvent, "kind", "seq") == [("cart.changed", 1), ("cart.changed", 2)]
    audit = await rows(CartAudit, "action", "user_name", "changes")
    assert audit == [
        ("ADD", "john_doe", {"quantity": 1, "price": "4.50"}),
        ("UPDATE", "john_doe", {"old_quantity": 1, "new_quantity": 2}),
    ]


async def test_a_scan_is_a_sign_of_life_and_a_heartbeat_of_the_trolley_is_none(
    connect, session, shop
):
    shop(goods())
    machine, _ = await connect()
    before = await rows(Session, "alive_until")
    await machine.ask("h", "heartbeat")
    await machine.ask("t", "status", locked=False)
    assert await rows(Session, "alive_until") == before
    await machine.scan("1")
    after = await rows(Session, "alive_until")
    assert after > before
    assert await machine.scan("2", "") == UNKNOWN
    assert await rows(Session, "alive_until") > after


async def test_a_frame_that_comes_again_gets_the_first_result(connect, session, shop):
    shop(goods())
    machine, _ = await connect()
    first = await machine.scan("1")
    await machine.scan("2")
    assert await machine.scan("1") == first
    machine, _ = await connect()
    assert await machine.scan("1", "something else") == first
    assert await rows(CartLine, "quantity") == [(2,)]


async def test_a_refusal_is_a_first_result_too(connect, trolley, make_session, shop):
    machine, _ = await connect()
    assert await machine.scan("1") == NOBODY
    await in_thread(make_session)
    shop(goods())
    assert await machine.scan("1") == NOBODY
    assert (await machine.scan("2"))["ok"]


async def test_what_is_refused_changes_nothing_and_says_why(connect, session, shop, products):
    few, own = goods(11, barcode=BREAD, stock=1), goods(12, barcode="12", is_active=False)
    shop(goods(), few, own)
    products.on("GET", f"/products/barcode/4?location_id={MARKET}", {}, status=404)
    machine, _ = await connect()
    assert (await machine.scan("1", BREAD))["ok"]
    before = await rows(CartLine, "product_id", "quantity")
    few_left = {"ok": False, "error": "Only 1 unit(s) available"}
    assert await machine.scan("2", BREAD) == few_left
    for number, barcode in enumerate(("12", "", "x" * 65, "é", "a\0b", "1\n2")):
        assert (barcode, await machine.scan(f"odd {number}", barcode)) == (barcode, UNKNOWN)
    assert await rows(CartLine, "product_id", "quantity") == before
    assert await rows(SessionEvent, "seq") == [(1,)]


async def test_a_seller_scans_none_of_the_own_goods(connect, make_session, shop):
    shop(goods())
    await in_thread(make_session, user_id=OWNER)
    machine, _ = await connect()
    text = "You cannot add your own products to cart"
    assert await machine.scan("1") == {"ok": False, "error": text}


async def test_units_that_came_back_are_found_before_a_scan_is_refused(connect, session, shop):
    """The copy says that there is none; products, asked anew, says that there are."""
    shop(goods(stock=0))
    await in_thread(catalogue.products_get, [10])
    shop(goods())
    machine, _ = await connect()
    assert (await machine.scan("1"))["ok"]


async def test_while_products_is_down_a_scan_says_so(connect, session, products):
    for path in (f"/products/barcode/{TEA}/", f"/products/barcode/{TEA}/?location_id={MARKET}"):
        products.on("GET", path, {}, status=503)
    machine, _ = await connect()
    down = {"ok": False, "error": "Products service unavailable"}
    assert await machine.scan("1") == down
    assert await machine.ask("h", "heartbeat") == {"ok": True}


async def test_a_session_that_has_run_out_by_the_clock_takes_nothing(connect, session, shop):
    shop(goods())
    machine, _ = await connect()
    await in_thread(lambda: Session.objects.update(alive_until=Clock()))
    assert await machine.scan("1") == NOBODY
    assert await rows(CartLine, "pk") == []


def test_the_last_hundred_frames_are_remembered(trolley):
    for number in range(101):
        frame = {"device_id": trolley.device_id, "frame_id": str(number)}
        barcodes.frame_result(change=lambda: None, **frame)
    kept = list(AnsweredFrame.objects.order_by("pk").values_list("frame_id", flat=True))
    assert kept == [str(number) for number in range(1, 101)]


def test_one_frame_at_two_processes_at_once_counts_once(session, shop):
    shop(goods())
    device_id = session.trolley.device_id
    visit = visit_on_device(device_id)
    product = barcodes.product_ask(barcode=TEA, visit=visit, anew=False)

    def scan(_):
        return barcodes.barcode_scan(
            device_id=device_id, frame_id="1", visit=visit, product=product, final=True
        )

    first, *others = at_once(scan, 4)
    assert others == [first] * 3
    assert CartLine.objects.get().quantity == 1


def test_a_scan_goes_to_nobody_who_took_the_trolley_meanwhile(session, make_session, shop):
    shop(goods())
    visit = visit_on_device(session.trolley.device_id)
    product = barcodes.product_ask(barcode=TEA, visit=visit, anew=False)
    Session.objects.update(state="ended")
    make_session()
    device_id = session.trolley.device_id
    result = barcodes.barcode_scan(
        device_id=device_id, frame_id="1", visit=visit, product=product, final=True
    )
    assert result == NOBODY
    assert not CartLine.objects.exists()
