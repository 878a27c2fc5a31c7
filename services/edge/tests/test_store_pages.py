"""The shells of the store's pages: what each is told, whom their policy lets in; what a reviewer
who shops sees there.
"""

import pytest
from django.test import Client
from shop import ANN, REVIEWER
from testing.client import body_data
from till import deposit_of, taken

pytestmark = pytest.mark.django_db

VISIT, REVIEW, DESK = "/store/", "/store/review/", "/store/desk/"
SHELLS = (VISIT, REVIEW, DESK)


@pytest.fixture
def web():
    return Client()


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("path", SHELLS)
def test_a_shell_for_everybody(web, path, language):
    shell = web.get(path, headers={"Accept-Language": language})
    shown = "en" if language == "ar" and path != VISIT else language  # as a whole, or not at all
    assert (shell.status_code, shell["Content-Language"]) == (200, shown)
    assert "script-src 'self'" in shell["Content-Security-Policy"]
    assert web.post(path).status_code == 405


def test_each_offers_the_demos_account_of_its_own(web, settings):
    settings.DEMO_LOGIN, settings.DEMO_SHOPPER = "ada:secret", "bob:secret"
    settings.DEMO_REVIEWER = "cleo:secret"
    offered = {path: body_data(web.get(path))["demo-login"] for path in SHELLS}
    assert offered == {VISIT: "bob:secret", REVIEW: "cleo:secret", DESK: "ada:secret"}


def test_a_visitor_is_told_of_a_deposit_where_one_is_asked_for(web, settings, provider_process):
    assert "deposit" not in body_data(web.get(VISIT))
    settings.STORE_DEPOSIT = 500
    assert body_data(web.get(VISIT))["deposit"] == "5.00"
    settings.PAYMENTS = {}
    assert "deposit" not in body_data(web.get(VISIT)), "nobody could hold it"


def test_only_the_page_that_pays_loads_what_the_provider_needs(web, settings):
    settings.PAYMENTS = {**settings.PAYMENTS, "RAZORPAY_KEY_ID": "rzp_live_1"}
    policies = {path: web.get(path)["Content-Security-Policy"] for path in SHELLS}
    assert [path for path in SHELLS if "razorpay" in policies[path]] == [VISIT]


def test_a_reviewer_may_ask_for_what_is_their_own(shop, provider_process, settings):
    settings.STORE_DEPOSIT = 500
    shop.full()
    deposit_of(shop, provider_process)
    taken(shop)
    own = taken(shop, REVIEWER)
    reviewer = shop.by(REVIEWER)
    assert reviewer.get("/edge/visits/").json()["count"] == 2
    [visit] = reviewer.get("/edge/visits/?own=true&open=false").json()["results"]
    assert visit["id"] == own
    assert reviewer.get("/edge/payments/").json()["count"] == 1
    assert reviewer.get("/edge/payments/?own=true").json()["count"] == 0
    assert shop.by(ANN).get("/edge/payments/?own=false").json()["count"] == 1
    assert reviewer.get("/edge/visits/?own=perhaps").status_code == 400
