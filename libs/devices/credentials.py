"""Who calls by HTTP: credentials checks for django-ninja, with the device as `request.auth`.

The order of the checks is part of a contract, so there are two. `by_device` finds the device that
the request names and then looks at its key: 401 without one, 404 for an unknown device, 401 for a
key that is not its own. `by_key` finds the device whose key it is (a random one: chosen keys may be
equal on several devices) and then looks at the name: 401 for an unknown key, 404 for an unknown
device, 403 for another one's key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest
from kit.auth import bearer
from kit.errors import ApiError, Forbidden, NotFound, Unauthorized

from devices import keys
from devices.models import Device

Named = Callable[[HttpRequest], str]


@dataclass(frozen=True)
class Refusals:
    """The errors of a service, made anew for each request."""

    missing: Callable[[], ApiError] = lambda: Unauthorized("missing_credentials")
    unknown: Callable[[], ApiError] = lambda: NotFound("device_not_found")
    wrong: Callable[[], ApiError] = lambda: Unauthorized("wrong_key")
    foreign: Callable[[], ApiError] = lambda: Forbidden("another_device")


class DeviceCredentials:
    """A check that django-ninja announces in OpenAPI, as a Bearer token."""

    openapi_security_schema: ClassVar = {"type": "http", "scheme": "bearer"}

    def __init__(self, check: Callable[[HttpRequest, str], Device], refusals: Refusals) -> None:
        self._check, self._refusals = check, refusals

    def __call__(self, request: HttpRequest) -> Device:
        text = bearer(request)
        if text is None:
            raise self._refusals.missing()
        return self._check(request, text)


def by_device(kind: str, named: Named, refusals: Refusals | None = None) -> DeviceCredentials:
    """Checks the device first, then its key; `named` takes its external id from the request."""
    errors = refusals or Refusals()

    def check(request: HttpRequest, text: str) -> Device:
        try:
            device, valid = keys.device_find(kind, named(request))
        except NotFound:
            raise errors.unknown() from None
        if keys.matching(valid, text) is None:
            raise errors.wrong()
        return device

    return DeviceCredentials(check, errors)


def by_key(
    *kinds: str, named: Named | None = None, refusals: Refusals | None = None
) -> DeviceCredentials:
    """Checks the key first, then that it is the named device's; without `named` the key says alone
    which device of these kinds it is.
    """
    errors = refusals or Refusals()

    def check(request: HttpRequest, text: str) -> Device:
        device = keys.owner(text, kinds=kinds)
        if device is None:
            raise errors.wrong()
        external_id = device.external_id if named is None else named(request)
        if external_id == device.external_id:
            return device
        named_ones = Device.objects.filter(kind__in=kinds, external_id=external_id)
        if not keys.possible(external_id) or not named_ones.exists():
            raise errors.unknown()
        raise errors.foreign()

    return DeviceCredentials(check, errors)


def path(parameter: str) -> Named:
    """The external id as this part of the path says it."""

    def named(request: HttpRequest) -> str:
        match = request.resolver_match
        return str(match.kwargs[parameter]) if match is not None else ""

    return named
