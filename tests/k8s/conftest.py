"""The overlays, read by Python and, where there is kubectl, as kustomize builds them."""

from __future__ import annotations

from functools import cache

import pytest

from tests.k8s import cluster as reading
from tests.k8s.cluster import Cluster

NAMES = ("dev", "prod")
built_once = cache(reading.built)
written_once = cache(reading.written)


def _built(overlay: str) -> Cluster:
    if reason := reading.missing_kubectl():
        pytest.skip(reason)
    return built_once(overlay)


@pytest.fixture(
    params=[(how, name) for name in NAMES for how in ("written", "built")], ids="-".join
)
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """Each overlay, in both ways."""
    how, name = request.param
    return _built(name) if how == "built" else written_once(name)


@pytest.fixture(params=NAMES)
def built(request: pytest.FixtureRequest) -> Cluster:
    return _built(request.param)


@pytest.fixture
def prod() -> Cluster:
    """The one for many shops, read by Python."""
    return written_once("prod")


@pytest.fixture
def built_prod() -> Cluster:
    """The same as kustomize builds it: with its patches and values."""
    return _built("prod")
