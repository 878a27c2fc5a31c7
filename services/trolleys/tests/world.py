"""The place that the tests are about: a supermarket with a trolley and some goods."""

from __future__ import annotations

MARKET, OWNER, CLERK, OPERATOR, ADMIN = 31, 1, 2, 8, 9
JOHN, JANE = 5, 6  # shoppers
NAMES = {
    OWNER: "tech_store",
    CLERK: "clerk",
    OPERATOR: "operator",
    ADMIN: "admin",
    JOHN: "john_doe",
    JANE: "jane_smith",
}
TROLLEY = "TROLLEY_01"
HOLD, COMMIT, RELEASE = (f"/internal/stock/{call}/" for call in ("hold", "commit", "release"))
BATCH, CHANGES = "/internal/products/batch/", "/internal/products/changes/"

PHONE = {  # of the seed carts
    "product_id": 10,
    "name": "Smartphone XYZ",
    "slug": "smartphone-xyz",
    "price": "599.99",
    "stock": 50,
    "image": "/media/products/phone.jpg",
    "barcode": None,
}


def goods(product_id=10, **changes):
    """A product as products shows it, which nobody has to count."""
    product = {
        "id": product_id,
        "location_id": MARKET,
        "name": "Tea",
        "description": "",
        "price": "4.50",
        "tags": [],
        "categories": [],
        "additives": [],
        "slug": "tea",
        "barcode": "4006381333931",
        "stock": 50,
        "available": 50,
        "is_active": True,
        "low_stock_threshold": 5,
        "image": None,
        "min_age": None,
        "seller_id": OWNER,
        "position": None,
    }
    if "stock" in changes and "available" not in changes:
        changes["available"] = changes["stock"]
    return {**product, **changes}


def success(response):
    """An answer of a peer."""
    return {"success": True, "response": response}


#: Every call on a cart, by method and name, and a body that suits all of them.
CART_CALLS = [
    ("GET", ""),
    ("GET", "summary/"),
    ("GET", "validate/"),
    ("GET", "audit-logs/"),
    ("POST", "add/"),
    ("PATCH", "update/"),
    ("DELETE", "remove/"),
    ("DELETE", "clear/"),
    ("POST", "refresh/"),
]
CART_BODY = {"product_id": 10, "quantity": 1}
