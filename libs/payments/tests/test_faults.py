"""A provider that is down, slow, broken or talks nonsense is one clear error at every call."""

import logging
import socket
import threading
import time
from contextlib import ExitStack

import pytest
from payments import Misconfigured, PaymentError, Razorpay, Unavailable, Unknown
from payments.transport import CALL, LONGEST
from testing.races import at_once

CALLS = {
    "create_order": {"amount_minor": 100, "currency": "EUR", "receipt": "r"},
    "fetch_order": {"order_id": "ORDER"},
    "fetch_order_payments": {"order_id": "ORDER"},
    "fetch_payment": {"payment_id": "PAYMENT"},
    "refund": {"payment_id": "PAYMENT", "amount_minor": 100, "key": "KEY"},
    "capture_payment": {"payment_id": "DEPOSIT", "amount_minor": 500, "currency": "EUR"},
}
FAULTS = ("down", "error", "nonsense", "lost_answer")


@pytest.fixture
def call(provider_process, razorpay, order, request):
    """Calls by name, with an order, a payment and a deposit of the test's own."""
    deposit = razorpay.create_order(amount_minor=500, currency="EUR", receipt="d", capture=False)
    ids = {
        "ORDER": order.id,
        "PAYMENT": provider_process.act(order.id, "pay")[1]["razorpay_payment_id"],
        "DEPOSIT": provider_process.act(deposit.id, "pay")[1]["razorpay_payment_id"],
        "KEY": f"refund-{order.id}",
    }

    def make(name):
        values = {each: ids.get(value, value) for each, value in CALLS[name].items()}
        return getattr(razorpay, name)(**values)

    return make


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CALLS)
def test_a_fault_is_unavailable_and_the_next_try_succeeds(provider_process, call, name, fault):
    provider_process.fault(fault)
    with pytest.raises(Unavailable):
        call(name)
    assert call(name)


@pytest.mark.parametrize("name", ["refund", "capture_payment"])
def test_a_lost_answer_to_what_moves_money_is_asked_again_without_harm(
    provider_process, razorpay, call, name
):
    provider_process.fault("lost_answer", 2)
    for _ in range(2):
        with pytest.raises(Unavailable):
            call(name)
    first = call(name)
    assert call(name) == first
    payment = razorpay.fetch_payment(getattr(first, "payment_id", first.id))
    assert (payment.refunded_minor, payment.has_money) == (100 if name == "refund" else 0, True)


def test_a_slow_provider_is_given_five_seconds_by_each_call(provider_process, call):
    """All wait at the same time: each asks over a connection of its own."""
    names = list(CALLS)
    provider_process.fault("slow", len(names))

    def wait(number: int) -> float:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            call(names[number])
        return time.monotonic() - began

    waited = dict(zip(names, at_once(wait, len(names)), strict=True))
    assert all(CALL - 0.1 < seconds < CALL + 1.5 for seconds in waited.values()), waited


def test_errors_and_logs_hold_no_id_and_no_key(provider_process, razorpay, call, caplog):
    caplog.set_level(logging.INFO)
    secrets = [provider_process.settings[f"RAZORPAY_{name}"] for name in ("KEY_ID", "SECRET_KEY")]
    for fault in (*FAULTS, "none"):
        provider_process.fault(fault)
        try:
            razorpay.fetch_payment("pay_4111111111111111")
        except PaymentError as error:
            texts = [str(error), repr(error), caplog.text]
            assert not any(word in text for text in texts for word in (*secrets, "4111"))


class Stranger:
    """Something else at the provider's address: answers each connection with these bytes."""

    def __init__(self, content: bytes, pause: float = 0.0) -> None:
        self._content, self._pause = content, pause
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        wire, _ = self._listening.accept()
        with wire:
            wire.recv(65536)
            step = 1 if self._pause else len(self._content) or 1
            for place in range(0, len(self._content), step):
                if self._over.wait(self._pause):
                    return
                wire.sendall(self._content[place : place + step])

    def __enter__(self) -> Razorpay:
        self._thread.start()
        return Razorpay(key_id="k", secret_key="s", api_url=f"http://127.0.0.1:{self.port}/v1")

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listening.close()
        self._thread.join()


def http(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


ORDER = b'{"id":"order_1","amount":100,"currency":"EUR","status":"created"}'


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", Unavailable),
        (b"SSH-2.0\r\n", Unavailable),
        (http("200 OK", b"[]"), Unavailable),
        (http("200 OK", b"[" * 100_000), Unavailable),
        (http("200 OK", b'{"id":' + b"9" * 5000 + b"}"), Unavailable),
        (http("200 OK", ORDER + b" " * LONGEST), Unavailable),
        (http("200 OK", ORDER)[:-1], Unavailable),
        (http("200 OK", ORDER.replace(b"order_1", b"order_2")), Unavailable),
        (http("200 OK", ORDER.replace(b"100", b"1e2")), Unavailable),
        (http("200 OK", ORDER, "Content-Encoding: gzip"), None),
        (http("302 Found", b"", "Location: http://127.0.0.1:9/"), Unavailable),
        (http("404 Not Found", b"<html>"), Unavailable),
        (http("401 Unauthorized", b"{}"), Unavailable),
        (http("400 Bad Request", b'{"error":"no object"}'), Unavailable),
        (http("429 Too Many Requests", b'{"error":{}}'), Unavailable),
        (http("404 Not Found", b'{"error":{}}'), Unknown),
        (http("400 Bad Request", b'{"error":{}}'), Unknown),
        (http("403 Forbidden", b'{"error":{}}'), Misconfigured),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, bytes) else "",
)
def test_only_the_providers_own_answer_is_believed(content, error):
    with Stranger(content) as razorpay:
        if error is None:
            assert razorpay.fetch_order("order_1").amount_minor == 100
        else:
            with pytest.raises(error):
                razorpay.fetch_order("order_1")


def test_five_seconds_are_for_the_whole_answer():
    """An answer that drips would keep a time-out of each byte waiting for ever."""
    began = time.monotonic()
    with Stranger(http("200 OK", ORDER), pause=0.2) as razorpay, pytest.raises(Unavailable):
        razorpay.fetch_order("order_1")
    assert time.monotonic() - began < CALL + 1.5


def test_each_call_has_a_connection_of_its_own():
    """A connection that waits for a second call may be closed just as that one goes out."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as wires:

        def serve() -> None:
            for _ in range(2):
                wire = wires.enter_context(listening.accept()[0])
                wire.recv(65536)
                wire.sendall(http("200 OK", ORDER))  # and stays open

        thread = threading.Thread(target=serve)
        thread.start()
        port = listening.getsockname()[1]
        razorpay = Razorpay(key_id="k", secret_key="s", api_url=f"http://127.0.0.1:{port}/v1")
        assert razorpay.fetch_order("order_1") == razorpay.fetch_order("order_1")
        thread.join(10)
        assert not thread.is_alive()
