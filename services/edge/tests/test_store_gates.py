"""Entry codes, entering, leaving: who may, how often, in which mode."""

from datetime import timedelta

import pytest
from django.utils import timezone
from shop import ADMIN, ANN, BOB, OPERATOR, REVIEWER, Caller
from store.actions.sweeps import session_of_now
from store.models import Alert, EntryToken, Store, StoreEvent, Ticket, UserSession, Visit

pytestmark = pytest.mark.django_db


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def test_a_code_is_short_lived_signed_and_drawn(shop):
    answer = shop.by(ANN).post("/edge/entry-tokens/")
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    shown = answer.json()
    assert shown.keys() == {"token", "expires_at", "qr"}
    row = EntryToken.objects.get()
    assert (row.user_id, row.role, row.used_at) == (ANN, "customer", None)
    assert timedelta(0) < row.expires_at - timezone.now() <= timedelta(seconds=60)


def test_a_phone_number_is_kept_masked_only(shop):
    visit_id = shop.enters(ANN, phone_number="+49 170 1234567")
    assert EntryToken.objects.get().phone_number == "*********567"
    [row] = shop.by(REVIEWER).get("/edge/users/").json()["results"]
    assert row["phone_number"] == "*********567"
    [scan] = shop.by(ANN).get("/edge/user-sessions/").json()["results"]
    assert (scan["visit_id"], scan["phone_number"]) == (visit_id, "*********567")


@pytest.mark.parametrize("phone_number", ["call me", "1" * 21, 5])
def test_what_is_no_phone_number_is_refused(shop, phone_number):
    answer = shop.by(ANN).post("/edge/entry-tokens/", {"phone_number": phone_number})
    assert answer.status_code == 400
    assert not EntryToken.objects.exists()


@pytest.mark.parametrize(
    ("user_id", "asked", "role"),
    [
        (ANN, {}, "customer"),
        (OPERATOR, {}, "operations"),
        (ADMIN, {}, "admin"),
        (REVIEWER, {}, "customer"),
        (OPERATOR, {"as": "customer"}, "customer"),
    ],
)
def test_as_what_somebody_comes_in(shop, user_id, asked, role):
    visit = shop.visit(shop.enters(user_id, **asked))
    assert (visit["role"], visit["billable"]) == (role, role == "customer")


@pytest.mark.parametrize("token", ["", None, 5])
def test_no_code_at_all_is_a_bad_request(shop, token):
    assert shop.scan("Entry", token).status_code == 400


def test_bad_codes_are_told_apart(shop):
    token = shop.code(ANN)
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    for bad in (forged, "nonsense", "1.2.3", "x" * 400, "é.1.2"):
        assert refusal(shop.scan("Entry", bad)) == (401, "token_invalid")
    EntryToken.objects.update(expires_at=ago(1))
    assert refusal(shop.scan("Entry", token)) == (401, "token_expired")
    assert not Visit.objects.exists()


def test_a_code_of_another_store_or_key_is_invalid(shop, settings):
    token = shop.code(ANN)
    settings.STORE_LOCATION_ID = 99
    assert refusal(shop.scan("Entry", token)) == (401, "token_invalid")


def test_a_code_opens_one_gate_once(shop):
    token = shop.code(ANN)
    assert shop.scan("Entry", token).status_code == 201
    assert refusal(shop.scan("Entry", token)) == (401, "token_used")
    assert refusal(shop.scan("Exit", token)) == (401, "token_used")
    assert Visit.objects.count() == 1


MODES = ("CUSTOMER_MODE", "REFILLMENT_MODE", "MAINTENANCE_MODE")
REFILL = "Access Denied!!! System under Refillment Mode"
MAINTAIN = "Access Denied!!! System under Maintenance Mode"


@pytest.mark.parametrize(
    ("mode", "user_id", "refused"),
    [
        ("CUSTOMER_MODE", ANN, ""),
        ("CUSTOMER_MODE", OPERATOR, ""),
        ("CUSTOMER_MODE", ADMIN, ""),
        ("REFILLMENT_MODE", ANN, REFILL),
        ("REFILLMENT_MODE", OPERATOR, ""),
        ("REFILLMENT_MODE", ADMIN, ""),
        ("MAINTENANCE_MODE", ANN, MAINTAIN),
        ("MAINTENANCE_MODE", OPERATOR, MAINTAIN),
        ("MAINTENANCE_MODE", ADMIN, ""),
    ],
)
def test_the_matrix_of_modes_and_roles(shop, mode, user_id, refused):
    shop.opens(mode)
    token = shop.code(user_id)
    answer = shop.scan("Entry", token)
    if not refused:
        assert answer.status_code == 201
        return
    assert refusal(answer) == (403, "refused_by_mode")
    assert answer.json()["detail"] == refused
    assert not Visit.objects.exists()
    shop.opens()
    assert shop.scan("Entry", token).status_code == 201, "a refusal leaves the code as it was"


