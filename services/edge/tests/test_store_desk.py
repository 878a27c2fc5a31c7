"""The shell of the desk: what its modules are told."""

import pytest
from django.test import Client
from testing.client import body_data

pytestmark = pytest.mark.django_db

DESK = "/store/desk/"


@pytest.mark.parametrize(("asked", "shown"), [("en", "en"), ("de", "de"), ("ar", "en")])
def test_a_shell_for_everybody(asked, shown):
    """Who may see what is told by the API. Without texts in Arabic it is English as a whole."""
    shell = Client().get(DESK, headers={"Accept-Language": asked})
    assert (shell.status_code, shell["Content-Language"]) == (200, shown)
    assert "script-src 'self';" in shell["Content-Security-Policy"]
    assert Client().post(DESK).status_code == 405


def test_it_knows_the_place_and_the_currency(settings):
    settings.CURRENCY = "KWD"
    told = body_data(Client().get(DESK))
    assert (told["place"], told["currency"], told["decimals"]) == ("", "KWD", "3")
    settings.STORE_LOCATION_ID = 99
    assert body_data(Client().get(DESK))["place"] == "99"
