"""Who may write products: the owner and the staff of their location, and administrators."""

from __future__ import annotations

from kit.errors import incorrect_credentials, malformed
from kit.tokens import Caller

from products import clients, selectors


def require_location(caller: Caller, location_id: int) -> clients.Location:
    """The location if it exists and the caller may act for it, else 403 `incorrect_credentials`;
    503 when locations is down.
    """
    location = clients.location_get(location_id)
    if location is None or not (location.employs(caller.user_id) or caller.has("admin")):
        raise incorrect_credentials()
    return location


def require_product(caller: Caller, product_id: int) -> int:
    """The location where the product is sold if the caller may act for it; raises as
    require_location, and 404.
    """
    return require_location(caller, selectors.product_location(product_id)).id


def require_target(caller: Caller, location_id: int) -> clients.Location:
    """The location to which a product shall move: that of others is 400 `malformed_json`."""
    location = clients.location_get(location_id)
    if location is None or not (location.employs(caller.user_id) or caller.has("admin")):
        raise malformed("product.location_id: not a location of yours")
    return location
