"""How large tests with many of something are."""

from __future__ import annotations

import pytest
from testing.scale import scale, scaled, some


def test_a_tenth_unless_more_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAULTS_SCALE", raising=False)
    assert (scaled(500), scaled(5), scaled(5, least=3)) == (50, 1, 3)
    monkeypatch.setenv("FAULTS_SCALE", "10")
    assert (scaled(500), scaled(5), scaled(5, least=8)) == (500, 5, 8)


def test_less_than_a_tenth_of_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for value in ("1", "2", "10"):
        monkeypatch.setenv("FAULTS_SCALE", value)
        found.append((scaled(1000, every=40), scaled(1000, least=30, every=40)))
    assert found == [(25, 30), (200, 200), (1000, 1000)]


@pytest.mark.parametrize("value", ["0", "11", "-1", "1.5", "all", "²"])
def test_another_scale_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("FAULTS_SCALE", value)
    with pytest.raises(ValueError, match="a number from 1 to 10"):
        scale()


def test_each_third_is_some_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTS_SCALE", "1")
    assert some("abcdefg") == ["a", "d", "g"]
    assert some({"a": 1, "b": 2}, every=2) == ["a"]
    monkeypatch.setenv("FAULTS_SCALE", "10")
    assert some("abc") == ["a", "b", "c"]
