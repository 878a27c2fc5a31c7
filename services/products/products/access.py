"""Who may write products: the owner and the managers of their location, and administrators. All
staff may say that something is sold out.

While locations is down, writes are refused with 503 and reading goes on.
"""

from __future__ import annotations

from django.http import HttpRequest
from kit.auth import Credentials, signed_in, token_user
from kit.errors import malformed
from kit.fields import path_id
from kit.tokens import Caller
from peers.locations import Location, Role, location_get, require_staff

from products import selectors


def require_product(caller: Caller, product_id: int, at_least: Role = Role.MANAGER) -> int:
    """The location where the product is sold if the caller has this role there; raises as
    require_staff, and 404.
    """
    return require_staff(caller, selectors.product_location(product_id), at_least).id


def require_manager(caller: Caller, location_id: int) -> Location:
    """The location if the caller may change its menu; raises as require_staff."""
    return require_staff(caller, location_id, Role.MANAGER)


def require_target(caller: Caller, location_id: int) -> Location:
    """The location to which a product shall move: that of others is 400 `malformed_json`."""
    location = location_get(location_id)
    if location is None or not location.admits(caller, Role.MANAGER):
        raise malformed("product.location_id: not a location of yours")
    return location


def require_move(caller: Caller, at_location: int, target: int | None) -> int | None:
    """The owner of the location to which a product shall move; None where it stays. Raises as
    require_target.
    """
    if target is None or target == at_location:
        return None
    return require_target(caller, target).owner_id


@Credentials
def editor(request: HttpRequest) -> Caller:
    """Credentials for changing a product: an unknown product is 404 for everybody."""
    selectors.product_location(path_id(request, "product_id"))
    return signed_in(request)


@Credentials
def bearer_editor(request: HttpRequest) -> Caller:
    """The same by a Bearer token alone, for what is read."""
    selectors.product_location(path_id(request, "product_id"))
    return token_user(request)
