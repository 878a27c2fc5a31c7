"""The shells of the pages: what each is told, and that any address gives a page."""

import re

import pytest
from django.test import Client
from orders.actions import sessions

GUEST, PANEL, SETUP = "/t/", "/orders/panel/", "/orders/setup/"


@pytest.fixture
def web():
    return Client()


def told(page):
    """What the body's attributes tell the page's modules."""
    body = re.search(r"<body ([^>]*)>", page.content.decode())[1]
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', body))


@pytest.mark.parametrize("code", ["0" * 40, "no-code"])
def test_a_guests_page_says_itself_what_it_does_not_know(web, settings, code):
    settings.CURRENCY = "CHF"
    page = web.get(f"/t/{code}/")
    assert page.status_code == 200
    assert told(page) == {"code": code, "currency": "CHF"}
    assert "orders/guest/app.js" in page.content.decode()


def test_a_code_is_no_html(web):
    page = web.get('/t/"><img src=x>/')
    assert b"<img" not in page.content


@pytest.mark.django_db
def test_without_a_code_the_page_asks_for_one(web, table, settings):
    settings.DEBUG_PAGES = False
    assert told(web.get(GUEST))["code"] == ""


@pytest.mark.django_db
def test_with_debug_the_entry_leads_to_an_open_table(web, table, settings):
    settings.DEBUG_PAGES = True
    entry = web.get(GUEST)
    assert (entry.status_code, entry.headers["Location"]) == (302, f"/t/{table}/")
    assert entry.headers["Cache-Control"] == "no-store"
    sessions.session_close(code=table)
    assert told(web.get(GUEST))["code"] == ""


@pytest.mark.parametrize("path", [PANEL, SETUP])
def test_the_staffs_pages_know_the_places_settings(web, settings, path):
    settings.PUBLIC_URL, settings.DEMO_LOGIN = "https://cafe.example", "ada:secret"
    assert told(web.get(path)) == {
        "public-url": "https://cafe.example",
        "currency": settings.CURRENCY,
        "demo-login": "ada:secret",
    }
    settings.DEMO_LOGIN = ""
    assert told(web.get(path))["demo-login"] == ""


@pytest.mark.parametrize("path", [f"/t/{'0' * 40}/", PANEL, SETUP])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_every_page_comes_in_every_language(web, path, language):
    page = web.get(path, headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in page.content.decode()
    assert page.content.decode().count("<h1") <= 1
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [f"/t/{'0' * 40}/", PANEL, SETUP])
def test_pages_are_only_read(web, path):
    assert web.post(path).status_code == 405
    assert web.get(path.rstrip("/")).status_code == 200
