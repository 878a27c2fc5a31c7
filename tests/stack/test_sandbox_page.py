"""The hosted page: where it leads back to, what it shows, whom it trusts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.status import UnixConnection
from tests.stack.test_sandbox import AUTH, ORDER
from tools.sandbox import texts
from tools.sandbox.back import is_ours, with_fields
from tools.sandbox.messages import Request
from tools.sandbox.temporary import Sandbox, sandbox

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "https://evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/a\r\nSet-Cookie: a=b",
    " /a",
    "/a b",
    "/\x00",
    "/\u2028/",
    "/ä",
    "/a\\b",
    "/a//evil.example",
    "?a=b",
    "",
    "/" + "a" * 500,
]


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def order(box: Sandbox) -> str:
    return str(box.ask("POST", "/v1/orders", ORDER, AUTH)[1]["id"])


def ask(
    box: Sandbox, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[HTTPResponse, str]:
    """A response of the sandbox, and its text."""
    sent = {**(FORM if body is not None else {}), **headers}
    with closing(HTTPConnection("127.0.0.1", box.port, timeout=20)) as connection:
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        return response, response.read().decode()


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_address_but_ours_is_led_back_to(box: Sandbox, order: str, path: str) -> None:
    assert not is_ours(path)
    if not path:
        return
    address = f"/sandbox/pay/{order}?return={quote(path, safe='')}"
    for response, text in (ask(box, "GET", address), ask(box, "POST", address, "action=pay")):
        assert response.status == 400
        assert response.headers["Location"] is None
        assert "evil" not in text
    assert box.ask("GET", f"/v1/orders/{order}", None, AUTH)[1]["status"] == "created"


@given(st.text(st.characters(max_codepoint=300)), st.sampled_from(["", "/", "//", "/\\"]))
def test_what_is_ours_has_our_address(rest: str, start: str) -> None:
    path = start + rest
    if is_ours(path):
        parts = urlsplit(path)
        assert (parts.scheme, parts.netloc) == ("", "")
        assert path[:1] == "/"
        assert path[1:2] not in {"/", "\\"}
        assert path.isascii()
        assert path.isprintable()
        assert urlsplit(with_fields(path, {"a": "b"})).netloc == ""


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/", "/?error=declined"),
        ("/t/abc/", "/t/abc/?error=declined"),
        ("/a?b=c", "/a?b=c&error=declined"),
        ("/a?b=http://x//y#end", "/a?b=http://x//y&error=declined#end"),
    ],
)
def test_a_declined_payment_leads_back(box: Sandbox, order: str, path: str, leads: str) -> None:
    address = f"/sandbox/pay/{order}?return={quote(path, safe='')}"
    response, _ = ask(box, "POST", address, "action=decline")
    assert (response.status, response.headers["Location"]) == (303, leads)


@pytest.mark.parametrize("action", ["pay", "pay_twice"])
def test_a_payment_leads_back_with_its_proof(box: Sandbox, order: str, action: str) -> None:
    response, _ = ask(box, "POST", f"/sandbox/pay/{order}?return=/t/", f"action={action}")
    assert response.status == 303
    fields = parse_qs(urlsplit(response.headers["Location"]).query, strict_parsing=True)
    names = ["razorpay_order_id", "razorpay_payment_id", "razorpay_signature"]
    assert list(fields) == names
    assert fields["razorpay_order_id"] == [order]
    again, text = ask(box, "POST", f"/sandbox/pay/{order}?return=/t/", f"action={action}")
    assert again.status == 409
    assert "This order is paid." in text
    assert fields["razorpay_signature"][0] not in text


def test_a_closed_tab_learns_nothing(box: Sandbox, order: str) -> None:
    response, text = ask(box, "POST", f"/sandbox/pay/{order}?return=/", "action=pay_and_close")
    assert (response.status, text, response.headers["Location"]) == (204, "", None)
    assert box.ask("GET", f"/v1/orders/{order}", None, AUTH)[1]["status"] == "paid"


def test_who_takes_long_pays_all_the_same(box: Sandbox, order: str) -> None:
    response, _ = ask(box, "POST", f"/sandbox/pay/{order}?return=/", "action=take_long")
    assert response.status == 303


@pytest.mark.parametrize(
    "body", ["", "action=", "action=fly", "action=pay&action=pay", "a" * 1000, "action=%ff"]
)
def test_other_forms_change_nothing(box: Sandbox, order: str, body: str) -> None:
    response, _ = ask(box, "POST", f"/sandbox/pay/{order}", body)
    assert response.status == 400
    assert box.ask("GET", f"/v1/orders/{order}", None, AUTH)[1]["attempts"] == 0


def test_a_query_that_cannot_be_read(box: Sandbox, order: str) -> None:
    for query in ("return=/&return=//evil", "return=%ff"):
        assert ask(box, "GET", f"/sandbox/pay/{order}?{query}")[0].status == 400


def test_pages_of_orders(box: Sandbox, order: str) -> None:
    response, text = ask(box, "GET", f"/sandbox/pay/{order}")
    assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "60.02 EUR" in text
    assert re.findall(r'value="(\w+)"', text) == [
        *("pay", "decline", "pay_twice", "pay_and_close", "take_long")
    ]
    assert ask(box, "GET", "/sandbox/pay/order_none")[0].status == 404
    assert ask(box, "GET", "/sandbox/pay/")[0].status == 404
    assert ask(box, "PUT", f"/sandbox/pay/{order}")[0].status == 405
    head, nothing = ask(box, "HEAD", f"/sandbox/pay/{order}/")
    assert (head.status, nothing) == (200, "")


def test_amounts_have_the_decimals_of_their_currency(box: Sandbox) -> None:
    for currency, shown in (("JPY", "6002 JPY"), ("KWD", "6.002 KWD"), ("INR", "60.02 INR")):
        order = box.ask("POST", "/v1/orders", {**ORDER, "currency": currency}, AUTH)[1]["id"]
        assert shown in ask(box, "GET", f"/sandbox/pay/{order}")[1]


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en"),
        ({"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}, "de"),
        ({"Accept-Language": "fr, ar;q=0.5, en;q=0.1"}, "ar"),
        ({"Accept-Language": "de;q=0, en"}, "en"),
        ({"Accept-Language": "de;q=x,;;,"}, "en"),
        ({"Accept-Language": "de", "Cookie": "aisle_language=ar"}, "ar"),
        ({"Accept-Language": "de", "Cookie": 'a=";x; aisle_language=<b>'}, "de"),
    ],
)
def test_languages(box: Sandbox, order: str, headers: dict[str, str], language: str) -> None:
    response, text = ask(box, "GET", f"/sandbox/pay/{order}", **headers)
    direction = "rtl" if language == "ar" else "ltr"
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert texts.TEXTS[language]["ways"] in text
    assert ("60,02 EUR" if language == "de" else "60.02 EUR") in text


def test_every_text_is_there_in_every_language() -> None:
    for tag, words in texts.TEXTS.items():
        assert all(words[name].strip() for name in texts.NAMES)
        assert len(set(words.values())) == len(texts.NAMES), tag
    assert texts.language(Request("GET", "/", headers={"accept-language": "de"})) == "de"


def test_only_the_page_is_at_the_socket(box: Sandbox, order: str) -> None:
    """The gateway shows that socket to everybody."""

    def status(method: str, path: str) -> int:
        with closing(UnixConnection(str(box.socket), timeout=20)) as connection:
            connection.request(method, path, "{}", AUTH)
            return connection.getresponse().status

    assert status("GET", f"/sandbox/pay/{order}") == 200
    assert status("GET", "/readyz/") == 200
    assert status("GET", "/sandbox/assets/pay.css") == 200
    for method, path in (
        ("GET", f"/v1/orders/{order}"),
        ("PUT", "/faults"),
        ("PUT", "/v1/faults"),
        ("GET", f"/sandbox/v1/orders/{order}"),
        ("PUT", "/sandbox/faults"),
        ("GET", "/sandbox/assets/../texts.py"),
        ("GET", "/sandbox/assets/texts.py"),
    ):
        assert status(method, path) == 404, path
