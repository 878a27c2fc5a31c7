"""Sends a mail: by SMTP, or without a server as a file in MAIL_DIR."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
import time
from contextlib import suppress
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from vending.models import Mail

log = logging.getLogger("vending.mailing")

PATIENCE = 10.0  # seconds of silence of the mail server
TOTAL = 45.0  # seconds that sending may take: less than the lease of an errand


class Unconfigured(Exception):
    """There is neither an SMTP_SERVER nor a MAIL_DIR."""


def mail_deliver(mail: Mail) -> None:
    """Hand a mail over; raises OSError or SMTPException where it fails (both leave nothing half
    done), Unconfigured where mails can go nowhere.
    """
    message = message_of(mail)
    if settings.SMTP_SERVER:
        _send(message)
    elif settings.MAIL_DIR:
        _write(message, Path(settings.MAIL_DIR) / f"{mail.created_at:%Y%m%dT%H%M%S}-{mail.pk}.eml")
    else:
        raise Unconfigured("neither SMTP_SERVER nor MAIL_DIR is set")


def message_of(mail: Mail) -> EmailMessage:
    """The mail as RFC 5322 has it. Its Message-ID is the same with each try, so that a mailbox
    knows a repetition. Raises ValueError for a header of several lines.
    """
    sender = settings.SENDER_EMAIL or mail.to
    message = EmailMessage(policy=WIRE)
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"] = format_datetime(mail.created_at.astimezone(UTC))
    unique = f"{mail.pk}.{mail.created_at.timestamp():.6f}"
    message["Message-ID"] = f"<{unique}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


class _Connection(smtplib.SMTP):
    """An SMTP connection that is over after TOTAL seconds, however slow each answer is."""

    def __init__(self, host: str, port: int) -> None:
        self._until = time.monotonic() + TOTAL
        super().__init__(host, port, timeout=PATIENCE)

    def getreply(self) -> tuple[int, bytes]:
        left = self._until - time.monotonic()
        if left <= 0:
            self.close()
            raise TimeoutError("the mail server is too slow")
        if self.sock is not None:
            self.sock.settimeout(min(PATIENCE, left))
        return super().getreply()

    def end(self) -> None:
        """Part politely. What was accepted stays so, however the server takes it."""
        with suppress(OSError, smtplib.SMTPException):
            self.quit()
        self.close()


def _send(message: EmailMessage) -> None:
    """By STARTTLS always: a server without it gets neither the password nor the mail."""
    server = _Connection(settings.SMTP_SERVER, settings.SMTP_PORT)
    try:
        server.starttls(context=tls_context())
        if settings.SENDER_PASSWORD:
            server.login(settings.SENDER_EMAIL, settings.SENDER_PASSWORD)
        if refused := server.send_message(message):
            log.warning("a mail was refused for %d of its receivers", len(refused))
    finally:
        server.end()


def tls_context() -> ssl.SSLContext:
    """Verifies the server's name and certificate, by the system's authorities or by those in
    SMTP_CA_FILE.
    """
    return ssl.create_default_context(cafile=settings.SMTP_CA_FILE or None)


def _write(message: EmailMessage, path: Path) -> None:
    """As a whole or not at all; again is the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    unfinished.write_bytes(message.as_bytes())
    os.replace(unfinished, path)


def trouble(failure: Exception) -> str:
    """Why it failed, for operators: at most 500 characters, no NUL."""
    words: Any = failure
    if isinstance(failure, smtplib.SMTPResponseException):
        error = failure.smtp_error
        said = error.decode(errors="replace") if isinstance(error, bytes) else str(error)
        words = f"{failure.smtp_code} {said}"
    return f"{type(failure).__name__}: {words}".replace("\0", "")[:500]
