"""The place that the tests are about."""

from orders.clients import Product

LOCATION, OWNER, WAITER, STRANGER = 16, 7, 8, 9
LOCATION_PATH = f"/internal/locations/{LOCATION}/"
UNLISTED = Product(name="", price=None, is_active=True, listed=False)


def espresso(**changes):
    return {"id": 1, "name": "Espresso", "price": "2.40", "is_active": True, **changes}
