"""Mails to operators: queued, sent once, tried again, shown."""

import email
import email.policy
import os

import pytest
from django.db import transaction
from django.utils import timezone
from kit.errands import errand_deliver
from kit.models import Errand
from mailserver import PASSWORD, USER, certificate, serving
from vending import mailing
from vending.actions.notices import mail_add
from vending.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def configured(settings, unused_tcp_port, paths):
    """Mails go to a port of ours, where nobody listens yet."""
    settings.SMTP_SERVER, settings.SMTP_PORT = "127.0.0.1", unused_tcp_port
    settings.SMTP_CA_FILE = str(paths[0])
    settings.SENDER_EMAIL, settings.SENDER_PASSWORD = USER, PASSWORD
    settings.RECEIVER_EMAIL = "boss@example.org"
    return settings


@pytest.fixture
def box(configured, paths):
    with serving(configured.SMTP_PORT, paths) as box:
        yield box


def queue(subject="Low Stock Alert - M001", body="Three are left.\n"):
    with transaction.atomic():
        return mail_add(subject=subject, body=body)


def deliver():
    """Try once, as when the pause is over; the mail as it is then."""
    Errand.objects.filter(state="waiting").update(due_at=timezone.now())
    assert errand_deliver() is True
    return Mail.objects.get()


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_a_mail_goes_out_encrypted_and_signed_in(box):
    queue()
    mail = deliver()
    assert (mail.error, mail.sent_at is not None) == ("", True)
    assert box.logins == [(USER, PASSWORD)]
    [(encrypted, envelope)] = box.received
    assert encrypted is True
    assert (envelope.mail_from, envelope.rcpt_tos) == (USER, ["boss@example.org"])
    message = parsed(envelope.content)
    assert (message["Subject"], message["From"], message["To"]) == (
        "Low Stock Alert - M001",
        USER,
        "boss@example.org",
    )
    assert message.get_content().splitlines() == ["Three are left."]


def test_a_mail_that_was_sent_is_not_sent_again(box):
    queue()
    deliver()
    Errand.objects.update(state="waiting", ended_at=None)
    deliver()
    assert len(box.received) == 1


def test_several_receivers_each_get_it(box, configured):
    configured.RECEIVER_EMAIL = "boss@example.org, deputy@example.org"
    queue()
    assert deliver().sent_at is not None
    assert box.received[0][1].rcpt_tos == ["boss@example.org", "deputy@example.org"]


def test_a_server_that_is_down_is_tried_again(configured, paths):
    queue()
    mail = deliver()
    assert mail.sent_at is None
    assert mail.error.startswith("ConnectionRefusedError: ")
    with serving(configured.SMTP_PORT, paths) as box:
        mail = deliver()
    assert (mail.error, mail.sent_at is not None, len(box.received)) == ("", True, 1)


def test_a_refused_mail_is_tried_again_with_the_same_id(box, configured):
    queue()
    box.refusal = "451 Not now"
    mail = deliver()
    assert (mail.sent_at, mail.error) == (None, "SMTPDataError: 451 Not now")
    box.refusal = ""
    assert deliver().error == ""
    assert len(box.received) == 1
    first, again = mailing.message_of(mail), parsed(box.received[0][1].content)
    assert first["Message-ID"] == again["Message-ID"]


def test_a_wrong_password_is_told_without_showing_it(box, configured):
    configured.SENDER_PASSWORD = "not-this-one"
    queue()
    mail = deliver()
    assert mail.error.startswith("SMTPAuthenticationError: 535 ")
    assert "not-this-one" not in mail.error
    assert box.received == []


def test_a_server_without_starttls_gets_neither_password_nor_mail(configured):
    queue()
    with serving(configured.SMTP_PORT) as box:
        mail = deliver()
    assert mail.error.startswith("SMTPNotSupportedError: ")
    assert (box.logins, box.received) == ([], [])


def test_a_certificate_that_nobody_vouches_for_is_refused(box, configured):
    configured.SMTP_CA_FILE = ""
    queue()
    mail = deliver()
    assert mail.error.startswith("SSLCertVerificationError: ")
    assert (box.logins, box.received) == ([], [])


def test_a_server_that_hangs_is_given_up(box, monkeypatch):
    monkeypatch.setattr(mailing, "PATIENCE", 0.3)
    box.pause = 1.0
    queue()
    mail = deliver()
    assert mail.sent_at is None
    assert mail.error.startswith("SMTPServerDisconnected: ")
    assert "timed out" in mail.error


def test_a_server_that_is_slow_with_each_answer_is_given_up(box, monkeypatch):
    monkeypatch.setattr(mailing, "TOTAL", 0.0)
    queue()
    assert deliver().error == "TimeoutError: the mail server is too slow"
    assert box.received == []


def test_without_a_server_a_mail_is_a_file(settings, tmp_path):
    settings.MAIL_DIR = str(tmp_path / "new" / "mails")
    settings.RECEIVER_EMAIL = ""
    queue(body="Drei übrig.\n")
    assert deliver().sent_at is not None
    [name] = os.listdir(settings.MAIL_DIR)
    assert name.endswith(".eml")
    message = parsed((tmp_path / "new" / "mails" / name).read_bytes())
    assert (message["Subject"], message["To"]) == ("Low Stock Alert - M001", "operator@localhost")
    assert message.get_content().splitlines() == ["Drei übrig."]


def test_a_directory_that_cannot_be_written_is_an_error_of_the_mail(settings, tmp_path):
    settings.MAIL_DIR = str(tmp_path / "file" / "mails")
    (tmp_path / "file").write_text("in the way")
    queue()
    mail = deliver()
    assert mail.sent_at is None
    assert mail.error.startswith("NotADirectoryError: ")


def test_without_both_a_mail_is_kept(settings):
    settings.MAIL_DIR = ""
    queue()
    mail = deliver()
    assert (mail.sent_at, mail.error) == (
        None,
        "Unconfigured: neither SMTP_SERVER nor MAIL_DIR is set",
    )
    assert Errand.objects.get().state == "done"


@pytest.mark.parametrize("subject", ["Low\r\nBcc: all@example.org", "Low\nX: y"])
def test_a_subject_of_two_lines_goes_nowhere(box, subject):
    queue(subject=subject)
    mail = deliver()
    assert (mail.sent_at, mail.error.partition(":")[0]) == (None, "ValueError")
    assert box.received == []


def test_a_mail_that_was_accepted_is_sent_however_the_server_parts(box):
    box.rude = True
    queue()
    mail = deliver()
    assert (mail.error, mail.sent_at is not None, len(box.received)) == ("", True, 1)


def test_a_mail_of_a_transaction_that_failed_is_not_queued(db):
    with transaction.atomic():
        mail_add(subject="x", body="y")
        transaction.set_rollback(True)
    assert (Mail.objects.count(), Errand.objects.count()) == (0, 0)


def test_operators_see_mails_newest_first(api, operator, token, settings, tmp_path):
    settings.MAIL_DIR, settings.RECEIVER_EMAIL = str(tmp_path), "boss@example.org"
    queue(subject="first")
    deliver()
    queue(subject="second")
    found = api.ask("/edge/mails/", token=operator).json()
    assert [(row["subject"], row["sent_at"] is None) for row in found["results"]] == [
        ("second", True),
        ("first", False),
    ]
    assert found["results"][1] | {"id": 0, "created_at": "", "sent_at": ""} == {
        "id": 0,
        "to": "boss@example.org",
        "subject": "first",
        "body": "Three are left.\n",
        "created_at": "",
        "sent_at": "",
        "error": None,
    }
