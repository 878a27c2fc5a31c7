"""Which machine or scanner calls, by its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from devices import keys
from devices.models import Device
from django.http import HttpRequest
from kit.auth import bearer
from kit.body import read_json
from kit.errors import ApiError, incorrect_credentials, unauthenticated
from kit.tokens import read_token

from store import refusals
from store.device_kinds import SCANNER, SHELF
from store.models import Scanner
from store.selectors.devices import scanner_find
from store.selectors.machines import machine_find
from store.weighing.readings import Odd, heartbeat_read

KINDS = (SHELF, SCANNER)
D = TypeVar("D", str, Scanner)


class KeyOf(Generic[D]):
    """A check of a device's key that django-ninja announces in OpenAPI, as a Bearer token; the
    request's `auth` is the machine's number, or the scanner's row.

    The order of the refusals: 401 for no key or one that nobody has, 404 for a device that is not
    known, 403 for anybody else's key and for people.
    """

    openapi_security_schema: ClassVar = {"type": "http", "scheme": "bearer"}

    def __init__(self, find: Callable[[HttpRequest, Device], D]) -> None:
        self._find: Callable[[HttpRequest, Device], D] = find

    def __call__(self, request: HttpRequest) -> D:
        return self._find(request, _owner(bearer(request)))


def _owner(text: str | None) -> Device:
    if not text:
        raise unauthenticated()
    device = keys.owner(text, kinds=KINDS)
    if device is None:
        read_token(text, use="access")  # 401 unless it is somebody's
        raise incorrect_credentials()
    return device


def is_key(text: str) -> bool:
    """Whether this is the key of a machine or scanner, who are known but nobody."""
    return bool(text) and keys.owner(text, kinds=KINDS) is not None


def _machine(named: str | None, device: Device) -> str:
    if device.kind != SHELF:
        raise incorrect_credentials()
    if named not in (None, device.external_id):
        machine_find(str(named))
        raise incorrect_credentials()
    return device.external_id


def _in_path(request: HttpRequest, device: Device) -> str:
    match = request.resolver_match
    return _machine(str(match.kwargs["machine_id"]) if match else None, device)


def _in_body(request: HttpRequest, device: Device) -> str:
    """The machine that a heartbeat names; one that cannot be read names nobody."""
    try:
        named = heartbeat_read(read_json(request)).machine_id
    except (ApiError, Odd):
        named = None
    return _machine(named, device)


def _scanner(request: HttpRequest, device: Device) -> Scanner:
    if device.kind != SCANNER:
        raise incorrect_credentials()
    return scanner_find(device.external_id)


def _scanner_in_body(request: HttpRequest, device: Device) -> Scanner:
    """The scanner that the body names, as devices of the original's kind send it."""
    named = read_json(request).get("scanner_id")
    if not isinstance(named, str) or not named:
        raise refusals.scanner_missing()
    scanner = scanner_find(named)
    if device.kind != SCANNER or str(scanner.pk) != device.external_id:
        raise incorrect_credentials()
    return scanner


machine_in_path = KeyOf(_in_path)
machine_in_body = KeyOf(_in_body)
scanner = KeyOf(_scanner)
scanner_in_body = KeyOf(_scanner_in_body)
