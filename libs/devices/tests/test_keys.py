"""Keys: shown once, stored as a hash, rotated without a pause; and who calls by HTTP."""

import hashlib
import time

import pytest
from conftest import make
from devices import keys
from devices.models import Device, DeviceKey
from django.test import Client
from kit.errors import BadRequest, Conflict, NotFound

pytestmark = pytest.mark.django_db


def found(device, text):
    return keys.matching(keys.device_find(device.kind, device.external_id)[1], text)


def test_a_random_key_is_stored_as_its_sha256(trolley):
    device, text = trolley
    row = device.keys.get()
    assert (row.digest, row.salt) == (hashlib.sha256(text.encode()).hexdigest(), "")
    assert len(text) == 32  # 24 random bytes
    assert found(device, text) == row


def test_a_chosen_key_is_stored_salted_and_slow(db):
    one, _ = make("box", "B-1", "kiosk-password")
    two, _ = make("box", "B-2", "kiosk-password")
    rows = [one.keys.get(), two.keys.get()]
    assert len({row.digest for row in rows}) == len({row.salt for row in rows}) == 2
    assert all(len(row.salt) == 32 for row in rows)
    assert hashlib.sha256(b"kiosk-password").hexdigest() not in {row.digest for row in rows}
    assert found(one, "kiosk-password") == rows[0]
    assert found(one, "kiosk-passwore") is None


def test_a_chosen_key_is_computed_once(db, monkeypatch):
    _, text = make("box", "B-1", "kiosk-password")
    rows = keys.device_find("box", "B-1")[1]
    assert keys.costly(rows, text)
    assert keys.matching(rows, text) is not None
    monkeypatch.setattr(keys, "_slow", lambda *_: pytest.fail("computed again"))
    assert not keys.costly(rows, text)
    assert keys.matching(rows, text) is not None


@pytest.mark.parametrize("text", ["12345678", "x" * 200, "schlüssel-1", "two words"])
def test_keys_that_may_be_chosen(db, text):
    device, _ = make("box", "B-1", text)
    assert found(device, text) is not None


@pytest.mark.parametrize(
    "text", ["", "1234567", "x" * 201, "12345678\n", " 12345678", "1234\x005678"]
)
def test_keys_that_may_not_be_chosen(box, text):
    with pytest.raises(BadRequest):
        keys.key_create(device=box[0], chosen=text)
    assert DeviceKey.objects.count() == 1


@pytest.mark.parametrize("text", ["", "x", "x" * 100_000, "\0", "\ud800", "ключ"])
def test_any_text_may_be_tried(db, text):
    device, _ = make("box", "B-1", "kiosk-password")
    keys.key_create(device=device)
    assert found(device, text) is None
    assert keys.owner(text, kinds=["box"]) is None


def test_two_keys_are_valid_until_the_old_one_is_revoked(trolley):
    device, old = trolley
    first = device.keys.get()
    _, new = keys.key_create(device=device)
    assert found(device, old) == first
    keys.key_revoke(device=device, key_id=first.pk)
    assert found(device, old) is None
    assert found(device, new) is not None
    with pytest.raises(NotFound):
        keys.key_revoke(device=device, key_id=first.pk)


def test_a_key_is_revoked_for_its_own_device_only(trolley, another):
    with pytest.raises(NotFound):
        keys.key_revoke(device=another[0], key_id=trolley[0].keys.get().pk)
    assert found(*trolley) is not None


def test_a_device_that_is_taken_out_of_use_has_no_key(trolley):
    device, text = trolley
    _, second = keys.key_create(device=device)
    keys.keys_revoke(device=device)
    assert found(device, text) is found(device, second) is None


def test_an_id_is_unique_within_its_kind(trolley):
    keys.device_create(kind="box", external_id="T-1")
    with pytest.raises(Conflict):
        keys.device_create(kind="trolley", external_id="T-1")
    assert Device.objects.count() == 2


@pytest.mark.parametrize("external_id", ["", "x" * 51, "a b", "a/b", "ä", "a\0", "a\n"])
def test_impossible_ids(db, external_id):
    with pytest.raises(BadRequest):
        keys.device_create(kind="box", external_id=external_id)
    with pytest.raises(NotFound):
        keys.device_find("box", external_id)


def call(path, key=None):
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    response = Client(raise_request_exception=False).get(path, headers=headers)
    body = response.json()
    return response.status_code, body.get("reason") or body["response"]


def test_checks_that_look_at_the_device_first(box, trolley):
    """The order of a vending machine's calls."""
    path = "/fleet/boxes/{}/"
    foreign = make("box", "B-9")[1]
    assert call(path.format("B-1")) == (401, "missing_credentials")
    assert call(path.format("B-2"), box[1]) == (404, "machine_not_registered")
    assert call(path.format("T-1"), trolley[1]) == (404, "machine_not_registered")
    assert call(path.format("a%20b"), box[1]) == (404, "machine_not_registered")
    for wrong in ("", "x", foreign, trolley[1]):
        assert call(path.format("B-1"), wrong) == (401, "wrong_key")
    assert call(path.format("B-1"), box[1]) == (200, {"commands": []})


def test_checks_that_look_at_the_key_first(trolley, another, box):
    """The order of a store's calls."""
    path = "/fleet/trolleys/{}/"
    assert call(path.format("T-1")) == (401, "missing_credentials")
    for wrong in ("", "x", box[1]):
        assert call(path.format("T-1"), wrong) == (401, "wrong_key")
    assert call(path.format("T-9"), trolley[1]) == (404, "device_not_found")
    assert call(path.format("a%20b"), trolley[1]) == (404, "device_not_found")
    assert call(path.format("T-1"), another[1]) == (403, "another_device")
    assert call(path.format("T-1"), trolley[1]) == (200, {"device": "T-1"})


def test_a_key_alone_says_whose_it_is(trolley, box):
    chosen = make("box", "B-2", "kiosk-password")[1]
    assert call("/fleet/who/", box[1]) == (200, {"device": "B-1"})
    assert call("/fleet/who/", trolley[1]) == (200, {"device": "T-1"})
    assert call("/fleet/who/", chosen) == (401, "wrong_key")  # it may be another device's too
    keys.keys_revoke(device=box[0])
    assert call("/fleet/who/", box[1]) == (401, "wrong_key")


def test_a_heartbeat_with_a_chosen_key_is_quick_after_the_first(db):
    key = make("box", "B-1", "kiosk-password")[1]
    call("/fleet/boxes/B-1/", key)
    began = time.thread_time()
    keys.matching(keys.device_find("box", "B-1")[1], key)
    assert time.thread_time() - began < 0.01
