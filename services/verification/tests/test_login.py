"""Logins: limits, equal work for unknown names, many at once."""

import logging
from dataclasses import replace

import pytest
from answers import INCORRECT, OK, TOO_MANY, said
from django.contrib.auth.hashers import MD5PasswordHasher
from kit.models import FailureCount
from testing.races import at_once
from verification.actions import throttle
from verification.models import LoginSession, User

pytestmark = pytest.mark.django_db

HERE, THERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture
def guess(login):
    """Fail to log in; the answers."""

    def fail(times, **where):
        return [said(login("wrong guess", **where)) for _ in range(times)]

    return fail


def test_the_eleventh_guess_is_not_looked_at(alice, guess, login):
    assert guess(10) == [INCORRECT] * 10
    response = login()
    assert said(response) == TOO_MANY
    assert 890 <= int(response.headers["Retry-After"]) <= 901
    assert LoginSession.objects.count() == 1


def test_guesses_are_forgotten_after_15_minutes(alice, guess, login, clock):
    guess(10)
    clock(minutes=14, seconds=50)
    assert said(login()) == TOO_MANY
    clock(seconds=11)
    assert guess(10) == [INCORRECT] * 10
    assert said(login()) == TOO_MANY


def test_a_refused_guess_does_not_prolong_the_wait(alice, guess, login, clock):
    guess(10)
    clock(minutes=10)
    assert guess(3) == [TOO_MANY] * 3
    clock(minutes=5, seconds=1)
    assert said(login()) == OK


def test_a_login_clears_the_guesses_from_there(alice, guess, login):
    guess(9)
    assert said(login()) == OK
    assert guess(10) == [INCORRECT] * 10


def test_guesses_from_elsewhere_do_not_lock_the_user_out(alice, guess, login):
    guess(10, address=THERE)
    assert said(login(address=THERE)) == TOO_MANY
    assert said(login(address=HERE)) == OK


def test_unknown_names_are_limited_alike(db, guess):
    assert guess(12, username="nobody") == [INCORRECT] * 10 + [TOO_MANY] * 2


def test_a_network_is_limited_over_all_names_but_for_who_is_signed_in_there(
    alice, login, guess, monkeypatch
):
    monkeypatch.setattr(throttle, "NETWORK", replace(throttle.NETWORK, failures=12))
    for number in range(12):
        guess(1, username=f"guess{number}")
    assert said(login()) == TOO_MANY
    assert said(login(address=THERE)) == OK


def test_who_is_signed_in_somewhere_cannot_be_locked_out_there(alice, login, guess, monkeypatch):
    monkeypatch.setattr(throttle, "USER", replace(throttle.USER, failures=12))
    monkeypatch.setattr(throttle, "NETWORK", replace(throttle.NETWORK, failures=12))
    assert said(login()) == OK
    for number in range(12):
        guess(1, address=f"198.51.100.{number}")
        guess(1, username=f"guess{number}")
    assert said(login()) == OK
    assert said(login(address=THERE)) == TOO_MANY


def test_a_site_of_ipv6_counts_as_one(alice, guess, login):
    for number in range(10):
        guess(1, address=f"2001:db8:0:1::{number:x}")
    assert said(login(address="2001:db8:0:1:ffff::1")) == TOO_MANY
    assert said(login(address="2001:db8:0:2::1")) == OK


@pytest.mark.parametrize(
    ("peer", "believed"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("::ffff:172.16.0.9", True),
        ("100.64.3.2", True),
        ("", True),
        ("8.8.8.8", False),
        ("2606:4700::1111", False),
    ],
)
def test_only_a_near_peer_may_say_who_it_speaks_for(api, alice, peer, believed):
    body = {"username": "alice", "password": "wrong guess"}
    for number in range(10):
        headers = {"HTTP_X_REAL_IP": f"203.0.113.{number}", "REMOTE_ADDR": peer}
        api.post("/verification/login/", body, content_type="application/json", **headers)
    headers = {"HTTP_X_REAL_IP": "203.0.113.99", "REMOTE_ADDR": peer}
    last = api.post("/verification/login/", body, content_type="application/json", **headers)
    assert said(last) == (INCORRECT if believed else TOO_MANY)


