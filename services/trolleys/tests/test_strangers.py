"""What others get of John's trolley, session, cart, payment and receipt: nothing, and in strict not
his name either. `test_hostile.py` walks the same calls with what nobody should send.
"""

import uuid

import pytest
from devices.keys import key_create
from django.utils import timezone
from trolleys.models import Receipt, Trolley
from walking import WALK
from world import JOHN

pytestmark = pytest.mark.django_db


@pytest.fixture
def johns(full, make_payment, trolley):
    """What others may know or guess; instead of the session's id they have one of their own."""
    payment = make_payment(full, status="paid", user_id=JOHN, user_name="john_doe")
    payment.paid_at = timezone.now()
    payment.save()
    receipt = Receipt.objects.create(payment=payment, trolley_id=trolley.trolley_id)
    return {
        "session_id": str(uuid.uuid4()),
        "trolley_id": trolley.trolley_id,
        "payment_id": str(payment.payment_id),
        "receipt_id": str(receipt.receipt_id),
        "key_id": str(key_create(device=trolley.device)[0].pk),
        "line_id": full.cart.lines.get().pk,
    }


@pytest.mark.parametrize("who", ["nobody", "jane"])
@pytest.mark.parametrize("mode", ["open", "strict"])
def test_others_see_nothing_of_it(api, johns, full, jane, settings, who, mode):
    settings.AUTH_MODE = mode
    bearer = {"token": jane} if who == "jane" else {}
    secrets = [str(full.session_id), full.code]
    names = ["john_doe", f'"assigned_to":{JOHN}'] if mode == "strict" else []
    for walked in WALK:
        answer = api.call(walked.method, walked.path(johns), walked.body(johns), **bearer)
        told = answer.content.decode()
        assert not [word for word in (*secrets, *names) if word in told], walked.name
        if {"payment_id", "receipt_id", "session_id"} & {*walked.parameters("path")}:
            staff = walked.caller is not None
            assert answer.status_code == ((403 if who == "jane" else 401) if staff else 404)


def test_a_reservation_names_nobody(api, trolley, john, jane):
    api.send(f"/api/trolleys/{trolley.trolley_id}/reserve", token=john)
    assert Trolley.objects.get().reserved_name == "john_doe"
    for walked in WALK:
        if walked.parameters("path") == ["trolley_id"]:
            answer = api.call(walked.method, walked.path({"trolley_id": trolley.trolley_id}), {})
            assert "john_doe" not in answer.content.decode(), walked.name
    scanned = api.send("/api/session/qr-scan", {"trolley_id": trolley.trolley_id}, token=jane)
    assert (scanned.status_code, "john_doe" in scanned.content.decode()) == (409, False)
