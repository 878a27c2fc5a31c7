"""What is asked of the gateway for people in a browser, and what programs get as before."""

from __future__ import annotations

import pytest
from django.test import Client

ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8"
REDIRECT = "X-Accel-Redirect"


@pytest.fixture
def web():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("mode", [None, "navigate"])
@pytest.mark.parametrize("path", ["/nonsense", "/sample/nonsense/", "/sample/static/none.js"])
def test_nonsense_in_a_browser_is_a_page_of_the_gateway(web, path, mode):
    headers = {"Accept": ACCEPT} | ({"Sec-Fetch-Mode": mode} if mode else {})
    response = web.get(path, headers=headers)
    assert (response.status_code, response[REDIRECT]) == (404, "@nothing_here")
    assert response.json()["reason"] == "not_found"
    assert {"Accept", "Sec-Fetch-Mode"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept": "*/*"},
        {"Accept": "application/json"},
        {"Accept": ACCEPT, "Sec-Fetch-Mode": "cors"},
        {"Accept": f"{ACCEPT}, application/problem+json"},
    ],
)
def test_a_program_keeps_the_envelope(web, headers):
    response = web.get("/sample/nonsense/", headers=headers)
    assert response.status_code == 404
    assert REDIRECT not in response
    assert {"Accept", "Sec-Fetch-Mode"} <= set(response["Vary"].split(", "))


def test_what_a_route_refuses_is_said_in_a_browser_too(web):
    response = web.get("/sample/things/0/", headers={"Accept": ACCEPT})
    assert response.json()["success"] is False
    assert REDIRECT not in response


def test_the_docs_page_is_readable_on_a_phone_and_leads_back(web):
    page = web.get("/sample/docs/", headers={"Accept-Language": "de"})
    text = page.content.decode()
    assert '<html lang="de" dir="ltr">' in text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert '<a href="/docs/">API-Dokumentation</a>' in text
    assert '<a href="/">Aisle</a>' in text
    assert {"Accept-Language", "Cookie"} <= set(page["Vary"].split(", "))
