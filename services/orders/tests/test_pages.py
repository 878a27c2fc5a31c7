"""The shells of the pages: what each is told, and that any address gives a page."""

import pytest
from django.test import Client
from orders.actions import sessions
from orders.models import OrderSession
from testing.client import body_data

GUEST, PANEL, TAKINGS = "/t/", "/orders/panel/", "/orders/takings/"
RECEIPT = "/orders/receipt/6f3b2b0e-5f0a-4a8e-9f0e-000000000000/"


@pytest.fixture
def web():
    return Client()


@pytest.mark.parametrize("code", ["0" * 40, "no-code"])
def test_a_guests_page_says_itself_what_it_does_not_know(web, settings, code):
    settings.CURRENCY = "CHF"
    page = web.get(f"/t/{code}/")
    assert page.status_code == 200
    assert body_data(page) == {"code": code, "table": "", "currency": "CHF", "decimals": "2"}
    assert "orders/guest/app.js" in page.content.decode()


def test_a_code_is_no_html(web):
    page = web.get('/t/"><img src=x>/')
    assert b"<img" not in page.content


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [False, True])
def test_without_a_code_the_page_asks_for_one(web, table, settings, debug):
    settings.DEBUG_PAGES = debug
    assert body_data(web.get(GUEST))["code"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, "", "no number", "9999", "0"])
def test_the_demo_leads_to_no_table_of_another_place(web, table, settings, tmp_path, content):
    settings.DEMO_PLACE = str(tmp_path / "demo")
    if content is not None:
        (tmp_path / "demo").write_text(content)
    assert body_data(web.get(GUEST))["code"] == ""


@pytest.mark.django_db
def test_in_the_demo_the_entry_leads_to_its_open_table(web, table, settings, tmp_path):
    location_id = OrderSession.objects.get(code=table).location_id
    settings.DEMO_PLACE = str(tmp_path / "demo")
    (tmp_path / "demo").write_text(str(location_id))
    entry = web.get(GUEST)
    assert (entry.status_code, entry.headers["Location"]) == (302, f"/t/{table}/")
    assert entry.headers["Cache-Control"] == "no-store"
    sessions.session_close(code=table)
    assert body_data(web.get(GUEST))["code"] == ""


def test_the_staffs_page_knows_the_places_settings(web, settings):
    settings.PUBLIC_URL, settings.DEMO_LOGIN = "https://cafe.example", "ada:secret"
    assert body_data(web.get(PANEL)) == {
        "public-url": "https://cafe.example",
        "currency": settings.CURRENCY,
        "decimals": "2",
        "demo-login": "ada:secret",
    }
    settings.DEMO_LOGIN = ""
    assert body_data(web.get(PANEL))["demo-login"] == ""


def test_a_receipts_page_says_itself_what_it_does_not_know_and_is_not_found_by_searching(web):
    page = web.get(RECEIPT)
    assert page.status_code == 200
    assert body_data(page) == {"receipt": RECEIPT.split("/")[3]}
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert web.get('/orders/receipt/"><img src=x>/').content.count(b"<img") == 0


def test_the_page_of_takings_knows_the_currency(web, settings):
    settings.CURRENCY, settings.DEMO_LOGIN = "KWD", ""
    page = web.get(TAKINGS)
    assert body_data(page) == {"currency": "KWD", "decimals": "3", "demo-login": ""}
    assert "orders/takings/app.js" in page.content.decode()


@pytest.mark.parametrize("query", ["", "?from=card&x=%C3%A9"])
def test_the_old_address_of_the_set_up_leads_to_its_new_one(web, query):
    page = web.get(f"/orders/setup/{query}")
    assert (page.status_code, page.headers["Location"]) == (301, f"/locations/setup/{query}")
    assert web.post("/orders/setup/").status_code == 405
    assert web.get("/orders/setup").headers["Location"] == "/locations/setup/"


@pytest.mark.parametrize("path", [f"/t/{'0' * 40}/", PANEL, TAKINGS, RECEIPT])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_every_page_comes_in_one_whole_language(web, path, language):
    """Guests' pages are in Arabic too; those of staff are not, and are English as a whole."""
    page = web.get(path, headers={"Accept-Language": language})
    shown = "en" if language == "ar" and path in (PANEL, TAKINGS) else language
    direction = "rtl" if shown == "ar" else "ltr"
    assert f'<html lang="{shown}" dir="{direction}"' in page.content.decode()
    assert page.content.decode().count("<h1") <= 1
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [f"/t/{'0' * 40}/", PANEL, TAKINGS, RECEIPT])
def test_pages_are_only_read(web, path):
    assert web.post(path).status_code == 405
    assert web.get(path.rstrip("/")).status_code == 200
