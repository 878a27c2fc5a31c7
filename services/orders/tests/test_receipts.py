"""Receipts: numbered without gaps, what stands on them, and that they never change."""

import pytest
from bills.chain import digest_of
from bills.models import Receipt, ReceiptBook
from bills_world import eat, payments
from django.db import DatabaseError, transaction
from world import LOCATION, STRANGER, answer, refusal

pytestmark = pytest.mark.django_db
BOUNDS = ("since", "until")
BOOK = {"name": "Café Ünal", "address": "1 Street\nTown", "tax_number": "DE1", "footer": "Thanks"}


@pytest.fixture
def feast(api, table, owner):
    path = f"/orders/bills/settings/{LOCATION}/"
    answer(api.send(path, {**BOOK, "vat_rates": ["19", "7"]}, token=owner))
    return [
        eat(table, "Falafel", "8.50", guest_id=1),
        eat(table, "Water", "2.00", quantity=2, vat_rate="7.00"),
    ]


def read(api, payment, at=0):
    return answer(api.ask(f"/orders/receipts/get/{payment['receipts'][at]['receipt_id']}/"))


def test_what_stands_on_a_receipt(api, feast, take):
    receipt = read(api, take(given="20", tip="1.50"))
    assert receipt["place"] == BOOK
    assert (receipt["number"], receipt["kind"], receipt["table"]) == (1, "sale", "Table 1")
    assert [(each["name"], each["quantity"], each["amount"]) for each in receipt["lines"]] == [
        ("Falafel", 1, "8.50"),
        ("Water", 2, "4.00"),
    ]
    assert (receipt["amount"], receipt["tip"], receipt["total"]) == ("12.50", "1.50", "14.00")
    assert receipt["rates"] == [
        {"vat_rate": "19.00", "gross": "8.50", "net": "7.14", "vat": "1.36"},
        {"vat_rate": "7.00", "gross": "4.00", "net": "3.74", "vat": "0.26"},
    ]
    assert receipt["payment"] == {
        "kind": "cash",
        "given": "20.00",
        "change": "6.00",
        "reference": None,
    }


def test_who_pays_items_has_those_on_the_receipt(api, feast, take):
    receipt = read(api, take("items", orders=[feast[1]]))
    assert [(each["name"], each["paid"]) for each in receipt["lines"]] == [("Water", "4.00")]
    assert [each["vat_rate"] for each in receipt["rates"]] == ["7.00"]


def test_a_part_has_its_part_of_each_tax(api, feast, take):
    rates = [read(api, take("share", shares_of=2))["rates"] for _ in range(2)]
    assert [[each["gross"] for each in one] for one in rates] == [["4.25", "2.00"]] * 2


def test_a_refund_has_a_receipt_of_its_own(api, feast, take, owner):
    payment = take(tip="1")
    path = payments("refund", payment["payment_id"])
    back = answer(api.send(path, {"amount": "4.00", "reason": "flat"}, token=owner))
    receipt = read(api, back, 1)
    assert (receipt["number"], receipt["kind"], receipt["of"]) == (2, "refund", 1)
    assert (receipt["amount"], receipt["total"], receipt["reason"]) == ("-4.00", "-4.00", "flat")
    assert [(each["vat_rate"], each["gross"]) for each in receipt["rates"]] == [
        ("19.00", "-2.72"),
        ("7.00", "-1.28"),
    ]


def test_a_receipt_stays_as_it_was_given_out(api, feast, take, owner):
    payment = take()
    before = read(api, payment)
    path = f"/orders/bills/settings/{LOCATION}/"
    answer(api.send(path, {"name": "Bistro", "vat_rates": ["5"]}, token=owner))
    assert read(api, payment) == before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_that_one_changes(feast, take, change):
    take()
    rows = Receipt.objects.all()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        rows.update(number=9) if change == "update" else rows.delete()


def test_each_follows_from_the_one_before(feast, take):
    for _ in range(3):
        take("share", shares_of=3)
    digest = ""
    for receipt in Receipt.objects.order_by("number"):
        digest = digest_of(digest, receipt.content)
        assert receipt.digest == digest
    assert ReceiptBook.objects.get().digest == digest


def test_they_are_found_newest_first(api, feast, take, owner, signer):
    for _ in range(3):
        take("share", shares_of=3)
    path = f"/orders/receipts/find/?location_id={LOCATION}"
    found = answer(api.ask(path, token=owner))
    assert [each["number"] for each in found] == [3, 2, 1]
    at = Receipt.objects.get(number=2).created_at.isoformat().replace("+00:00", "Z")
    since, until = (answer(api.ask(f"{path}&{each}={at}", token=owner)) for each in BOUNDS)
    assert [[each["number"] for each in some] for some in (since, until)] == [[3, 2], [1]]
    assert refusal(api.ask(path)) == (403, "incorrect_credentials")
    assert refusal(api.ask(path, token=signer.access(STRANGER))) == (403, "incorrect_credentials")


def test_an_unknown_receipt(api, location):
    for id in ("x", "0" * 32):
        assert refusal(api.ask(f"/orders/receipts/get/{id}/")) == (404, "receipt_not_found")
