"""The shells of the pages: what each is told, whom their policy lets in, where the demo leads."""

import uuid
from html import unescape

import pytest
from django.test import Client
from testing.client import body_data

pytestmark = pytest.mark.django_db

SECRET = uuid.uuid4()
LIST, MACHINE, RECEIPT = "/vend/", "/vend/M001/", f"/vend/receipt/{SECRET}/"
BOARD, DISPLAYS = "/edge/board/", "/edge/demo/"
SHELLS = (LIST, MACHINE, RECEIPT, BOARD, DISPLAYS)


@pytest.fixture
def web():
    return Client()


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("path", SHELLS)
def test_a_shell_for_everybody(web, path, language):
    """Whether there is such a machine or receipt is told by the API."""
    shell = web.get(path, headers={"Accept-Language": language})
    assert (shell.status_code, shell["Content-Language"]) == (200, language)
    assert "script-src 'self'" in shell["Content-Security-Policy"]
    assert web.post(path).status_code == 405


def test_amounts_are_in_the_currency_of_the_machines(web, settings):
    settings.VENDING_CURRENCY = "KWD"
    for path in SHELLS:
        told = body_data(web.get(path))
        assert (told["currency"], told["decimals"]) == ("KWD", "3")


@pytest.mark.parametrize("machine_id", ["M001", '"><script>alert(1)</script>', "É" * 60])
def test_a_name_of_a_machine_is_only_a_name(web, machine_id):
    shell = web.get(f"/vend/{machine_id.replace('/', '')}/")
    assert unescape(body_data(shell)["machine"]) == machine_id.replace("/", "")
    assert "<script>alert" not in shell.content.decode()


def test_a_receipt_is_named_by_its_secret_alone(web):
    assert body_data(web.get(RECEIPT))["receipt"] == str(SECRET)
    assert web.get("/vend/receipt/1/").status_code == 404


def test_only_the_page_that_pays_loads_what_the_provider_needs(web, settings):
    settings.PAYMENTS = {**settings.PAYMENTS, "RAZORPAY_KEY_ID": "rzp_live_1"}
    policies = {path: web.get(path)["Content-Security-Policy"] for path in SHELLS}
    assert [path for path in SHELLS if "razorpay" in policies[path]] == [MACHINE]


@pytest.mark.parametrize("where", ["", "/nowhere"])
def test_the_demo_is_linked_where_there_is_one(web, settings, where):
    settings.DEMO_DISPLAYS = where
    for path in (LIST, MACHINE):
        assert ("demo" in body_data(web.get(path))) == bool(where)
