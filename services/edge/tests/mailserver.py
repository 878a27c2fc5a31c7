"""A real SMTP server with STARTTLS and AUTH, whose certificate nobody but the tests trusts."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "shop@example.org", "mail-password"
HOST = "127.0.0.1"


class Mailbox:
    """What arrived. `refusal` is what a mail is answered instead, `pause` the seconds until then;
    a rude one hangs up instead of parting.
    """

    def __init__(self):
        self.received, self.logins = [], []
        self.refusal, self.pause, self.rude = "", 0.0, False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.pause)
        if self.refusal:
            return self.refusal
        self.received.append((session.ssl is not None, envelope))
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.rude:
            server.transport.abort()
        return "221 Bye"

    def authenticate(self, server, session, envelope, mechanism, login):
        self.logins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)


def certificate(directory):
    """The paths of a certificate of 127.0.0.1 and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    signed = builder.add_extension(place, critical=False).sign(key, hashes.SHA256())
    paths = directory / "mail.crt", directory / "mail.key"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    return paths


class _Server(Controller):
    """Knows its connections, to cut those that are left: a loop that has stopped closes none."""

    def __init__(self, *args, **named):
        self._wires = []
        super().__init__(*args, **named)

    def factory(self):
        return _Connection(self._wires, self.handler, **self.SMTP_kwargs)

    def cut(self):
        asyncio.run_coroutine_threadsafe(self._cut(), self.loop).result()

    async def _cut(self):
        for wire in self._wires:
            wire.abort()
        await asyncio.sleep(0)  # an aborted transport closes its socket in the next turn


class _Connection(SMTP):
    def __init__(self, wires, *args, **named):
        self._wires = wires
        super().__init__(*args, **named)

    def connection_made(self, transport):
        self._wires.append(transport)
        super().connection_made(transport)


@contextmanager
def serving(port, paths=None):
    """Serve a mailbox at this port; without a certificate there is no STARTTLS, and no login."""
    box, tls = Mailbox(), None
    if paths is not None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*paths)
    controller = _Server(
        box,
        hostname=HOST,
        port=port,
        authenticator=box.authenticate,
        auth_required=tls is not None,
        tls_context=tls,
        require_starttls=tls is not None,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.cut()
        controller.stop()
