"""A location with owner and staff, tokens, and a product of it."""

import pytest
from products.actions import products as actions

OWNER, OTHER, WAITER, ADMIN = 1, 2, 3, 9
HERE, THERE, FOREIGN, NOWHERE = 16, 17, 18, 404


@pytest.fixture(autouse=True)
def _places(locations):
    """HERE and THERE are OWNER's, FOREIGN is OTHER's, and there is no NOWHERE."""
    for location_id, owner_id, staff in [
        (HERE, OWNER, [WAITER, 7]),
        (THERE, OWNER, []),
        (FOREIGN, OTHER, []),
    ]:
        people = {"id": location_id, "name": "Café", "user_id": owner_id, "staff": staff}
        answer = {"success": True, "response": people}
        locations.on("GET", f"/internal/locations/{location_id}/", answer)
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", f"/internal/locations/{NOWHERE}/", missing, status=404)


@pytest.fixture
def owner(signer):
    return signer.access(OWNER)


@pytest.fixture
def other(signer):
    return signer.access(OTHER)


@pytest.fixture
def waiter(signer):
    return signer.access(WAITER)


@pytest.fixture
def admin(signer):
    return signer.access(ADMIN, roles=("admin",))


@pytest.fixture
def service(signer):
    return signer.service("orders")


@pytest.fixture
def espresso(db):
    fields = {
        "location_id": HERE,
        "name": "Espresso",
        "description": "Short",
        "price": "2.40",
        "categories": ["Coffee"],
        "tags": ["Vegan"],
        "additives": ["Caffeine"],
        "barcode": "4006381333931",
        "stock": 20,
    }
    actions.product_create(seller_id=OWNER, fields=fields)
    return actions.Product.objects.get(name="Espresso")


@pytest.fixture
def refused():
    """Check a refusal: `refused(response, 400, "malformed_json")`."""

    def check(response, status, reason):
        assert (response.status_code, response.json()) == (
            status,
            {"success": False, "reason": reason},
        )

    return check


@pytest.fixture
def ledger(api, service):
    """Call the ledger as orders: `ledger("hold", key="k", lines={espresso.id: 2}, seconds=60)`."""

    def call(verb, *, token=service, lines=None, **body):
        if lines is not None:
            amount = "change" if verb == "move" else "quantity"
            body["lines"] = [{"product_id": each, amount: units} for each, units in lines.items()]
        return api.send(f"/internal/stock/{verb}/", body, token=token)

    return call


@pytest.fixture
def cake(db):
    """A product with three pieces left."""
    fields = {"location_id": HERE, "name": "Cake", "price": "3.50", "stock": 3}
    return actions.product_create(seller_id=OWNER, fields=fields)


@pytest.fixture
def tap_water(db):
    """A product that nobody counts."""
    fields = {"location_id": HERE, "name": "Tap water", "price": "0"}
    return actions.product_create(seller_id=OWNER, fields=fields)
