"""What people see in a browser when an address leads nowhere, and what programs get as before."""

from __future__ import annotations

import pytest

from gateway.pages import ERRORS, LANGUAGES
from gateway.tests.conftest import Gateway
from gateway.tests.fakes import Answer, Reply
from suite.registry import BODY_LIMIT

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
BROWSER = {"Accept": ACCEPT, "Sec_Fetch_Mode": "navigate"}
VARIES = {"Accept", "Sec-Fetch-Mode", "Accept-Language", "Cookie"}
TITLES = {404: "There is no such page", 503: "This page is not available right now"}
NOT_FOUND = {"success": False, "reason": "not_found"}


def is_page(answer: Answer, status: int, words: str = "") -> bool:
    """Whether it is the page of this error, with a way back."""
    body = answer.body.decode()
    assert answer.status == status
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["cache-control"] == "no-store"
    vary = ", ".join(value for name, value in answer.header_list if name == "vary")
    assert set(vary.split(", ")) >= VARIES
    return 'href="/"' in body and (words or TITLES[status]) in body


@pytest.mark.parametrize(
    "headers",
    [
        BROWSER,
        {"Accept": ACCEPT},  # without https a browser says no more than this
        {"Accept": "TEXT/HTML"},
        {"Accept": "text/html;q=0.1, application/json", "Sec_Fetch_Mode": "navigate"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/nonsense", "/nonsense/?a=1", "/orders//x", "/internal/", "/-/x"]
)
def test_nonsense_in_a_browser_is_a_page(
    gateway: Gateway, path: str, headers: dict[str, str]
) -> None:
    assert is_page(gateway.client.get(path, **headers), 404)
    assert not any(fake.seen for fake in gateway.services.values())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept": "*/*"},
        {"Accept": "application/json"},
        {"Accept": "application/json, text/plain, */*"},
        {"Accept": ACCEPT, "Sec_Fetch_Mode": "cors"},
        {"Accept": ACCEPT, "Sec_Fetch_Mode": "same-origin"},
        {"Accept": ACCEPT, "Sec_Fetch_Mode": "no-cors"},
        {"Accept": "image/avif,image/webp,*/*;q=0.8", "Sec_Fetch_Mode": "no-cors"},
        {"Accept": "*/*", "Sec_Fetch_Mode": "navigate"},
    ],
)
def test_a_program_keeps_the_envelope(gateway: Gateway, headers: dict[str, str]) -> None:
    answer = gateway.client.get("/nonsense", **headers)

    assert (answer.status, answer.json()) == (404, NOT_FOUND)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "Accept, Sec-Fetch-Mode"
    assert answer.headers["cache-control"] == "no-store"


def test_who_asks_for_a_problem_gets_one_even_in_a_browser(gateway: Gateway) -> None:
    answer = gateway.client.get("/nonsense", Accept=f"{ACCEPT}, application/problem+json")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("chosen", "preferred", "language"),
    [
        ("", "", "en"),
        ("", "fr", "en"),
        ("", "de-AT, en;q=0.5", "de"),
        ("", "fr-FR, fr;q=0.9, de;q=0.5", "de"),
        ("", "ar-EG", "ar"),
        ("", "en-GB, de;q=0.9", "en"),
        ("", "den, arz, DE", "de"),
        ("", "*", "en"),
        ("de", "ar", "de"),
        ("en", "de", "en"),
        ("fr", "de", "de"),
        ("../../etc", "ar", "ar"),
    ],
)
def test_pages_are_in_the_language_of_the_browser(
    gateway: Gateway, chosen: str, preferred: str, language: str
) -> None:
    headers = {"Accept_Language": preferred, "Cookie": f"a=b; aisle_language={chosen}"}
    for path, status in (("/nonsense", 404), ("/", 200), ("/docs/", 200)):
        answer = gateway.client.get(path, **BROWSER, **headers)
        assert answer.status == status
        assert f'<html lang="{language}" ' in answer.body.decode()
        assert {"Accept-Language", "Cookie"} <= set(answer.headers["vary"].split(", "))


