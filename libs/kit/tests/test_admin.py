"""Django's admin below its path: who gets in, what they may do, and that nothing else changes."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from kit.admin.accounts import unsealed
from kit.models import FailureCount

pytestmark = pytest.mark.django_db

ADMIN, LOGIN = "/sample/admin/", "/sample/admin/login/"
COUNTS = "/sample/admin/kit/failurecount/"
ANSWERS = "/sample/admin/kit/idempotentanswer/"
FORM = {"key": "k", "count": "1", "expires_at_0": "2030-01-01", "expires_at_1": "12:00"}
KEY = "k" * 32


class Account:
    """An account of verification, as its stand-in answers for it."""

    def __init__(self, verification, *roles, user_id=7):
        self._verification, self._user_id = verification, user_id
        self.gets(*roles)

    def gets(self, *roles):
        """From now on it has these roles."""
        user = {"user_id": self._user_id, "username": "ada", "roles": list(roles)}
        login = {
            "session_key": KEY,
            "session_data": {"user_id": self._user_id},
            "username": "ada",
            "roles": list(roles),
            "access": "",
            "refresh": "",
        }
        on = self._verification.on
        on("POST", "/verification/login/", {"success": True, "response": login})
        on("POST", "/internal/verify/", {"success": True, "response": user})
        on("POST", "/verification/logout/", {"success": True})

    def loses_its_session(self):
        refused = {"success": False, "reason": "incorrect_credentials"}
        self._verification.on("POST", "/internal/verify/", refused, status=403)


@pytest.fixture
def web():
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def administrator(verification):
    return Account(verification, "admin")


@pytest.fixture
def operator(verification):
    return Account(verification, "operator", user_id=8)


def submit(web, path, form, **headers):
    """Send a form of the page at this path, with its token."""
    page = web.get(path)
    token = page.context["csrf_token"]
    return web.post(path, {**form, "csrfmiddlewaretoken": str(token)}, headers=headers)


def sign_in(web, username="ada", password="correct horse", **headers):
    return submit(web, LOGIN, {"username": username, "password": password}, **headers)


def inside(web):
    return web.get(ADMIN).status_code == 200


def add(web, **changes):
    return submit(web, f"{COUNTS}add/", {**FORM, **changes})


def test_an_administrator_may_do_everything(web, administrator):
    response = sign_in(web)
    assert (response.status_code, response["Location"]) == (302, ADMIN)
    assert b"ada" in web.get(ADMIN).content
    assert add(web).status_code == 302
    assert FailureCount.objects.get().count == 1
    assert web.get(ANSWERS).status_code == 200
    assert submit(web, f"{COUNTS}k/delete/", {"post": "yes"}).status_code == 302
    assert not FailureCount.objects.exists()
    assert {entry.user.get_short_name() for entry in LogEntry.objects.all()} == {"ada"}


def test_an_operator_may_do_what_is_listed(web, operator):
    sign_in(web)
    assert add(web).status_code == 302
    assert submit(web, f"{COUNTS}k/change/", {**FORM, "count": "2"}).status_code == 302
    assert FailureCount.objects.get().count == 2
    assert web.get(f"{COUNTS}k/delete/").status_code == 403
    assert web.get(ANSWERS).status_code == 403
    assert b"Idempotent" not in web.get(ADMIN).content


@pytest.mark.parametrize("roles", [(), ("customer",), ("staff", "reviewer")])
def test_others_do_not_get_in(web, verification, roles):
    Account(verification, *roles)
    response = sign_in(web)
    assert b"Please enter the correct username" in response.content
    assert not inside(web)
    assert not User.objects.exists()
    assert verification.asked("POST", "/verification/logout/") == 1


def test_a_wrong_password(web, verification):
    refused = {"success": False, "reason": "incorrect_credentials"}
    verification.on("POST", "/verification/login/", refused, status=403)
    assert b"Please enter the correct username" in sign_in(web).content
    assert not inside(web)


def superuser():
    environment = {"DJANGO_SUPERUSER_PASSWORD": "correct horse"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(*environment.popitem())
        call_command(
            *("createsuperuser", "--email", "admin@example.com", "--username", "admin"),
            interactive=False,
            stdout=StringIO(),
        )


def test_a_local_superuser_needs_no_verification(web, verification):
    superuser()
    verification.broken = True
    assert sign_in(web, "admin").status_code == 302
    assert inside(web)
    assert add(web).status_code == 302
    assert web.get(ANSWERS).status_code == 200


def test_rights_are_those_of_this_moment(web, administrator):
    sign_in(web)
    assert web.get(ANSWERS).status_code == 200
    administrator.gets("operator")
    assert web.get(ANSWERS).status_code == 403
    administrator.gets("customer")
    assert web.get(ADMIN).status_code == 302
    administrator.gets("admin")
    assert not inside(web)


def test_an_account_whose_session_has_ended_is_outside(web, administrator):
    sign_in(web)
    administrator.loses_its_session()
    assert web.get(ADMIN)["Location"].startswith(LOGIN)
    assert not Session.objects.exists()


def test_while_verification_is_down_nobody_gets_in_by_it(web, administrator, verification):
    sign_in(web)
    verification.broken = True
    assert web.get(ADMIN).status_code == 503
    assert b"not possible right now" in sign_in(Client()).content
    verification.broken = False
    assert inside(web)


def test_the_local_row_has_no_rights_and_no_password(web, administrator):
    sign_in(web)
    user = User.objects.get()
    assert (user.username, user.first_name) == ("verification:7", "ada")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (False, False, False)
    (session,) = Session.objects.all()
    stored = session.get_decoded()["verification"]
    assert KEY not in str(session.get_decoded())
    assert unsealed(stored) == {"session_key": KEY, "user_id": 7}
    sign_in(Client())
    assert User.objects.count() == 1


def test_signing_out_ends_the_session_at_verification(web, administrator, verification):
    sign_in(web)
    page = web.get(ADMIN)
    form = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert web.post("/sample/admin/logout/", form).status_code == 200
    assert verification.received[-1].body == {"session_key": KEY, "user_id": 7}
    assert verification.received[-1].path == "/verification/logout/"
    assert not inside(web)


def test_its_cookies_hold_for_its_path_only(web, administrator):
    sign_in(web)
    assert set(web.cookies) == {"sample_admin", "sample_admin_csrf"}
    for cookie in web.cookies.values():
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (ADMIN, True, "Strict")
        assert not cookie["secure"]
    by_https = Client(headers={"X-Forwarded-Proto": "https", "Referer": "https://testserver/"})
    sign_in(by_https)
    assert [cookie["secure"] for cookie in by_https.cookies.values()] == [True, True]


def test_a_form_without_its_token_changes_nothing(web, administrator):
    sign_in(web)
    response = web.post(f"{COUNTS}add/", FORM)
    assert response.status_code == 403
    assert response["Content-Type"].startswith("text/html")
    assert web.post(LOGIN, {"username": "ada", "password": "x"}).status_code == 403
    assert not FailureCount.objects.exists()


def test_a_refusal_by_an_action_is_shown_on_the_page(web, administrator):
    sign_in(web)
    response = add(web, count="13")
    assert (response.status_code, response["Location"]) == (302, f"{COUNTS}add/")
    assert b"Unlucky number" in web.get(f"{COUNTS}add/").content
    assert not FailureCount.objects.exists()


def test_a_bug_in_the_admin_is_in_the_log(web, administrator, caplog):
    sign_in(web)
    response = add(web, count="14")
    assert response.status_code == 500
    assert b"secret" not in response.content
    assert "secret detail" in caplog.text


def test_a_message_is_shown_once_and_is_in_no_cookie(web, administrator):
    sign_in(web)
    assert "messages" not in add(web).cookies
    assert b"shown once" in web.get(COUNTS).content
    assert b"shown once" not in web.get(COUNTS).content


def test_guessing_is_limited(web, verification):
    superuser()
    refused = {"success": False, "reason": "incorrect_credentials"}
    verification.on("POST", "/verification/login/", refused, status=403)
    for _ in range(10):
        sign_in(web, "admin", "wrong", **{"X-Real-IP": "203.0.113.9"})
    barred = sign_in(web, "admin", **{"X-Real-IP": "203.0.113.9"})
    assert b"Too many attempts" in barred.content
    assert not inside(web)
    assert sign_in(web, "admin", **{"X-Real-IP": "203.0.113.10"}).status_code == 302
    addresses = {one.headers["X-Real-IP"] for one in verification.received if "login" in one.path}
    assert addresses == {"203.0.113.9"}


def test_verification_may_refuse_to_be_asked(web, verification):
    refused = {"success": False, "reason": "too_many_attempts"}
    verification.on("POST", "/verification/login/", refused, status=429)
    assert b"Too many attempts" in sign_in(web).content
    assert not FailureCount.objects.exists()


def test_the_rest_of_the_service_knows_no_session(web, administrator):
    sign_in(web)
    response = web.get("/sample/done/")
    assert not response.cookies
    assert not hasattr(response.wsgi_request, "session")
    assert web.get("/sample/administrator/").json()["reason"] == "not_found"


def test_its_short_address_and_its_files(web, settings):
    assert web.get("/admin")["Location"] == ADMIN
    assert web.get("/sample/admin")["Location"].startswith(LOGIN)
    page = web.get(LOGIN).content.decode()
    assert f'href="{settings.STATIC_URL}admin/css/base.css"' in page
    assert "<script>" not in page
    assert "style=" not in page


def test_expired_sessions_go_when_somebody_signs_in(web, administrator):
    Session.objects.create(
        session_key="old", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC)
    )
    sign_in(web)
    assert not Session.objects.filter(session_key="old").exists()