@pytest.mark.parametrize("mode", MODES)
def test_leaving_is_possible_in_every_mode(shop, mode):
    shop.enters(ANN)
    shop.opens(mode)
    assert len(shop.leaves(ANN)) == 2


def test_without_any_change_of_mode_it_is_maintenance(shop):
    Store.objects.all().delete()
    assert refusal(shop.scan("Entry", shop.code(ANN))) == (403, "refused_by_mode")


def test_a_second_scan_soon_means_the_same_visit_and_later_none(shop):
    visit_id = shop.enters(ANN)
    again = shop.scan("Entry", shop.code(ANN))
    assert (again.status_code, again.json()["visit_id"]) == (200, visit_id)
    Visit.objects.update(entered_at=ago(11))
    assert refusal(shop.scan("Entry", shop.code(ANN))) == (409, "already_inside")
    assert (Visit.objects.count(), UserSession.objects.count()) == (1, 1)


def test_leaving_twice_soon_is_answered_the_same_and_later_refused(shop):
    shop.enters(ANN)
    first = shop.scan("Exit", shop.code(ANN)).json()
    assert shop.scan("Exit", shop.code(ANN)).json() == first
    Visit.objects.update(entered_at=ago(60), exited_at=ago(11))
    assert refusal(shop.scan("Exit", shop.code(ANN))) == (409, "not_inside")
    assert Ticket.objects.count() == 2


def test_who_never_came_in_cannot_leave_and_nothing_is_written(shop):
    token = shop.code(ANN)
    assert refusal(shop.scan("Exit", token)) == (409, "not_inside")
    assert not UserSession.objects.exists()
    assert EntryToken.objects.get().used_at is None


@pytest.mark.parametrize(("tag", "call"), [("Exit", "/edge/entry/"), ("Entry", "/edge/exit/")])
def test_a_scanner_opens_its_own_gate_only(shop, tag, call):
    token = shop.code(ANN)
    answer = shop.device(tag).post(call, {"token": token})
    assert refusal(answer) == (403, "wrong_gate")
    assert EntryToken.objects.get().used_at is None


def test_who_may_scan(shop):
    body = {"token": shop.code(ANN)}
    assert Caller().post("/edge/entry/", body).status_code == 401
    assert Caller("nobodys-key").post("/edge/entry/", body).status_code == 401
    assert shop.by(ANN).post("/edge/entry/", body).status_code == 403
    assert shop.device("1001").post("/edge/entry/", body).status_code == 403
    assert shop.device("Entry").post("/edge/entry-tokens/").status_code == 403
    assert not Visit.objects.exists()


def test_a_visit_from_scan_to_scan(shop):
    visit_id = shop.enters(ANN)
    [inside] = shop.by(REVIEWER).get("/edge/visits/?open=true").json()["results"]
    assert (inside["id"], inside["exited_at"]) == (visit_id, None)
    tickets = shop.leaves(ANN)
    visit = shop.visit(visit_id, by=ANN)
    assert visit["tickets"] == [ticket["id"] for ticket in tickets]
    assert visit["entered_at"] < visit["exited_at"]
    assert [ticket["machine_id"] for ticket in tickets] == ["1001", "1002"]
    scans = shop.by(REVIEWER).get("/edge/user-sessions/").json()["results"]
    assert [scan["status"] for scan in scans] == ["EXIT_AUTHENTICATED", "ENTRY_AUTHENTICATED"]
    assert shop.by(REVIEWER).get("/edge/visits/?open=true").json()["count"] == 0


def test_a_visit_is_its_visitors_and_the_reviewers(shop):
    visit_id = shop.enters(ANN)
    for call in (f"/edge/visits/{visit_id}/", f"/edge/carts/{visit_id}/"):
        assert shop.by(ANN).get(call).status_code == 200
        assert shop.by(REVIEWER).get(call).status_code == 200
        assert shop.by(BOB).get(call).status_code == 404
    assert shop.by(BOB).get("/edge/visits/").json()["count"] == 0
    assert shop.by(BOB).get("/edge/users/").json()["count"] == 0
    for unknown in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        assert shop.by(REVIEWER).get(f"/edge/visits/{unknown}/").status_code == 404


