"""Two owners with tokens, and a café."""

import pytest
from locations import actions
from testing.client import ApiClient

OWNER, OTHER, WAITER, ADMIN = 1, 2, 3, 9


@pytest.fixture
def owner(signer):
    return signer.access(OWNER)


@pytest.fixture
def other(signer):
    return signer.access(OTHER)


@pytest.fixture
def admin(signer):
    return signer.access(ADMIN, roles=("admin",))


@pytest.fixture
def cafe(db):
    """A location of OWNER's."""
    fields = {
        "name": "Café Seestern",
        "description": "By the lake",
        "address": "Uferweg 1",
        "latitude": "47.65000000",
        "longitude": "9.18000000",
        "website": "https://seestern.example",
        "telephone": "+49 7531 0",
        "categories": ["Café"],
        "tags": ["Vegan", "Terrace"],
    }
    return actions.location_create(owner_id=OWNER, fields=fields)


@pytest.fixture
def refused(api: ApiClient):
    """Check a refusal: `refused(response, 400, "malformed_json")`."""

    def check(response, status, reason):
        assert (response.status_code, response.json()) == (
            status,
            {"success": False, "reason": reason},
        )

    return check
