"""Which machine calls by HTTP, by its key."""

from __future__ import annotations

from devices.credentials import by_device, path
from devices.keys import device_find, matching
from devices.models import Device
from django.http import HttpRequest
from kit.auth import bearer
from kit.body import read_json
from kit.errors import ApiError, NotFound

from vending import access, machine_refusals
from vending.machine_kind import KIND

NO_KEY = ("", "none")  # how firmware and scripts say that they bring none


def _in_body(request: HttpRequest) -> str:
    """The machine that telemetry names; raises 400 when it names none."""
    named = read_json(request).get("device_id")
    if not isinstance(named, str):
        raise machine_refusals.device_id_missing()
    return named


by_path = by_device(KIND, path("machine_id"), machine_refusals.OF_MACHINES)
by_path_hidden = by_device(KIND, path("machine_id"), machine_refusals.OF_STATUS)
by_body = by_device(KIND, _in_body, machine_refusals.OF_MACHINES)


def machine_proven(request: HttpRequest, machine_id: str, key: str) -> Device | None:
    """The device of a known machine of which a valid key came along, as `key` or as a Bearer token;
    None for an unknown machine, which an operator may add.

    Raises 401 for a wrong or missing key, 404 for an unknown machine that no operator names, and
    409 for an operator who names another key than a known machine has.
    """
    try:
        device, valid = device_find(KIND, machine_id)
    except NotFound:
        if _is_operator(request):
            return None
        raise machine_refusals.machine_unregistered() from None
    offered = [text for text in (key, bearer(request)) if text is not None and text not in NO_KEY]
    if any(matching(valid, text) for text in offered):
        return device
    if _is_operator(request):
        raise machine_refusals.machine_known()
    raise machine_refusals.key_wrong()


def _is_operator(request: HttpRequest) -> bool:
    """Raises 503 while nobody can say."""
    try:
        access.operator(request)
    except ApiError as refusal:
        if refusal.status in (401, 403):
            return False
        raise
    return True
