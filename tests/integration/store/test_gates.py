"""§3.1, 3.5, 3.8, 5: gates, modes and the clock of sessions, through the gateway.

Scans that the original answered with 200 and a sentence, or with 500, have a status of their own;
what it wrote twice is written once.
"""

from __future__ import annotations

import pytest
from testing.races import at_once

from tests.integration.store.shop import Customer, Played, Shop
from tests.support.api import User
from tools.devices.store.gates import ENTRY, EXIT

DENIED = "Access Denied!!! System under {} Mode"
REFILLMENT, MAINTENANCE = "REFILLMENT_MODE", "MAINTENANCE_MODE"
AT_ONCE = 10


@pytest.fixture(scope="module")
def admin(shop: Shop) -> User:
    return shop.staff("admin")


@pytest.mark.parametrize(
    ("mode", "role", "words"),
    [
        *((mode, role, "") for mode in ("CUSTOMER_MODE",) for role in ("customer", "operations")),
        *((mode, "admin", "") for mode in ("CUSTOMER_MODE", REFILLMENT, MAINTENANCE)),
        (REFILLMENT, "operations", ""),
        (REFILLMENT, "customer", DENIED.format("Refillment")),
        (MAINTENANCE, "customer", DENIED.format("Maintenance")),
        (MAINTENANCE, "operations", DENIED.format("Maintenance")),
    ],
)
def test_the_matrix_of_modes_and_roles(
    shop: Shop, vera: Customer, admin: User, mode: str, role: str, words: str
) -> None:
    user = {"customer": vera.user, "operations": shop.operator, "admin": admin}[role]
    shop.opens(mode)
    before = len(shop.listed("/edge/user-sessions/"))
    scanned = shop.try_scan(ENTRY, shop.code(user))
    if words:
        told = scanned.json()
        assert (scanned.status_code, told["code"]) == (403, "refused_by_mode")
        assert told["detail"] == words
        assert len(shop.listed("/edge/user-sessions/")) == before, "a refusal leaves no row"
        return
    assert (scanned.status_code, scanned.json()["role"]) == (201, role)
    [row, *_] = shop.listed("/edge/user-sessions/")
    assert (row["user_id"], row["status"], row["role"]) == (
        *(user.user_id, "ENTRY_AUTHENTICATED", role),
    )
    shop.opens(MAINTENANCE)
    assert shop.try_scan(EXIT, shop.code(user)).status_code == 200, "everybody may always leave"


def test_staff_who_want_to_buy_come_in_as_customers(shop: Shop) -> None:
    told = shop.try_scan(ENTRY, shop.code(shop.operator, **{"as": "customer"})).json()
    assert told["role"] == "customer"
    assert shop.reviews("GET", f"/edge/visits/{told['visit_id']}/")["billable"] is True


def test_a_photographed_code_opens_nothing_again(shop: Shop, vera: Customer) -> None:
    token = shop.code(vera.user)
    assert shop.try_scan(ENTRY, token).status_code == 201
    for tag in (ENTRY, EXIT):
        again = shop.try_scan(tag, token)
        assert (again.status_code, again.json()["code"]) == (401, "token_used")


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "eyJhbGciOiJIUzI1NiJ9.e30.x"])
def test_what_is_no_code_is_401_and_no_text_is_400(shop: Shop, token: str) -> None:
    answers = [shop.try_scan(tag, token) for tag in (ENTRY, EXIT)]
    assert {(each.status_code, each.json()["code"]) for each in answers} == {(401, "token_invalid")}
    assert shop.try_scan(ENTRY, "").status_code == 400


def test_a_scanner_opens_its_own_gate_only(shop: Shop, vera: Customer) -> None:
    told = shop.try_scan(ENTRY, shop.code(vera.user), call=EXIT)
    assert (told.status_code, told.json()["code"]) == (403, "wrong_gate")


def test_who_never_came_in_cannot_leave_and_leaves_no_row(shop: Shop) -> None:
    somebody = shop.customer()
    told = shop.try_scan(EXIT, shop.code(somebody.user))
    assert (told.status_code, told.json()["code"]) == (409, "not_inside")
    rows = [row["user_id"] for row in shop.listed("/edge/user-sessions/")]
    assert somebody.user.user_id not in rows


def test_ten_scans_at_the_entry_are_one_visit(shop: Shop) -> None:
    somebody = shop.customer()
    codes = [shop.code(somebody.user) for _ in range(AT_ONCE)]
    told = at_once(lambda number: shop.try_scan(ENTRY, codes[number]), AT_ONCE)
    assert sorted(each.status_code for each in told) == [200] * (AT_ONCE - 1) + [201]
    assert len({each.json()["visit_id"] for each in told}) == 1
    rows = [r for r in shop.listed("/edge/user-sessions/") if r["user_id"] == somebody.user.user_id]
    assert len(rows) == 1


