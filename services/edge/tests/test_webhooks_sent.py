"""What the operator's own program was sent, another try of it and of mails, the board's numbers."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from kit.errands import errand_deliver
from kit.errors import Conflict
from kit.models import Errand
from refunds.states import DONE, DUE
from testing.peers import FakePeer
from testing.races import at_once
from vending import states
from vending.actions import retrying
from vending.actions.locks import machine_lock
from vending.actions.notices import jam_tell, low_stock_tell, mail_add
from vending.actions.sweeps import notices_prune
from vending.models import Feedback, Mail, Notice, Refund
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

TOLD = ("POST", "/told/")
LIST, DESK = "/edge/webhooks/", "/edge/desk/"


@pytest.fixture
def program(settings):
    """The operator's own program."""
    peer = FakePeer()
    peer.on(*TOLD, {})
    settings.OPERATOR_WEBHOOK_URL = f"{peer.url}/told/"
    settings.OPERATOR_WEBHOOK_SECRET = "webhook-secret"
    return peer


@pytest.fixture
def nowhere(settings):
    """Neither a program nor a place for mails."""
    settings.OPERATOR_WEBHOOK_URL = settings.SMTP_SERVER = settings.MAIL_DIR = ""
    return settings


def jam():
    with transaction.atomic():
        jam_tell(machine_lock(MACHINE))
    return Notice.objects.order_by("-pk").first()


def deliver():
    """All that is due, tried once."""
    while errand_deliver():
        pass


def rows(api, operator, path=LIST):
    response = api.ask(path, token=operator)
    assert response.status_code == 200
    return response.json()["results"]


def retry(api, operator, kind, number):
    response = api.send(f"/edge/{kind}/{number}/retry/", {}, token=operator)
    return response.status_code, response.json()


def errand(name="operators.tell"):
    return Errand.objects.get(name=name)


def test_each_event_is_listed_newest_first_with_what_became_of_it(api, operator, machine, program):
    jam()
    with transaction.atomic():
        low_stock_tell(machine_lock(MACHINE), remaining=3)
    assert [(row["sent_at"], row["attempts"]) for row in rows(api, operator)] == [(None, 0)] * 2
    deliver()
    newest, oldest = rows(api, operator)
    assert (newest["type"], oldest["type"]) == ("low_stock", "jam")
    bodies = {told.body["id"]: told.body for told in program.received}
    for row in (newest, oldest):
        assert row["payload"] == bodies[row["payload"]["id"]]
        assert row["sent_at"] >= row["created_at"]
        assert (row["attempts"], row["error"]) == (1, None)
    assert newest["payload"]["remaining"] == 3


def test_a_page_holds_as_many_as_were_asked_for(api, operator, machine, program):
    for _ in range(3):
        jam()
    first = api.ask(f"{LIST}?limit=2", token=operator).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    assert len(rows(api, operator, first["next"])) == 1


def test_why_a_program_did_not_take_it_is_shown(api, operator, machine, program):
    program.on(*TOLD, {}, status=500)
    jam()
    deliver()
    [row] = rows(api, operator)
    shown = row["sent_at"], row["attempts"], row["error"]
    assert shown == (None, 1, "it answered 500")
    program.broken = True
    Errand.objects.update(due_at=Now())
    deliver()
    [row] = rows(api, operator)
    assert (row["attempts"], row["error"]) == (2, "ConnectionError")


def test_one_that_failed_is_tried_again_at_once(api, operator, machine, program):
    program.on(*TOLD, {}, status=500)
    notice = jam()
    deliver()
    assert errand().due_at > timezone.now()
    program.on(*TOLD, {})
    deliver()
    assert len(program.received) == 1  # its pause is not over
    for _ in range(2):
        status, row = retry(api, operator, "webhooks", notice.pk)
        assert (status, row["sent_at"], row["error"]) == (200, None, None)
    deliver()
    first, again = program.received
    assert first.body == again.body
    [row] = rows(api, operator)
    assert (row["attempts"], row["error"], row["sent_at"] is None) == (2, None, False)
    assert retry(api, operator, "webhooks", notice.pk)[1]["code"] == "already_sent"


def test_one_that_is_being_sent_is_not_sent_twice_at_a_time(api, operator, machine, program):
    """The first try has failed, the second is on its way when somebody loses patience."""
    program.on(*TOLD, {}, status=500)
    notice = jam()
    deliver()
    Errand.objects.filter(name="operators.tell").update(attempts=2, due_at=Now() + timedelta(60))
    before = Errand.objects.order_by("pk").values()[:]
    status, row = retry(api, operator, "webhooks", notice.pk)
    assert (status, row["error"]) == (200, "it answered 500")
    assert list(Errand.objects.order_by("pk").values()) == list(before)
    deliver()
    assert len(program.received) == 1


@pytest.mark.parametrize("state", ["dead", "done", "removed"])
def test_one_that_nobody_would_try_again_is_tried_again(api, operator, machine, program, state):
    program.on(*TOLD, {}, status=500)
    notice = jam()
    deliver()
    if state == "removed":
        Errand.objects.all().delete()
    else:
        Errand.objects.update(state=state, attempts=300, ended_at=Now())
        Notice.objects.update(attempts=300)
    program.on(*TOLD, {})
    assert retry(api, operator, "webhooks", notice.pk)[0] == 200
    deliver()
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at is None) == (1, False)
    assert [told.body for told in program.received] == [notice.payload] * 2


