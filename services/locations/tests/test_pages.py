"""The shell of the set-up page."""

import re

import pytest
from django.test import Client
from testing.client import body_data

SETUP = "/locations/setup/"


@pytest.fixture
def web():
    return Client()


def test_the_owners_page_knows_the_places_settings(web, settings):
    settings.PUBLIC_URL, settings.DEMO_LOGIN = "https://cafe.example", "ada:secret"
    settings.CURRENCY = "CHF"
    assert body_data(web.get(SETUP)) == {
        "public-url": "https://cafe.example",
        "currency": "CHF",
        "decimals": "2",
        "demo-login": "ada:secret",
    }
    settings.DEMO_LOGIN = ""
    assert body_data(web.get(SETUP))["demo-login"] == ""


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Set up your place"), ("de", "Lokal einrichten"), ("ar", "Set up your place")],
)
def test_the_page_comes_in_one_whole_language(web, language, title):
    """It has no Arabic, and is English as a whole then."""
    page = web.get(SETUP, headers={"Accept-Language": language})
    shown = {"ar": "en"}.get(language, language)
    assert f'<html lang="{shown}" dir="ltr"' in page.content.decode()
    assert re.findall(r"<h1>([^<]*)</h1>", page.content.decode()) == [title]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_page_is_only_read(web):
    assert web.post(SETUP).status_code == 405
    assert web.get(SETUP.rstrip("/")).status_code == 200
