"""What is done on the command line."""

import io
import sys
from datetime import timedelta

import pytest
from answers import INCORRECT, OK, UNKNOWN_KEY, said
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from kit.models import FailureCount, IdempotentAnswer
from verification.models import LoginSession, Role, User

pytestmark = pytest.mark.django_db


def test_roles_are_granted_and_revoked(alice, capsys):
    call_command("grant", "alice", "operator", "staff")
    call_command("grant", "alice", "staff")
    assert User.objects.get().roles == ["customer", "staff", "operator"]
    call_command("revoke", "alice", "staff", "admin")
    assert User.objects.get().roles == ["customer", "operator"]
    assert capsys.readouterr().out.endswith("alice: customer, operator\n")


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_roles_and_users_must_exist(alice, command):
    with pytest.raises(CommandError):
        call_command(command, "alice", "emperor")
    with pytest.raises(CommandError, match="User not found"):
        call_command(command, "nobody", "staff")
    assert User.objects.get().roles == ["customer"]


def test_the_database_knows_the_roles_too(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(roles=["emperor"])


def test_the_admin_is_seeded_once(settings, login, api):
    settings.ADMIN_PASSWORD = "admin-demo"
    call_command("seed_admin")
    answer = login("admin-demo", username="admin").json()["response"]
    assert answer["roles"] == Role.values
    call_command("seed_admin")
    claim = {"session_key": answer["session_key"], **answer["session_data"]}
    assert said(api.send("/verification/verify/", claim)) == OK
    settings.ADMIN_PASSWORD = "another one"
    call_command("seed_admin")
    assert said(api.send("/verification/verify/", claim)) == UNKNOWN_KEY
    assert said(login("admin-demo", username="admin")) == INCORRECT
    assert said(login("another one", username="admin")) == OK
    assert User.objects.count() == 1


def test_a_stranger_who_took_the_name_loses_it(api, account, settings, login):
    taken = api.send("/verification/register/", account | {"username": "admin"}).json()["response"]
    settings.ADMIN_PASSWORD = "admin-demo"
    call_command("seed_admin")
    claim = {"session_key": taken["session_key"], **taken["session_data"]}
    assert said(api.send("/verification/verify/", claim)) == UNKNOWN_KEY
    assert said(login(username="admin")) == INCORRECT


@pytest.mark.parametrize("password", ["", "short", "password"])
def test_the_admin_needs_a_password(settings, password):
    settings.ADMIN_PASSWORD = password
    with pytest.raises(CommandError, match="AISLE_ADMIN_PASSWORD"):
        call_command("seed_admin")
    assert not User.objects.exists()


@pytest.fixture
def create(monkeypatch):
    def run(name="wendy", password="correct horse", *more):
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        names = ["--email=w@example.org", "--first-name=Wendy", "--last-name=Darling"]
        call_command("create_user", name, *names, *more)

    return run


def test_a_user_is_created(create, login):
    create("wendy", "correct horse", "--role=staff", "--role=reviewer")
    answer = login(username="wendy").json()["response"]
    assert answer["roles"] == ["customer", "staff", "reviewer"]


def test_a_user_is_created_by_the_rules_of_registering(create):
    with pytest.raises(CommandError, match=r"^username: .*; password: "):
        create("w", "password")
    create()
    with pytest.raises(CommandError, match="Duplicate user"):
        create()
    assert User.objects.count() == 1


def test_prune_removes_what_has_expired_and_nothing_else(alice, login, clock, capsys):
    login("wrong guess")
    IdempotentAnswer.objects.create(scope="s", key="k", fingerprint="f")
    call_command("prune")
    assert (LoginSession.objects.count(), FailureCount.objects.count()) == (1, 3)
    assert IdempotentAnswer.objects.count() == 1
    clock(days=15)
    LoginSession.objects.create(
        user=User.objects.get(), key_hash="x", expires_at=timezone.now() + timedelta(seconds=9)
    )
    capsys.readouterr()
    call_command("prune")
    assert (
        capsys.readouterr().out
        == "signing keys: 0\nsessions: 1\ndevices: 0\nlinks: 0\nfailures: 3\nanswers: 1\n"
    )
    assert LoginSession.objects.get().key_hash == "x"
    assert not FailureCount.objects.exists()
    assert not IdempotentAnswer.objects.exists()