def test_a_service_that_is_down_is_a_page_and_comes_back_by_itself(gateway: Gateway) -> None:
    orders = gateway.services["orders-http"]
    orders.stop()
    try:
        answer = gateway.client.get("/orders/panel/", **BROWSER)
        assert is_page(answer, 503)
        assert 'href=""' in answer.body.decode()
        assert answer.headers["retry-after"] == "1"
        assert gateway.client.get("/orders/panel/").json()["reason"] == "orders_service_unavailable"
        alone = gateway.development_client(4).get("/orders/panel/", **BROWSER)
        assert alone.json()["reason"] == "orders_service_unavailable"
    finally:
        orders.start()
    assert gateway.client.get("/orders/panel/", **BROWSER).status == 200


def test_a_service_that_hangs_up_is_a_page_whatever_the_code_inside(gateway: Gateway) -> None:
    gateway.services["edge-http"].reply = lambda _: Reply(hang_up=True)
    for path in ("/vend/", "/store/", "/api/machines/M001"):
        assert is_page(gateway.client.get(path, **BROWSER), 503)


def test_a_form_that_is_too_large_is_a_page(gateway: Gateway) -> None:
    body = b"x" * (BODY_LIMIT + 1)
    for path in ("/trolleys/admin/login/", "/orders/create/"):
        assert is_page(gateway.client.post(path, body, **BROWSER), 413, "That was too large")
        assert gateway.client.post(path, body).json()["reason"] == "request_too_large"


def test_a_verb_that_a_page_does_not_take_is_a_page_for_a_browser(gateway: Gateway) -> None:
    answer = gateway.client.post("/", b"", **BROWSER)
    assert is_page(answer, 405, "This cannot be done here")
    assert answer.headers["allow"] == "GET, HEAD"


def test_programs_that_ask_for_readiness_get_json_in_a_browser_too(gateway: Gateway) -> None:
    status = gateway.services["status"]
    status.stop()
    try:
        answer = gateway.client.get("/readyz", **BROWSER)
        assert (answer.status, answer.json()["not_ready"]) == (503, ["status"])
    finally:
        status.start()


def test_a_service_asks_for_the_page_of_an_address_that_leads_nowhere(gateway: Gateway) -> None:
    orders = gateway.services["orders-http"]
    for name, status, words in (("nothing", 404, ""), ("broken", 500, "Something went wrong")):
        redirect = {"X-Accel-Redirect": f"@{name}_here"}
        orders.reply = lambda _, sent=redirect: Reply(404, b"{}", sent)  # type: ignore[misc]
        assert is_page(gateway.client.get("/orders/nonsense/", **BROWSER), status, words)
        assert gateway.development_client(4).get("/orders/x/", **BROWSER).status == status


def test_the_errors_of_a_service_pass_unchanged_in_a_browser_too(gateway: Gateway) -> None:
    body = b'{"success": false, "reason": "session_not_found"}'
    gateway.services["orders-http"].reply = lambda _: Reply(404, body)
    assert gateway.client.get("/orders/sessions/get/x/", **BROWSER).body == body


def test_pages_of_errors_have_no_address_of_their_own(gateway: Gateway) -> None:
    for path in ("/-/page/en/404.html", "/-/page/de/index.html", "/en/404.html", "/de/"):
        answer = gateway.client.get(path)
        assert (answer.status, answer.json()) == (404, NOT_FOUND)
    odd = gateway.client.get("/orders//x%20/-/page/en/404.html")
    assert (odd.status, odd.json()) == (404, NOT_FOUND)
    assert not any(fake.seen for fake in gateway.services.values())


def test_there_is_a_page_of_each_error_in_each_language(gateway: Gateway) -> None:
    pages = gateway.log.parent.parent / f"pages-{gateway.port}"
    told = {
        (language, status): (pages / language / f"{status}.html").read_text()
        for language in LANGUAGES
        for status in ERRORS
    }
    assert len(set(told.values())) == len(told)
    assert not any("{{" in text or "<script" in text for text in told.values())
