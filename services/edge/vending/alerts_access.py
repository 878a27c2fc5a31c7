"""Who may say that a machine runs low: operators, and the machine itself."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from devices.keys import device_find, matching
from django.conf import settings
from django.http import HttpRequest
from kit.addresses import client_address
from kit.auth import Credentials, bearer
from kit.body import read_json
from kit.errors import NotFound, Unauthorized
from kit.tokens import Caller

from vending import refusals_desk
from vending.access import operator_of
from vending.machine_kind import KIND


@Credentials
def alerting(request: HttpRequest) -> Caller:
    """An operator, the machine that the body names, or with AUTH_MODE=open a program on this
    computer. Raises 401 for everybody else, 403 for an account that is no operator's.
    """
    token = bearer(request)
    if token is None:
        if settings.AUTH_MODE == "open" and _is_here(request):
            return Caller(0, "this computer")
        raise refusals_desk.alert_not_allowed()
    try:
        return operator_of(token)
    except Unauthorized:
        return _machine(request, token)


def _machine(request: HttpRequest, token: str) -> Caller:
    machine_id = read_json(request).get("machineID")
    try:
        device, keys = device_find(KIND, machine_id if isinstance(machine_id, str) else "")
    except NotFound:
        raise refusals_desk.alert_not_allowed() from None
    if matching(keys, token) is None:
        raise refusals_desk.alert_not_allowed()
    return Caller(0, device.external_id)


def _is_here(request: HttpRequest) -> bool:
    """Whether a program on this computer asks, and not a page of somebody else in its browser."""
    address = client_address(request)
    if address is None or not ip_address(address).is_loopback:
        return False
    origin = request.META.get("HTTP_ORIGIN", "")
    own = urlsplit(origin).netloc == request.get_host()
    return origin == "" or own or origin in settings.CORS_ALLOWED_ORIGINS
