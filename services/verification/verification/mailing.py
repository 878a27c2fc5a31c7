"""Mails with links to new passwords, sent behind the request by one thread per process.

Asking for a link does the same whether there is such an account or not: what was typed is put in
a queue, and all else happens here. A mail that a process loses when it ends is asked for again by
who waits for it (ADR 52).
"""

from __future__ import annotations

import logging
import queue
import smtplib
import ssl
import threading
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as Files
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.db import close_old_connections
from django.utils.functional import cached_property
from kit.cache import per_process
from kit.errors import Unavailable

log = logging.getLogger("verification.mailing")

WAITING = 100  # mails that a process keeps for its thread, at most
PATIENCE = 10  # seconds of silence of the mail server
SUBJECT = "A new password for Aisle · Ein neues Passwort für Aisle"
BODY = """\
Somebody, probably you, has asked for a new password. These links open a page where you choose one.
Each works once, for 30 minutes. Was it not you? Then do nothing: your password stays as it is.

Jemand, wohl Sie selbst, hat nach einem neuen Passwort gefragt. Diese Links öffnen eine Seite, auf
der Sie eines wählen. Jeder gilt einmal, für 30 Minuten. Waren Sie es nicht? Dann tun Sie nichts:
Ihr Passwort bleibt, wie es ist.

{links}
"""


def is_configured() -> bool:
    """Whether mails can go anywhere."""
    return bool(settings.SMTP_SERVER or settings.MAIL_DIR)


class _Smtp(Smtp):
    """By STARTTLS always, with the certificate authorities of SMTP_CA_FILE or the system's."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=settings.SMTP_CA_FILE or None)


def _backend() -> BaseEmailBackend:
    if not settings.SMTP_SERVER:
        return Files(file_path=settings.MAIL_DIR)
    return _Smtp(
        host=settings.SMTP_SERVER,
        port=settings.SMTP_PORT,
        username=settings.SENDER_EMAIL if settings.SENDER_PASSWORD else "",
        password=settings.SENDER_PASSWORD,
        use_tls=True,
        timeout=PATIENCE,
    )


def links_mail(*, to: str, links: list[tuple[str, str]]) -> None:
    """Send links to new passwords, by the names of the accounts; a mail that cannot be sent is
    logged without its address.
    """
    shown = "\n".join(f"{name}\n{link}\n" for name, link in links)
    message = EmailMessage(
        subject=SUBJECT,
        body=BODY.format(links=shown),
        from_email=settings.SENDER_EMAIL or "aisle@localhost",
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
        connection=_backend(),
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.error("a link to a new password was not mailed: %s", error)


class _Desk:
    """One thread that does what it is given, in turn."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], object]] = queue.Queue(WAITING)
        threading.Thread(target=self._run, name="mailing", daemon=True).start()

    def put(self, work: Callable[[], object]) -> None:
        try:
            self._waiting.put_nowait(work)
        except queue.Full:
            raise Unavailable("mail_unavailable") from None

    def join(self) -> None:
        self._waiting.join()

    def _run(self) -> None:
        while True:
            work = self._waiting.get()
            close_old_connections()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the next one gets its turn whatever happens
                log.error("a mail was given up: %s", error)
            finally:
                close_old_connections()
                self._waiting.task_done()


@per_process
def desk() -> _Desk:
    """The thread of this process, which begins with the first mail."""
    return _Desk()