def test_one_that_was_sent_stays_so(api, operator, machine, program):
    notice = jam()
    deliver()
    status, problem = retry(api, operator, "webhooks", notice.pk)
    assert (status, problem["code"], problem["title"]) == (409, "already_sent", "Already sent")
    Errand.objects.update(state="waiting", due_at=Now())  # as after a crash before its end
    deliver()
    assert len(program.received) == 1


def test_without_an_address_any_more_it_says_so(api, operator, machine, program, settings):
    jam()
    settings.OPERATOR_WEBHOOK_URL = ""
    deliver()
    [row] = rows(api, operator)
    assert (row["sent_at"], row["error"]) == (None, "OPERATOR_WEBHOOK_URL is not set any more")


def test_an_event_of_the_release_before_is_posted_all_the_same(machine, program):
    jam()
    Notice.objects.all().delete()
    deliver()
    assert (errand().state, len(program.received)) == ("done", 1)


def test_a_mail_that_went_nowhere_goes_as_soon_as_it_can(api, operator, nowhere, tmp_path):
    with transaction.atomic():
        mail = mail_add(subject="Low Stock Alert - M001", body="Three are left.\n")
    deliver()
    [row] = rows(api, operator, "/edge/mails/")
    assert row["error"] == "Unconfigured: neither SMTP_SERVER nor MAIL_DIR is set"
    assert errand("mail.send").state == "done"
    nowhere.MAIL_DIR = str(tmp_path)
    status, row = retry(api, operator, "mails", mail.pk)
    assert (status, row["id"], row["error"], row["sent_at"]) == (200, mail.pk, None, None)
    deliver()
    mail.refresh_from_db()
    assert (mail.error, mail.sent_at is None, len(list(tmp_path.iterdir()))) == ("", False, 1)
    assert retry(api, operator, "mails", mail.pk)[0] == 409
    deliver()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("kind", ["mails", "webhooks"])
@pytest.mark.parametrize("number", ["0", "x", "-1", str(2**63), "9" * 30])
def test_what_is_not_there_is_not_tried(api, operator, machine, kind, number):
    status, problem = retry(api, operator, kind, number)
    assert (status, problem["code"]) == (404, f"{kind[:-1]}_not_found")
    assert not Errand.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_lose_patience_at_once_have_it_sent_once(machine, program):
    program.on(*TOLD, {}, status=500)
    notice = jam()
    deliver()
    program.on(*TOLD, {})
    taken = threading.Event()

    def lose_patience(number):
        if number % 2:
            taken.wait(1)
            return errand_deliver()
        with suppress(Conflict):  # who comes late is told that it was sent
            retrying.notice_retry(notice_id=notice.pk)
        return taken.set()

    at_once(lose_patience, 8)
    deliver()
    assert len(program.received) == 2
    notice.refresh_from_db()
    assert (notice.attempts, notice.error, notice.sent_at is None) == (2, "", False)


def test_notices_go_after_90_days_and_mails_stay(machine, program):
    old, new = jam(), jam()
    Notice.objects.filter(pk=old.pk).update(created_at=Now() - timedelta(days=90, minutes=1))
    Notice.objects.filter(pk=new.pk).update(created_at=Now() - timedelta(days=89))
    assert notices_prune() is False
    assert list(Notice.objects.all()) == [new]
    assert Mail.objects.count() == 2


def test_the_board_says_how_notices_go_out(api, operator, nowhere):
    def shown():
        board = api.ask(DESK, token=operator).json()
        return board["mail"], board["webhook"], board["currency"], board["dispense_unconfirmed"]

    nowhere.DISPENSE_UNCONFIRMED = "review"
    assert shown() == ("none", False, "INR", "review")
    nowhere.MAIL_DIR, nowhere.OPERATOR_WEBHOOK_URL = "/mails", "https://example.org/"
    assert shown() == ("folder", True, "INR", "review")
    nowhere.SMTP_SERVER = "mail.example.org"
    assert shown()[0] == "smtp"


def test_the_board_counts_what_waits_for_somebody(api, operator, machine, make_sale, nowhere):
    def counts():
        return api.ask(DESK, token=operator).json()["counts"]

    names = ("review", "refunds_open", "feedback_new", "mails_failed", "webhooks_failed")
    assert counts() == dict.fromkeys(names, 0)
    make_sale("tx1", state=states.REVIEW)
    sale = make_sale("tx2", state=states.REFUND_DUE)
    for number, state in enumerate((DUE, DUE, DONE)):
        Refund.objects.create(
            sale=sale,
            amount=100,
            reason=states.BY_HAND,
            provider_payment_id=f"pay_{number}",
            state=state,
        )
    for status in (states.NEW, states.NEW, states.NEW, "closed"):
        Feedback.objects.create(machine=machine, rating=3, status=status)
    for error in ("it is down", ""):
        Mail.objects.create(to="a@example.org", subject="x", body="y", error=error)
    nowhere.OPERATOR_WEBHOOK_URL = "https://example.org/"
    for _ in range(2):
        jam()
    Notice.objects.update(error="it answered 500")
    assert counts() == dict(zip(names, (1, 2, 3, 1, 2), strict=True))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", LIST),
        ("GET", DESK),
        ("POST", "/edge/webhooks/1/retry/"),
        ("POST", "/edge/mails/1/retry/"),
    ],
)
def test_only_operators_may(api, token, machine, method, path):
    def status(**more):
        return api.call(method, path, {} if method == "POST" else None, **more).status_code

    assert [status(), status(token=token(JOHN)), status(token=KEY)] == [401, 403, 401]
