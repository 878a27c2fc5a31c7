"""Forgotten passwords: a link by mail, told to nobody else, that works once."""

import re
from urllib.parse import urlsplit

import pytest
from answers import INCORRECT, OK, TOO_MANY, said
from django.core import mail
from testing.races import at_once
from verification import mailing
from verification.models import LoginSession, NewPassword, PasswordLink, User

pytestmark = pytest.mark.django_db
FORGOT, RESET = "/verification/password/forgot/", "/verification/password/reset/"
EXPIRED = (400, "link_expired")
NEW = "battery staple"


@pytest.fixture(autouse=True)
def _mails(settings, monkeypatch):
    """Mails are kept by Django; each is sent before its request ends."""
    settings.MAIL_DIR, settings.PUBLIC_URL = "/nowhere", "https://cafe.example"
    box = mail.get_connection("django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mailing, "_backend", lambda: box)
    monkeypatch.setattr(mailing, "desk", AtOnce)


class AtOnce:
    def put(self, work):
        work()


@pytest.fixture
def forgot(api):
    def send(whom="alice", address="203.0.113.5", **headers):
        return api.send(FORGOT, {"whom": whom}, headers={"X-Real-IP": address, **headers})

    return send


@pytest.fixture
def reset(api):
    def send(link, new_password=NEW):
        return api.send(RESET, {"link": link, "new_password": new_password})

    return send


def links():
    """What the mails so far have behind `#/reset/`."""
    return [found for each in mail.outbox for found in re.findall(r"#/reset/(\S+)", str(each.body))]


def test_a_link_by_mail_opens_a_new_password_once(api, alice, claim, forgot, reset, login):
    assert said(forgot()) == OK
    [message] = mail.outbox
    assert (message.to, "alice" in message.body) == (["alice@example.org"], True)
    [link] = links()
    answer = reset(link)
    assert (said(answer), answer.json()["response"]) == (OK, {"username": "alice"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert LoginSession.objects.count() == 0
    assert said(api.send("/verification/refresh/", {"refresh": alice["refresh"]})) == INCORRECT
    assert (said(login()), said(login(NEW))) == (INCORRECT, OK)
    assert said(reset(link, "another one 2")) == EXPIRED
    assert said(login(NEW)) == OK
    note = NewPassword.objects.get()
    assert (note.way, note.by) == ("mail", None)


def test_of_a_link_the_database_has_a_hash_only(alice, forgot):
    forgot()
    [link] = links()
    assert link not in str([vars(each) for each in PasswordLink.objects.all()])


def test_the_answer_is_the_same_whether_there_is_such_an_account(alice, forgot):
    answers = {forgot(whom).content for whom in ("alice", "nobody", "nobody@example.org", "%", "'")}
    assert answers == {b'{"success":true}'}
    assert len(mail.outbox) == 1


def test_a_request_asks_nothing_about_the_account(
    alice, forgot, monkeypatch, django_assert_num_queries
):
    """What would take longer for one that exists is done behind the request."""
    waiting = []
    monkeypatch.setattr(mailing, "desk", lambda: type("Desk", (), {"put": waiting.append}))
    for whom in ("alice", "nobody"):
        with django_assert_num_queries(5):  # counts read, one more, old ones removed
            assert said(forgot(whom)) == OK
    assert (len(waiting), mail.outbox) == (2, [])


@pytest.mark.parametrize("whom", ["alice@example.org", "ALICE@Example.org", " alice "])
def test_by_name_or_by_address(alice, forgot, whom):
    forgot(whom)
    assert len(links()) == 1


def test_one_mail_names_all_accounts_of_an_address(api, alice, account, forgot, reset, login):
    api.send("/verification/register/", account | {"username": "alice.two"})
    forgot("alice@example.org")
    [message] = mail.outbox
    first, second = links()
    assert message.body.index("alice\n") < message.body.index("alice·two\n")
    assert reset(second).json()["response"] == {"username": "alice.two"}
    assert said(login()) == OK
    assert said(reset(first)) == OK  # of another account: it is as good as before


def test_a_used_link_ends_the_others(alice, forgot, reset):
    for _ in range(3):
        forgot()
    old, middle, new = links()
    assert said(reset(middle)) == OK
    assert [said(reset(each)) for each in (old, new)] == [EXPIRED] * 2
    assert not PasswordLink.objects.exists()


def test_a_password_that_was_changed_ends_all_links(api, alice, account, forgot, reset):
    forgot()
    body = {"username": "alice", "password": account["password"], "new_password": NEW}
    assert said(api.send("/verification/password/", body)) == OK
    assert said(reset(links()[0], "another one 2")) == EXPIRED


def test_a_link_is_good_for_half_an_hour(alice, forgot, reset, clock, login):
    forgot()
    clock(minutes=31)
    assert said(reset(links()[0])) == EXPIRED
    assert said(login()) == OK


@pytest.mark.parametrize("weak", ["short1", "password", "x" * 1024 + "y"])
def test_a_weak_password_leaves_the_link_as_good_as_before(alice, forgot, reset, weak):
    forgot()
    assert said(reset(links()[0], weak)) in ((400, "weak_password"), INCORRECT)
    assert said(reset(links()[0])) == OK


@pytest.mark.parametrize("link", ["x", "0" * 43, "../", "é", " "])
def test_what_is_no_link(alice, reset, link, login):
    assert said(reset(link)) == EXPIRED
    assert said(login()) == OK


def test_the_host_of_a_link_is_ours_whatever_a_request_says(alice, forgot):
    evil = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "Origin": "https://evil.example",
    }
    forgot(**evil)
    [found] = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    address = urlsplit(found)
    assert (address.scheme, address.netloc) == ("https", "cafe.example")
    assert (address.path, address.query) == ("/locations/setup/", "")  # the secret is in neither


def test_a_mailbox_is_not_flooded(api, alice, account, forgot):
    for number in range(4):
        api.send("/verification/register/", account | {"username": f"alice{number}"})
    for number in range(12):  # from everywhere, by all names and the address
        whom = ("alice", "alice@example.org", *(f"alice{each}" for each in range(4)))[number % 6]
        forgot(whom, f"203.0.113.{number}")
    assert len(mail.outbox) == 3


def test_who_asks_too_often_is_told_whoever_they_ask_for(alice, forgot):
    assert [said(forgot(f"nobody{number}")) for number in range(10)] == [OK] * 10
    assert said(forgot()) == TOO_MANY
    assert [said(forgot("bobby", f"203.0.113.{number}")) for number in range(20, 26)] == [
        *([OK] * 5),
        TOO_MANY,
    ]


def test_a_name_is_no_advertisement(api, account, forgot):
    name = "win at https://evil.example/now " + "x" * 100
    api.send("/verification/register/", account | {"username": name})
    forgot(name)
    [message] = mail.outbox
    assert "evil.example" not in message.body
    assert len(re.findall(r"https?://", str(message.body))) == 1


def test_without_a_mail_server_it_is_said(api, alice, forgot, settings):
    assert api.ask(FORGOT).json()["response"] == {"by_mail": True}
    settings.MAIL_DIR = ""
    assert api.ask(FORGOT).json()["response"] == {"by_mail": False}
    for whom in ("alice", "nobody"):
        assert said(forgot(whom)) == (400, "mail_not_configured")
    assert not PasswordLink.objects.exists()


@pytest.mark.parametrize("whom", [None, "", " ", 5, [], "x" * 255])
def test_whom_it_is_about_is_needed(api, alice, whom):
    assert said(api.send(FORGOT, {"whom": whom})) == INCORRECT
    assert mail.outbox == []


def test_a_mail_server_that_refuses_is_logged_without_the_address(
    alice, forgot, monkeypatch, caplog
):
    def refuse(self):
        raise OSError("no route to alice@example.org")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert said(forgot()) == OK
    assert "a link to a new password was not mailed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_resets_at_once_one_counts(alice, forgot, reset, login):
    forgot()
    forgot()
    wanted, both = [f"{NEW} {number}" for number in range(8)], links()
    answers = at_once(lambda at: said(reset(both[at % 2], wanted[at])), len(wanted))
    assert sorted(answers) == sorted([OK] + [EXPIRED] * 7)
    assert said(login(wanted[answers.index(OK)])) == OK
    assert NewPassword.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_thread_mails_behind_the_request_and_stops_at_a_hundred(
    api, alice, monkeypatch, settings, tmp_path
):
    monkeypatch.undo()
    settings.MAIL_DIR, settings.PUBLIC_URL = str(tmp_path), "https://cafe.example"
    settings.SERVICE_SECRETS = {}
    assert said(api.send(FORGOT, {"whom": "alice"})) == OK
    mailing.desk().join()
    [written] = tmp_path.iterdir()
    assert "#/reset/" in written.read_text()
    assert User.objects.get().links.count() == 1
