"""Receipts: read by who has paid, scanned once at the exit."""

import uuid

import pytest
from paying import RECEIPTS, money_event, refund_event, work
from testing.races import at_once
from trolleys.models import Payment, Receipt
from trolleys.wire.receipts import code_receipt, exit_code
from world import CLERK, NAMES

pytestmark = pytest.mark.django_db(transaction=True)
VERIFY = f"{RECEIPTS}/verify"


@pytest.fixture
def receipt(hear, payment):
    """The receipt of John's 9.00."""
    hear(money_event(payment["provider_order_id"], "pay_1"))
    work()
    return Receipt.objects.get()


@pytest.fixture
def scan(api, receipt, clerk):
    """Have the clerk scan a code, by default the receipt's; gives the response."""

    def send(code=None, token=clerk, **headers):
        body = {"code": exit_code(receipt.receipt_id) if code is None else code}
        return api.send(VERIFY, body, token=token, headers=headers)

    return send


def test_a_receipt_says_what_was_sold(api, receipt, full, payment, trolley):
    read = api.ask(f"{RECEIPTS}/{receipt.receipt_id}?session_id={full.session_id}")
    assert read.status_code == 200
    shown = read.json()
    assert shown.pop("paid_at").endswith("Z")
    assert code_receipt(shown.pop("exit_code")) == receipt.receipt_id
    assert shown == {
        "receipt_id": str(receipt.receipt_id),
        "number": f"T-{receipt.number:06d}",
        "payment_id": payment["payment_id"],
        "session_id": str(full.session_id),
        "trolley_id": trolley.trolley_id,
        "user": "john_doe",
        "total": "9.00",
        "currency": "EUR",
        "lines": [
            {
                "product_id": 10,
                "name": "Tea",
                "quantity": 2,
                "unit_price": "4.50",
                "total_price": "9.00",
            }
        ],
        "provider": "razorpay",
        "provider_order_id": payment["provider_order_id"],
        "provider_payment_id": "pay_1",
        "refunds": [],
        "verified_at": None,
        "verified_by": None,
    }


def test_who_may_read(api, receipt, john, jane, clerk, operator):
    path = f"{RECEIPTS}/{receipt.receipt_id}/"
    for who in (john, clerk, operator):
        assert api.ask(path, token=who).status_code == 200
    for refused in (api.ask(path), api.ask(path, token=jane), api.ask(f"{path}?session_id=x")):
        assert (refused.status_code, refused.json()["error"]) == (404, "Receipt not found")
    assert api.ask(path, token="bad").status_code == 401
    for text in (str(uuid.uuid4()), "nonsense", "%FF"):
        assert api.ask(f"{RECEIPTS}/{text}", token=john).status_code == 404


def test_the_exit_lets_a_receipt_out_once(scan, receipt):
    good = scan()
    assert good.status_code == 200
    checked = good.json()
    assert (checked["result"], checked["items"], checked["number"]) == (
        *("valid", 2),
        f"T-{receipt.number:06d}",
    )
    assert (checked["verified_by"], checked["verified_at"][-1]) == (NAMES[CLERK], "Z")
    again = scan()
    assert again.status_code == 409
    body = again.json()
    assert body.pop("message")
    assert body == {
        "error": "Receipt was already checked",
        "receipt_id": str(receipt.receipt_id),
        "verified_at": checked["verified_at"],
        "verified_by": NAMES[CLERK],
    }


def test_of_many_scans_at_once_one_is_good(scan):
    statuses = [response.status_code for response in at_once(lambda _: scan(), 16)]
    assert sorted(statuses) == [200] + [409] * 15


def test_a_scan_whose_answer_was_lost_is_repeated_with_its_key(scan, api, clerk):
    key = {"Idempotency-Key": "beep"}
    first, again = scan(**key), scan(**key)
    assert (again.status_code, again.json()) == (200, first.json())
    assert scan(code="other", **key).status_code == 422
    assert scan().status_code == 409


def test_a_receipt_whose_money_went_back(scan, hear, receipt):
    hear(refund_event("rfnd_1", "pay_1", 400))
    hear(refund_event("rfnd_2", "pay_1", 500))
    refused = scan()
    assert (refused.status_code, refused.json()["error"]) == (409, "Receipt was refunded")
    receipt.refresh_from_db()
    assert receipt.verified_at is None


def test_part_of_the_money_went_back(scan, hear):
    hear(refund_event("rfnd_1", "pay_1", 400))
    good = scan()
    assert good.status_code == 200
    assert [refund["amount"] for refund in good.json()["refunds"]] == ["4.00"]


def test_forged_codes(scan, receipt):
    code = exit_code(receipt.receipt_id)
    other = exit_code(uuid.uuid4())
    forged = [
        *("", "x", "ä", "=", "A" * 100, "A" * 101, code[:-1], f"{code}A", f"{code}=", f" {code}"),
        *(code.swapcase(), code[:22] + other[22:], other, str(receipt.receipt_id)),
    ]
    for each in forged:
        refused = scan(code=each)
        assert (refused.status_code, refused.json()["error"]) == (404, "Receipt not found"), each
    receipt.refresh_from_db()
    assert receipt.verified_at is None


def test_a_code_fits_a_qr_code(receipt):
    assert len(exit_code(receipt.receipt_id)) <= 100


def test_a_code_of_another_secret(scan, receipt, settings):
    code = exit_code(receipt.receipt_id)
    settings.SECRET_KEY = "another"
    assert scan(code=code).status_code == 404


def test_who_may_scan(scan, receipt, jane, john, operator, locations, clerk):
    assert scan(token="").status_code == 401
    for who in (jane, john):
        assert scan(token=who).status_code == 403
    locations.broken = True
    assert scan(token=clerk).status_code == 503
    receipt.refresh_from_db()
    assert receipt.verified_at is None
    assert scan(token=operator).status_code == 200


def test_odd_bodies(api, clerk, db):
    for body in (*({"code": odd} for odd in (5, True, None, [], {})), {}):
        assert api.send(VERIFY, body, token=clerk).status_code == 400


def test_numbers_rise(receipt, make_session, make_trolley, fill, check_out, hear):
    other = make_session(on=make_trolley("TROLLEY_02"))
    fill(other.cart)
    second = check_out(other)
    hear(money_event(second["provider_order_id"], "pay_2", 450))
    work()
    newer = Payment.objects.get(payment_id=second["payment_id"]).receipt
    assert newer.number > receipt.number