@pytest.mark.parametrize("header", ["", "nonsense", "1.2.3.4, 5.6.7.8", "1.2.3.4:80"])
def test_an_address_that_is_none_counts_as_the_peer(alice, login, header):
    assert said(login("wrong guess", address=header)) == INCORRECT
    counted = FailureCount.objects.values_list("key", flat=True)
    assert throttle.PAIR.of("alice", "127.0.0.1").key in counted


def test_an_unknown_name_costs_as_much_as_a_wrong_password(alice, login, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    assert said(login("wrong guess")) == said(login("wrong guess", username="nobody")) == INCORRECT
    assert hashed == ["wrong guess"] * 2


def test_a_refused_attempt_is_not_hashed(alice, guess, login, monkeypatch):
    guess(10)
    monkeypatch.setattr(MD5PasswordHasher, "encode", None)
    assert said(login()) == TOO_MANY


def test_a_stored_hash_of_an_older_kind_is_replaced(alice, login, settings):
    older = ["ScryptPasswordHasher", "MD5PasswordHasher"]
    older = [f"django.contrib.auth.hashers.{name}" for name in older]
    settings.PASSWORD_HASHERS = older
    assert said(login()) == OK
    assert User.objects.get().password.startswith("scrypt$")
    settings.PASSWORD_HASHERS = ["verification.hashing.Argon2id", *older]
    assert said(login()) == OK
    assert User.objects.get().password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert said(login()) == OK


def test_failures_remove_counts_that_are_over(alice, guess, clock):
    for number in range(3):
        guess(1, username=f"guess{number}", address=f"198.51.100.{number}")
    clock(minutes=16)
    guess(1)
    assert FailureCount.objects.count() == 3


def test_nothing_secret_is_logged(alice, login, account, api, caplog):
    caplog.set_level(logging.DEBUG)
    login("wrong guess")
    login()
    api.send("/verification/register/", account)
    lines = "\n".join(str(vars(record)) for record in caplog.records if record.name != "django.db")
    for secret in ("wrong guess", account["password"], account["email"]):
        assert secret not in lines


def test_queries_of_a_login(alice, login, django_assert_num_queries):
    # counts; user; savepoint, user held, session; expired sessions in their savepoint; key; release
    with django_assert_num_queries(10):
        assert said(login()) == OK


@pytest.mark.django_db(transaction=True)
def test_24_logins_at_8_at_once_all_succeed(alice, login):
    answers = at_once(lambda _: login(), 24, threads=8)
    assert [said(answer) for answer in answers] == [OK] * 24
    keys = {answer.json()["response"]["session_key"] for answer in answers}
    assert len(keys) == 24
    assert LoginSession.objects.count() == 25


@pytest.mark.django_db(transaction=True)
def test_failures_at_once_are_all_counted(alice):
    at_once(
        lambda number: throttle.failure_count(throttle.Attempt("alice", f"10.0.0.{number % 3}")), 48
    )
    counts = sorted(FailureCount.objects.values_list("count", flat=True))
    assert counts == [16, 16, 16, 16, 16, 16, 48]


@pytest.mark.django_db(transaction=True)
def test_of_20_registrations_of_one_name_one_succeeds(api, account):
    answers = at_once(lambda _: said(api.send("/verification/register/", account)), 20, threads=20)
    assert sorted(answers) == [OK] + [(400, "duplicate_user")] * 19
    assert User.objects.count() == LoginSession.objects.count() == 1


def test_a_registration_that_cannot_be_answered_is_not_kept(api, account, db, settings):
    api.send("/internal/service-token/", {"service": "orders", "secret": "s-orders"})
    settings.SECRET_KEY = "another"
    assert said(api.send("/verification/register/", account)) == (503, "service_unavailable")
    assert not User.objects.exists()
