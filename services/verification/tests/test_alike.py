"""Nobody gets a name that looks like another one's."""

from importlib import import_module

import pytest
from answers import OK, said
from django.apps import apps
from django.core.management import CommandError, call_command
from kit.alike import fingerprint, skeleton
from testing.races import at_once
from verification.models import User

pytestmark = pytest.mark.django_db
PATH = "/verification/register/"
DUPLICATE = (400, "duplicate_user")
LIKE_ALICE = ["ALICE", "аlice", "ɑlice", "ａｌｉｃｅ", "a1ice", "alicе", "𝐚lice", "aIice"]
ODD = [" alice", "alice ", "al  ice", "al\u2800ice", "alice\ufe0f"]


@pytest.mark.parametrize("username", LIKE_ALICE)
def test_a_name_that_looks_like_another(api, alice, account, username):
    assert said(api.send(PATH, account | {"username": username})) == DUPLICATE
    assert User.objects.get().username == "alice"


@pytest.mark.parametrize("username", ODD)
def test_spaces_that_nobody_sees(api, db, account, username):
    response = api.send(PATH, account | {"username": username})
    assert said(response) == (400, "malformed_json")
    assert response.json()["details"] == [{"field": "username"}]
    with pytest.raises(CommandError, match="username: white space"):
        call_command("create_user", username, *OPTIONS)
    assert not User.objects.exists()


OPTIONS = ["--email", "a@b.example", "--first-name", "A", "--last-name", "B"]


@pytest.fixture(autouse=True)
def _typed(monkeypatch):
    monkeypatch.setattr("sys.stdin.readline", lambda: "correct horse\n", raising=False)


@pytest.mark.parametrize(
    "username", ["Алиса", "alice2", "álice", "alice lee", "ali.ce", "爱丽丝小姐"]
)
def test_a_name_that_is_another(api, alice, account, username):
    assert said(api.send(PATH, account | {"username": username})) == OK


def test_who_looked_alike_before_goes_on(api, alice, account, login):
    older = User.objects.get()
    User.objects.update(look="")
    User.objects.create(username="Alice", password=older.password)
    import_module("verification.migrations.0004_fill_in_what_names_look_like").fill(apps, None)
    looks = dict(User.objects.values_list("username", "look"))
    assert looks == {"alice": fingerprint("alice", by=skeleton), "Alice": ""}
    for name in looks:
        assert said(login(username=name)) == OK
    assert said(api.send(PATH, account | {"username": "ALICE"})) == DUPLICATE


def test_who_looks_like_the_administrator_does_not_keep_them_out(api, account, settings, login):
    assert said(api.send(PATH, account | {"username": "Admin"})) == OK
    settings.ADMIN_PASSWORD = "admin-demo"
    for _ in range(2):
        call_command("seed_admin")
    assert said(login("admin-demo", username="admin")) == OK
    assert said(login(username="Admin")) == OK
    assert User.objects.get(username="Admin").roles == ["customer"]
    assert said(api.send(PATH, account | {"username": "ADMIN"})) == DUPLICATE


def test_a_taken_name_leaves_nothing_in_the_databases_log(api, alice, account, database_log):
    taken = account | {"email": "private@person.example"}
    for username in ("alice", "Alice"):
        assert said(api.send(PATH, taken | {"username": username})) == DUPLICATE
    for trace in ("private@person.example", "verification_user_"):
        assert trace not in database_log()


@pytest.mark.django_db(transaction=True)
def test_of_20_who_look_alike_one_is_registered(api, account):
    names = ["alice", *LIKE_ALICE]

    def register(number):
        return said(api.send(PATH, account | {"username": names[number % len(names)]}))

    assert sorted(at_once(register, 20, threads=20)) == [OK] + [DUPLICATE] * 19
    assert User.objects.count() == 1