def test_ten_scans_at_the_exit_close_one_visit_with_a_ticket_for_each_machine(
    shop: Shop, vera: Customer, rack: Played
) -> None:
    visit_id, other = vera.enters(), shop.rack(1)
    codes = [shop.code(vera.user) for _ in range(AT_ONCE)]
    told = at_once(lambda number: shop.try_scan(EXIT, codes[number]), AT_ONCE)
    assert {each.status_code for each in told} == {200}
    answers = [each.json() for each in told]
    assert all(answer == answers[0] for answer in answers)
    made = [row for row in shop.listed("/edge/tickets/") if row["visit_id"] == visit_id]
    machines = sorted([rack.rack.machine_id, other.rack.machine_id])
    assert sorted(row["machine_id"] for row in made) == machines
    assert len({row["TktID"] for row in made}) == 2
    shop.retire(other)


def test_a_mode_opens_a_session_at_once_and_warns_of_who_is_inside(
    shop: Shop, vera: Customer
) -> None:
    vera.enters()
    told = shop.operates("PUT", "/edge/store-mode/", {"status": REFILLMENT})
    assert (told["inside"], told["warning"]) == (1, "1 person is inside")
    [session, before, *_] = shop.operates("GET", "/edge/machine-sessions/")["results"]
    assert (session["status"], before["status"]) == (REFILLMENT, "CUSTOMER_MODE")
    assert before["ended_at"] <= session["started_at"]
    [change, *_] = shop.operates("GET", "/edge/store-mode-changes/")["results"]
    assert (change["status"], change["user_id"]) == (REFILLMENT, shop.operator.user_id)
    count = shop.operates("GET", "/edge/store-mode-changes/")["count"]
    shop.opens(REFILLMENT)
    assert shop.operates("GET", "/edge/store-mode-changes/")["count"] == count, "nothing is new"


@pytest.mark.parametrize("status", ["PARTY", "customer_mode", "", None, 5])
def test_what_is_no_mode_changes_nothing(shop: Shop, status: object) -> None:
    for call in ("/edge/store-mode/", "/mode-control/"):
        method = "PUT" if call.startswith("/edge") else "POST"
        headers = shop.operator.bearer
        told = shop.api.call(method, call, json={"status": status}, headers=headers)
        assert told.status_code == 400
    assert shop.operates("GET", "/edge/store-mode/")["status"] == "CUSTOMER_MODE"


def test_sessions_are_a_grid_without_doubles(shop: Shop) -> None:
    rows = shop.listed("/edge/machine-sessions/", shop.operator)
    starts = [row["started_at"] for row in rows]
    assert starts == sorted(set(starts), reverse=True)
    assert all(row["ended_at"] is None or row["started_at"] < row["ended_at"] for row in rows)


def test_an_operator_lets_out_who_cannot_scan(shop: Shop, vera: Customer, rack: Played) -> None:
    visit_id = vera.enters()
    rack.rack.take("001")
    rack.tells()
    path = f"/edge/visits/{visit_id}/close/"
    refused = shop.api.call("POST", path, json={"reason": " "}, headers=shop.operator.bearer)
    assert refused.status_code == 400
    told = shop.operates("POST", path, {"reason": "the phone is dead"})
    [ticket] = [shop.ticket(each["id"]) for each in told["tickets"]]
    assert [event["quantity"] for event in ticket["events"]] == [1]
    assert shop.reviews("GET", f"/edge/visits/{visit_id}/")["exited_at"]


def test_a_head_count_above_the_visits_is_an_alert(shop: Shop, vera: Customer) -> None:
    def alerts() -> list[str]:
        rows = shop.listed("/edge/alerts/?open=true")
        return [row["id"] for row in rows if row["kind"] == "head_count"]

    def counted(count: int) -> int:
        return int(shop.gates[ENTRY].line.post("/edge/head-counts/", {"count": count})["inside"])

    vera.enters()
    assert (counted(1), alerts()) == (1, [])
    assert counted(2) == 1
    [raised] = alerts()
    shop.operates("POST", f"/edge/alerts/{raised}/close/")
    assert alerts() == []


def test_the_devices_of_the_original_pass_the_same_gates(shop: Shop, vera: Customer) -> None:
    for tag, path in ((ENTRY, "/entry-control/"), (EXIT, "/exit-control/")):
        body = {"scanner_id": shop.scanner_ids[tag], "token": shop.code(vera.user)}
        key = {"Authorization": f"Bearer {shop.gates[tag].line.key}"}
        told = shop.api.call("POST", path, json=body, headers=key)
        assert (told.ok, told.json()["status"]) == (True, "success")
        body["scanner_id"] = shop.scanner_ids[EXIT if tag == ENTRY else ENTRY]
        assert shop.api.call("POST", path, json=body, headers=key).status_code == 403
    assert shop.reviews("GET", f"/edge/visits/{told.json()['visit_id']}/")["exited_at"]
