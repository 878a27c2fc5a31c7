"""The page that the seed shows for looking at a session."""

import pytest
from world import refusal

pytestmark = pytest.mark.django_db


def test_the_debug_page(api, table, settings):
    path = f"/orders/sessions/debug/{table}/"
    page = api.get(path)
    assert page.status_code == 200
    assert table in page.content.decode()
    assert "<script>" not in page.content.decode()
    settings.DEBUG_PAGES = False
    assert refusal(api.get(path)) == (404, "not_found")


def test_the_debug_page_escapes_the_code(api, settings):
    page = api.get("/orders/sessions/debug/<img src=x>/")
    assert b"<img" not in page.content
