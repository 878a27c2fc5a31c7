"""Keys of devices: shown once, stored as a hash, several per device, revocable.

A key that we make has 192 random bits: nobody guesses it from its SHA-256, which is quick enough to
be looked at with every heartbeat. A key that an operator chooses may be as weak as a word. Its hash
is salted and slow (scrypt), so that who gets hold of the database does not simply try all words; it
is computed once per process and key, and remembered.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare
from kit.cache import Cache
from kit.errors import BadRequest, Conflict, NotFound, violating
from kit.prepared import Prepared

from devices import announce
from devices.models import Device, DeviceKey

SHORTEST, LONGEST = 8, 200  # characters of a chosen key
EXTERNAL_ID = re.compile("[A-Za-z0-9_-]{1,50}")

# Keys that were found right: (row, fingerprint of the key under a secret of this process).
_right: Cache[tuple[int, bytes], bool] = Cache(10_000, seconds=3600.0)
_process_secret = secrets.token_bytes(32)

_DEVICE = tuple(field.attname for field in Device._meta.concrete_fields)
_OWNER = Prepared(
    "devices_owner",
    f"SELECT {', '.join(f'device.{name}' for name in _DEVICE)}"  # noqa: S608
    " FROM devices_devicekey key JOIN devices_device device ON device.id = key.device_id"
    " WHERE key.digest = %(digest)s::text AND key.salt = '' AND key.revoked_at IS NULL"
    " AND device.kind = ANY (%(kinds)s::text[]) ORDER BY key.id LIMIT 1",
)


def device_create(*, kind: str, external_id: str) -> Device:
    """A new device without keys; raises 409 `device_exists`, and 400 `erroneous_value` for an
    impossible id.
    """
    if not possible(external_id):
        raise BadRequest("erroneous_value", "An external id is 1 to 50 of A-Z a-z 0-9 _ -")
    with (
        violating("devices_device_unique", Conflict("device_exists")),
        transaction.atomic(),
    ):
        return Device.objects.create(kind=kind, external_id=external_id)


def key_create(*, device: Device, chosen: str | None = None) -> tuple[DeviceKey, str]:
    """A further key of the device, and its text, which cannot be had again.

    With `chosen` it is that text: 8 to 200 printable characters without blanks around them, else
    400 `erroneous_value`. Older keys stay valid until they are revoked, so that a device can be
    given the new one without a pause.
    """
    if chosen is None:
        text = secrets.token_urlsafe(24)
        return DeviceKey.objects.create(device=device, digest=_quick(text)), text
    fits = SHORTEST <= len(chosen) <= LONGEST and chosen.isprintable() and chosen == chosen.strip()
    if not fits:
        raise BadRequest("erroneous_value", "A key has 8 to 200 printable characters")
    salt = secrets.token_hex(16)
    return DeviceKey.objects.create(device=device, salt=salt, digest=_slow(chosen, salt)), chosen


@transaction.atomic
def key_revoke(*, device: Device, key_id: int) -> None:
    """End a key: a socket that registered with it is closed. Raises 404 `key_not_found`."""
    valid = DeviceKey.objects.filter(device=device, pk=key_id, revoked_at=None)
    if not valid.update(revoked_at=Now()):
        raise NotFound("key_not_found")
    announce.tell(device, announce.REVOKED, key=key_id)


@transaction.atomic
def keys_revoke(*, device: Device) -> None:
    """End all keys of a device that is taken out of use."""
    for key_id in list(device.keys.filter(revoked_at=None).values_list("pk", flat=True)):
        key_revoke(device=device, key_id=key_id)


def device_find(kind: str, external_id: str) -> tuple[Device, list[DeviceKey]]:
    """A device and its valid keys, for `matching`; raises 404 `device_not_found`.

    `external_id` may be any text that somebody has sent.
    """
    named = Device.objects.filter(kind=kind, external_id=external_id)
    device = named.first() if possible(external_id) else None
    if device is None:
        raise NotFound("device_not_found")
    return device, list(device.keys.filter(revoked_at=None).order_by("id"))


def possible(external_id: str) -> bool:
    """Whether a device may have this name: 1 to 50 of `A-Z a-z 0-9 _ -`, which are fit for names of
    groups and parts of paths.
    """
    return EXTERNAL_ID.fullmatch(external_id) is not None


def matching(keys: Sequence[DeviceKey], text: str) -> DeviceKey | None:
    """Which of these keys the text is. All are compared, each in constant time."""
    right = [key for key in keys if _is(key, text)]
    return right[0] if right else None


def costly(keys: Sequence[DeviceKey], text: str) -> bool:
    """Whether `matching` would compute a slow hash: some milliseconds each."""
    return any(key.salt and not _right.get((key.pk, _fingerprint(text))) for key in keys)


def owner(text: str, *, kinds: Sequence[str]) -> Device | None:
    """The device of these kinds whose valid key this is; random keys only, chosen ones may be equal
    on several devices.
    """
    row = _OWNER.row({"digest": _quick(text), "kinds": list(kinds)})
    return None if row is None else Device.from_db(DEFAULT_DB_ALIAS, _DEVICE, row)


def _is(key: DeviceKey, text: str) -> bool:
    if not key.salt:
        return constant_time_compare(key.digest, _quick(text))
    known = (key.pk, _fingerprint(text))
    if _right.get(known):
        return True
    if len(text) > LONGEST or not constant_time_compare(key.digest, _slow(text, key.salt)):
        return False
    _right.put(known, True)
    return True


def _quick(text: str) -> str:
    return hashlib.sha256(_bytes(text)).hexdigest()


def _slow(text: str, salt: str) -> str:
    """16 MiB and some ten milliseconds."""
    digest = hashlib.scrypt(
        _bytes(text), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, maxmem=2**25, dklen=32
    )
    return digest.hex()


def _fingerprint(text: str) -> bytes:
    return hmac.digest(_process_secret, _bytes(text), "sha256")


def _bytes(text: str) -> bytes:
    """Lone surrogates, which JSON can hold, are no reason to fail."""
    return text.encode("utf-8", "surrogatepass")
