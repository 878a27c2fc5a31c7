"""A payment is read, proven, given up, and listed for staff."""

import uuid

import pytest
from paying import PAYMENTS, work
from trolleys.models import Payment
from world import MARKET, RELEASE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cancel(api, full, payment):
    """Give John's payment up; gives the response."""
    body = {"session_id": str(full.session_id)}
    return lambda: api.send(f"{PAYMENTS}/{payment['payment_id']}/cancel", body)


def test_cancel_gives_the_hold_back_and_thaws_the_cart(cancel, full, shelves, check_out):
    response = cancel()
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["checkout"]) == ("cancelled", None)
    assert not shelves.held()
    assert shelves.available(10) == 50
    full.refresh_from_db()
    assert (full.state, full.busy_until) == ("active", None)
    assert check_out(full)["status"] == "created"


def test_cancel_again_is_the_same(cancel, products):
    first = cancel().json()
    assert cancel().json() == first
    work()
    assert products.asked("POST", RELEASE) == 1


@pytest.mark.parametrize("status", ["failed", "expired", "refunded", "refund_due"])
def test_cancel_of_what_is_over(cancel, status):
    Payment.objects.update(status=status)
    response = cancel()
    assert (response.status_code, response.json()["status"]) == (200, status)


def test_cancel_of_what_is_paid(cancel, verify):
    verify()
    refused = cancel()
    assert (refused.status_code, refused.json()["error"]) == (409, "Payment is already paid")
    assert Payment.objects.get().status == "paid"


def test_cancel_while_products_is_down(cancel, products, shelves):
    products.on("POST", RELEASE, b"", status=500)
    assert cancel().json()["status"] == "cancelled"
    assert shelves.held()
    del products.rules["POST", RELEASE]
    work()
    assert not shelves.held()
    assert Payment.objects.get().released_at


# Who may


def everything(api, payment, **who):
    """The statuses of reading, verifying and giving a payment up, by somebody."""
    path = f"{PAYMENTS}/{payment['payment_id']}"
    token, session = who.get("token", ""), who.get("session")
    query, body = (f"?session_id={session}", {"session_id": session}) if session else ("", {})
    return [
        api.ask(path + query, token=token).status_code,
        api.send(f"{path}/verify", body, token=token).status_code,
        api.send(f"{path}/cancel", body, token=token).status_code,
    ]


def test_the_session_and_its_user_may_do_all(api, payment, full, john):
    assert everything(api, payment, session=str(full.session_id)) == [200, 400, 200]
    assert everything(api, payment, token=john) == [200, 400, 200]


def test_staff_may_read(api, payment, clerk, operator, token):
    for who in (clerk, operator, token(1), token(9)):
        assert everything(api, payment, token=who) == [200, 404, 404]


def test_all_others_find_nothing(api, payment, jane, make_session, make_trolley):
    other = make_session(on=make_trolley("TROLLEY_02"))
    for who in (
        {"token": jane},
        {},
        {"session": str(other.session_id)},
        {"session": "nonsense"},
        {"session": str(uuid.uuid4()), "token": jane},
    ):
        assert everything(api, payment, **who) == [404, 404, 404]
    assert Payment.objects.get().status == "created"


def test_a_bad_token_is_told(api, payment):
    assert everything(api, payment, token="bad") == [401, 401, 401]


def test_locations_is_down(api, payment, clerk, operator, john, locations):
    locations.broken = True
    path = f"{PAYMENTS}/{payment['payment_id']}"
    refused = api.ask(path, token=clerk)
    assert refused.status_code == 503
    assert api.ask(path, token=operator).status_code == 200
    assert api.ask(path, token=john).status_code == 200


def test_a_payment_is_read_after_its_session_has_ended(api, payment, full, verify):
    verify()
    read = api.ask(f"{PAYMENTS}/{payment['payment_id']}/?session_id={full.session_id}").json()
    assert (read["status"], read["checkout"]) == ("paid", None)
    assert read["receipt_id"]
    assert read["paid_at"].endswith("Z")


@pytest.mark.parametrize("text", ["nonsense", "1", "%FF", str(uuid.uuid4())])
def test_unknown_payments(api, db, text, john):
    refused = api.ask(f"{PAYMENTS}/{text}", token=john)
    assert (refused.status_code, refused.json()["error"]) == (404, "Payment not found")


# Lists


def test_staff_list_what_is_due(api, payment, verify, shelves, clerk, operator):
    shelves.goods[10]["stock"] = 0
    verify()
    for query in (f"location_id={MARKET}", f"location_id={MARKET}&status=refund_due&refund=due"):
        found = api.ask(f"{PAYMENTS}?{query}", token=clerk).json()
        assert (found["count"], found["next"], found["previous"]) == (1, None, None)
        [row] = found["results"]
        assert (row["payment_id"], row["status"]) == (payment["payment_id"], "refund_due")
        assert (row["user"], row["trolley_id"]) == ("john_doe", "TROLLEY_01")
        assert row["refunds"][0]["reason"] == "stock_gone"
    assert api.ask(f"{PAYMENTS}?status=paid", token=operator).json()["count"] == 0
    assert api.ask(PAYMENTS, token=operator).json()["count"] == 1


def test_who_may_list(api, payment, clerk, jane):
    assert api.ask(PAYMENTS).status_code == 401
    for who, query in ((jane, f"?location_id={MARKET}"), (clerk, "")):
        assert api.ask(PAYMENTS + query, token=who).status_code == 403


@pytest.mark.parametrize(
    "query", ["status=odd", "status=opening", "limit=0", "limit=201", "offset=-1", "location_id=x"]
)
def test_odd_parameters_of_a_list(api, db, operator, query):
    assert api.ask(f"{PAYMENTS}?{query}", token=operator).status_code == 400


# Hostile input


@pytest.mark.parametrize("call", ["verify", "cancel", "cash"])
def test_odd_fields(api, payment, operator, call):
    path = f"{PAYMENTS}/{payment['payment_id']}/{call}"
    for odd in (5, True, [], {}):
        refused = api.send(path, {"session_id": odd, "action": odd}, token=operator)
        assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")
    assert Payment.objects.get().status == "created"


def test_other_methods(api, payment):
    path = f"{PAYMENTS}/{payment['payment_id']}"
    for method, address in (("POST", path), ("GET", f"{path}/verify"), ("PUT", f"{path}/cancel")):
        assert api.call(method, address).status_code == 405