def test_an_operator_lets_somebody_out(shop):
    visit_id = shop.enters(ANN)
    call, body = f"/edge/visits/{visit_id}/close/", {"reason": "Lost her phone"}
    assert shop.by(ANN).post(call, body).status_code == 403
    assert shop.by(OPERATOR).post(call, {"reason": " "}).status_code == 400
    closed = shop.by(OPERATOR).post(call, body)
    assert (closed.status_code, len(closed.json()["tickets"])) == (200, 2)
    assert shop.by(OPERATOR).post(call, body).json() == closed.json()
    visit = Visit.objects.get()
    assert (visit.closed_by, visit.close_reason) == (OPERATOR, "Lost her phone")
    assert refusal(shop.by(OPERATOR).post("/edge/visits/x/close/", body))[0] == 404


def test_more_heads_than_codes_are_an_alert_until_staff_have_looked(shop):
    def counted(count):
        return shop.device("Entry").post("/edge/head-counts/", {"count": count})

    def alerts():
        return list(Alert.objects.filter(kind="head_count", closed_at=None))

    shop.enters(ANN)
    assert counted(1).json() == {"status": "success", "inside": 1}
    assert counted(0).status_code == 200
    assert alerts() == []
    assert counted(2).json() == {"status": "success", "inside": 1}
    counted(3), counted(1)
    [alert] = alerts()
    assert StoreEvent.objects.filter(kind="alert.raised").count() == 1
    answer = shop.by(OPERATOR).post(f"/edge/alerts/{alert.pk}/close/", {})
    assert (answer.status_code, alerts()) == (200, [])
    shop.leaves(ANN)
    counted(1)
    assert len(alerts()) == 1, "somebody is inside who never came in"


@pytest.mark.parametrize("count", [None, -1, 1.5, True, "1", 10_001])
def test_what_is_no_head_count_is_refused(shop, count):
    answer = shop.device("Exit").post("/edge/head-counts/", {"count": count})
    assert answer.status_code == 400


def test_devices_of_the_originals_kind(shop):
    entry = shop.scanner_id("Entry")
    answer = shop.device("Entry").post(
        "/entry-control/", {"scanner_id": entry, "token": shop.code(ANN)}
    )
    assert answer.status_code == 200
    assert answer.json()["status"] == "success"
    exit = shop.scanner_id("Exit")
    body = {"scanner_id": exit, "token": shop.code(ANN)}
    assert refusal(shop.device("Entry").post("/exit-control/", body))[0] == 403
    left = shop.device("Exit").post("/exit-control/", body)
    assert (left.status_code, left.json()["status"]) == (200, "success")
    assert left.json()["visit_id"] == answer.json()["visit_id"]
    for scanner_id, status in ((None, 400), ("x", 404), (entry, 403)):
        body = {"scanner_id": scanner_id, "token": shop.code(ANN)}
        assert shop.device("Exit").post("/exit-control/", body).status_code == status


def test_before_anything_has_happened(shop):
    Store.objects.all().delete()
    operator = shop.by(OPERATOR)
    shown = operator.get("/edge/store-mode/").json()
    assert (shown["status"], shown["inside"], shown["warning"]) == ("MAINTENANCE_MODE", 0, None)
    session_of_now()
    [session] = operator.get("/edge/machine-sessions/").json()["results"]
    assert session["status"] == "MAINTENANCE_MODE"


def test_modes_are_recorded_with_a_session_that_begins_at_once(shop):
    operator = shop.by(OPERATOR)
    for mode in ("REFILLMENT_MODE", "REFILLMENT_MODE"):
        changed = operator.put("/edge/store-mode/", {"status": mode})
        assert (changed.status_code, changed.json()["status"]) == (200, mode)
    [change] = operator.get("/edge/store-mode-changes/").json()["results"]
    assert (change["status"], change["user_id"]) == ("REFILLMENT_MODE", OPERATOR)
    [session] = operator.get("/edge/machine-sessions/").json()["results"]
    assert (session["started_at"], session["status"]) == (change["created_at"], "REFILLMENT_MODE")
    old = operator.post("/mode-control/", {"status": "CUSTOMER_MODE"})
    assert old.json() == {"status": "success", "mode": "CUSTOMER_MODE", "inside": 0}
    sessions = operator.get("/edge/machine-sessions/").json()["results"]
    assert sessions[1]["ended_at"] == sessions[0]["started_at"], "the one before ends there"


@pytest.mark.parametrize("status", ["PARTY", "customer_mode", "", None, 5])
def test_what_is_no_mode_is_refused(shop, status):
    for call in (shop.by(OPERATOR).put, shop.by(OPERATOR).post):
        path = "/edge/store-mode/" if call.__name__ == "put" else "/mode-control/"
        assert call(path, {"status": status}).status_code == 400
    assert Store.objects.get().mode == "CUSTOMER_MODE"
