"""What SECRET_KEY protects stays readable, and only under the same key and purpose."""

import pytest
from cryptography.fernet import InvalidToken
from kit.sealing import fingerprint, mac, seal, unseal


def test_what_is_sealed_can_be_read_for_its_purpose_only(settings):
    sealed = seal("keys", b"secret")
    assert b"secret" not in sealed
    assert unseal("keys", sealed) == b"secret"
    with pytest.raises(InvalidToken):
        unseal("other", sealed)
    settings.SECRET_KEY = "another" * 8
    with pytest.raises(InvalidToken):
        unseal("keys", sealed)


def test_each_service_and_purpose_has_a_key_of_its_own(settings):
    settings.SECRET_KEY, settings.SERVICE_NAME = "s" * 50, "verification"
    stored = "77e25ea0"
    assert fingerprint("networks", "203.0.113.9")[:8] == stored  # as rows of earlier versions say
    assert mac("a", "b") != mac("b", "b")
    settings.SERVICE_NAME = "orders"
    assert fingerprint("networks", "203.0.113.9")[:8] != stored
