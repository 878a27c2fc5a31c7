"""A browser in which a user has signed in is not counted with strangers at the same address."""

import pytest
from answers import INCORRECT, OK, TOO_MANY, said
from testing.client import ApiClient
from testing.races import at_once
from verification.actions import devices
from verification.models import KnownDevice

pytestmark = pytest.mark.django_db
PAGE = {"Origin": "http://testserver", "Host": "testserver", "X-Real-IP": "203.0.113.5"}
LOGIN = "/verification/login/"


class Browser:
    """One browser at the café's address, with its cookies."""

    def __init__(self):
        self.api = ApiClient()

    def login(self, password="correct horse", username="alice", **headers):
        body = {"username": username, "password": password}
        return self.api.send(LOGIN, body, headers=PAGE | headers)

    @property
    def mark(self):
        cookie = self.api.cookies.get("aisle_device")
        return cookie and cookie.value


@pytest.fixture
def waiter(alice):
    """A browser in which Alice has signed in."""
    browser = Browser()
    assert said(browser.login()) == OK
    return browser


def lock_out(times=10):
    """What a guest at the same address can do."""
    answers = [said(Browser().login("wrong guess")) for _ in range(times)]
    assert answers[-1] == (INCORRECT if times <= 10 else TOO_MANY)


def test_a_guest_does_not_lock_the_waiter_out(waiter):
    lock_out(12)
    assert said(Browser().login()) == TOO_MANY
    assert said(waiter.login()) == OK
    assert said(Browser().login()) == TOO_MANY  # what helps the waiter helps nobody else


def test_it_has_a_limit_of_its_own(waiter, clock):
    assert [said(waiter.login("wrong guess")) for _ in range(11)] == [INCORRECT] * 10 + [TOO_MANY]
    assert said(waiter.login()) == TOO_MANY
    assert said(Browser().login()) == OK  # and stops nobody else
    clock(minutes=15, seconds=1)
    assert said(waiter.login("wrong guess")) == INCORRECT
    assert said(waiter.login()) == OK
    assert [said(waiter.login("wrong guess")) for _ in range(10)] == [INCORRECT] * 10


def test_a_mark_is_good_for_its_own_user_only(api, waiter, account):
    bob = Browser()
    registered = bob.api.send(
        "/verification/register/", account | {"username": "bobby"}, headers=PAGE
    )
    assert said(registered) == OK
    assert bob.mark
    assert [said(bob.login("wrong guess")) for _ in range(10)] == [INCORRECT] * 10
    assert said(bob.login()) == TOO_MANY
    assert said(bob.login(username="bobby")) == OK
    for mark in ("", "x", "x" * 43, "x" * 4000, waiter.mark + "x" * 9, waiter.mark[:-1]):
        stranger = Browser()
        stranger.api.cookies["aisle_device"] = mark
        assert said(stranger.login()) == TOO_MANY


def test_the_cookie_is_for_no_script_and_no_other_site(waiter):
    cookie = waiter.login(**{"X-Forwarded-Proto": "https"}).cookies["aisle_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", True)
    assert (cookie["path"], cookie["max-age"]) == ("/verification/", 180 * 86400)
    assert not waiter.login().cookies["aisle_device"]["secure"]
    [device] = KnownDevice.objects.all()
    assert waiter.mark not in (device.mark_hash, "")
    assert len(waiter.mark) == 43


@pytest.mark.parametrize("origin", ["", "null", "https://other.example", "http://"])
def test_only_a_page_of_ours_gets_one(alice, origin):
    browser = Browser()
    assert said(browser.login(Origin=origin)) == OK
    assert (browser.mark, KnownDevice.objects.count()) == (None, 0)


def test_signing_out_keeps_it_and_a_new_password_does_not(waiter, claim, account):
    assert said(waiter.api.send("/verification/logout/", claim)) == OK
    other, body = Browser(), {k: account[k] for k in ("username", "password")}
    body["new_password"] = "battery staple"
    assert said(other.api.send("/verification/password/", body, headers=PAGE)) == OK
    assert KnownDevice.objects.count() == 1
    lock_out()
    assert said(waiter.login("battery staple")) == TOO_MANY
    assert said(other.login("battery staple")) == OK


def test_it_is_forgotten_half_a_year_after_the_last_login(waiter, clock):
    clock(days=179)
    mark = waiter.mark
    assert said(waiter.login()) == OK
    assert waiter.mark == mark
    clock(days=179)
    lock_out()
    assert said(waiter.login()) == OK
    clock(days=181)
    lock_out()
    assert said(waiter.login()) == TOO_MANY
    assert devices.devices_sweep() == 1


def test_a_user_has_at_most_fifty(waiter, clock):
    for _ in range(60):
        clock(seconds=1)
        assert said(Browser().login()) == OK
    assert KnownDevice.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_many_logins_at_once_in_one_browser_keep_one_mark(waiter):
    cookies = waiter.api.cookies

    def login(_):
        browser = Browser()
        browser.api.cookies = cookies.copy()
        return said(browser.login())

    assert at_once(login, 16, threads=8) == [OK] * 16
    assert KnownDevice.objects.count() == 1
