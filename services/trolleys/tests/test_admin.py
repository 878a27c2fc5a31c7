"""Django's admin: what it shows, and that each write of it is told like any other."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from testing.admin import form_of, signed_in
from trolleys.models import BoardEvent, CartAudit, Session, SessionEvent, StaffDecision, Trolley
from world import ADMIN, MARKET, NAMES, OPERATOR, TROLLEY

pytestmark = pytest.mark.django_db

HOME = "/trolleys/admin/"
LIST = f"{HOME}trolleys/trolley/"
SESSIONS, AUDIT = f"{HOME}trolleys/session/", f"{HOME}trolleys/cartaudit/"


@pytest.fixture
def sign_in(verification):
    """Somebody in front of the admin, by an account of verification."""

    def enter(user_id, *roles):
        return signed_in(verification, HOME, user_id, NAMES[user_id], *roles)

    return enter


@pytest.fixture
def web(sign_in):
    return sign_in(ADMIN, "admin")


@pytest.fixture
def operators(sign_in):
    return sign_in(OPERATOR, "operator")


def change(web, pk, *, without=(), **fields):
    path = f"{LIST}{pk}/change/"
    sent = {name: value for name, value in form_of(web, path).items() if name not in without}
    return web.post(path, {**sent, **fields})


def told(kind="trolley.changed"):
    events = BoardEvent.objects.filter(kind=kind).order_by("seq")
    return [json.loads(event.data) for event in events]


def cell(page, name):
    found = re.search(rf'class="field-{name}[^"]*">(.*?)</t[dh]>', page.content.decode(), re.S)
    return re.sub("<[^>]*>", "", found[1]).strip()


def test_the_list_has_the_columns_of_the_seed(web, session):
    Session.objects.update(assigned_at=timezone.now() - timedelta(minutes=5, seconds=3))
    page = web.get(LIST)
    assert page.status_code == 200
    assert (cell(page, "status"), cell(page, "assigned_to")) == ("In Use", "john_doe")
    assert cell(page, "assigned_since").startswith("0:05:0")
    last_seen, created_at = cell(page, "last_seen"), cell(page, "created_at")
    assert last_seen.split(",")[:2] == created_at.split(",")[:2], "the same form of times"
    Session.objects.update(alive_until=timezone.now())
    page = web.get(LIST)
    assert (cell(page, "status"), cell(page, "assigned_to")) == ("Available", "-")
    assert cell(page, "assigned_since") == "-"


def test_the_action_releases_what_is_in_use_and_says_what_is_not(operators, session, make_trolley):
    other = make_trolley("TROLLEY_02")
    chosen = {"action": "force_unassign", "_selected_action": [session.trolley.pk, other.pk]}
    page = operators.post(LIST, chosen, follow=True).content.decode()
    assert "Unassigned: 1." in page
    assert "TROLLEY_02 is not in use." in page
    session.refresh_from_db()
    assert (session.state, session.ended_by) == ("ended", "staff")
    assert [row["status"] for row in told()] == ["available"]
    assert SessionEvent.objects.filter(kind="session.ended").count() == 1
    record = StaffDecision.objects.get()
    assert (record.user_id, record.user_name) == (OPERATOR, "operator")


@pytest.mark.parametrize("without", [(), ("initial-assigned_to",)])
def test_clearing_assigned_to_does_the_same(operators, session, without):
    response = change(operators, session.trolley.pk, without=without, assigned_to="")
    assert response.status_code == 302, response.context and response.context["errors"]
    assert Session.objects.get().ended_by == "staff"
    assert [row["status"] for row in told()] == ["available"]
    assert Trolley.objects.get().is_active


def test_saving_without_a_change_changes_nothing(operators, session):
    assert change(operators, session.trolley.pk).status_code == 302
    assert Session.objects.get().state == "active"
    assert told() == []


def test_a_form_from_before_a_scan_takes_nothing_away(operators, trolley, make_session):
    path = f"{LIST}{trolley.pk}/change/"
    stale = form_of(operators, path)
    make_session(user_id=5)
    stale.pop("is_active")
    assert operators.post(path, stale).status_code == 302
    assert Session.objects.get().state == "active"
    assert Trolley.objects.get().is_active is False


def test_a_form_about_one_holder_does_not_take_the_trolley_from_the_next(
    operators, session, make_session
):
    path = f"{LIST}{session.trolley.pk}/change/"
    stale = form_of(operators, path)
    Session.objects.update(state="ended")
    following = make_session(user_id=6)
    page = operators.post(path, {**stale, "assigned_to": ""}, follow=True)
    assert "Trolley is not in use" in page.content.decode()
    following.refresh_from_db()
    assert following.state == "active"


def test_switching_off_and_moving_are_told(operators, trolley):
    sent = form_of(operators, f"{LIST}{trolley.pk}/change/")
    assert "on" in sent.values()
    assert change(operators, trolley.pk, without=("is_active",), location_id=0).status_code == 302
    trolley.refresh_from_db()
    assert (trolley.is_active, trolley.location_id) == (False, 0)
    assert {(row["status"], row["location_id"]) for row in told()} == {("inactive", None)}


def test_a_refusal_is_shown_and_nothing_changes(operators, session):
    page = operators.post(
        f"{LIST}{session.trolley.pk}/change/",
        {**form_of(operators, f"{LIST}{session.trolley.pk}/change/"), "location_id": 0},
        follow=True,
    )
    assert "currently assigned to another user" in page.content.decode()
    assert Trolley.objects.get().location_id == MARKET


def test_an_operator_adds_a_trolley(operators, db):
    form = {"trolley_id": "NEW-1", "is_active": "on", "location_id": MARKET}
    assert operators.post(f"{LIST}add/", form).status_code == 302
    made = Trolley.objects.get()
    assert (made.trolley_id, made.location_id, made.device.kind) == ("NEW-1", MARKET, "trolley")
    assert [row["trolley_id"] for row in told()] == ["NEW-1"]


@pytest.mark.parametrize(
    "form",
    [
        {"trolley_id": "usage", "location_id": 0},
        {"trolley_id": "a b", "location_id": 0},
        {"trolley_id": "", "location_id": 0},
        {"trolley_id": "A", "location_id": 77},
        {"trolley_id": "A", "location_id": -1},
        {"trolley_id": TROLLEY, "location_id": 0},
    ],
)
def test_odd_trolleys_are_not_added(operators, trolley, locations, form):
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", "/internal/locations/77/", missing, status=404)
    assert operators.post(f"{LIST}add/", form).status_code in (200, 302)
    assert Trolley.objects.get() == trolley
    assert told() == []


def test_nobody_deletes_a_trolley(web, trolley):
    assert web.post(f"{LIST}{trolley.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Trolley.objects.exists()


@pytest.mark.parametrize("path", [SESSIONS, AUDIT])
def test_sessions_and_audit_rows_are_only_shown_to_administrators(web, session, path, sign_in):
    audit = CartAudit.objects.create(
        cart=session.cart,
        action="ADD",
        product_name="Tea",
        changes={"quantity": 1, "price": "4.50"},
        timestamp=timezone.now(),
    )
    pk = session.pk if path == SESSIONS else audit.pk
    assert web.get(path).status_code == web.get(f"{path}{pk}/change/").status_code == 200
    assert session.code not in web.get(f"{path}{pk}/change/").content.decode()
    for address in (f"{path}add/", f"{path}{pk}/delete/", f"{path}{pk}/change/"):
        assert web.post(address, {"post": "yes", "state": "ended"}).status_code == 403
    assert Session.objects.get().state == "active"
    assert CartAudit.objects.exists()
    assert sign_in(OPERATOR, "operator").get(path).status_code == 403


def test_a_local_superuser_releases_a_trolley_while_verification_is_down(session, verification):
    User.objects.create_superuser("boss", "boss@example.com", "correct horse")
    verification.broken = True
    web = Client()
    web.post(f"{HOME}login/", {"username": "boss", "password": "correct horse"})
    chosen = {"action": "force_unassign", "_selected_action": [session.trolley.pk]}
    web.post(LIST, chosen)
    assert Session.objects.get().ended_by == "staff"
    assert StaffDecision.objects.get().user_name == "boss"


def test_staff_of_a_place_and_shoppers_do_not_get_in(sign_in, trolley):
    for web in (sign_in(ADMIN, "staff"), sign_in(ADMIN), Client()):
        assert web.get(LIST).status_code == 302
    assert Client().get("/admin/")["Location"] == HOME
