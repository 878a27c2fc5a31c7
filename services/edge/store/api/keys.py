"""Answers about the keys of machines and scanners."""

from __future__ import annotations

from devices.models import Device
from django.http import HttpRequest, HttpResponse
from kit.envelopes import answer, done
from kit.errors import NotFound
from kit.fields import path_number

from store.actions.onboarding import device_key_add, device_key_remove
from store.wire.devices import key_object


def key_added(request: HttpRequest, device: Device) -> HttpResponse:
    """A further key, shown this once."""
    key, text = device_key_add(device)
    response = answer(request, {**key_object(key), "key": text}, 201)
    response["Cache-Control"] = "no-store"
    return response


def key_removed(request: HttpRequest, device: Device, key_id: str) -> HttpResponse:
    """A key that has ended; raises 404 `key_not_found`."""
    number = path_number(key_id, lambda: NotFound("key_not_found"))
    device_key_remove(device, key_id=number)
    return done(request)
