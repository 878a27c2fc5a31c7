"""What an overlay puts into a cluster, read by Python alone or as `kubectl kustomize` builds it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from suite import registry

ROOT = registry.ROOT
OVERLAYS = ROOT / "k8s" / "overlays"
Object = dict[str, Any]


@dataclass
class Cluster:
    """All objects of an overlay and the settings that its processes are given."""

    objects: list[Object]
    settings: dict[str, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> dict[str, Object]:
        """The objects of these kinds, by name."""
        found = [one for one in self.objects if one["kind"] in kinds]
        names = [one["metadata"]["name"] for one in found]
        assert len(names) == len(set(names)), f"two {kinds} of one name in {names}"
        return dict(zip(names, found, strict=True))

    def pods(self) -> dict[str, Object]:
        """What each workload says of its pods: `{"metadata":…, "spec":…}`."""
        workloads = self.of("Deployment", "StatefulSet", "Job")
        return {name: one["spec"]["template"] for name, one in workloads.items()}

    def copy(self) -> Cluster:
        """One to spoil."""
        return deepcopy(self)


def written(overlay: str) -> Cluster:
    """An overlay as its files stand there, without its patches."""
    files = list(_files(OVERLAYS / overlay))
    objects = [one for file in files for one in yaml.safe_load_all(file.read_text()) if one]
    return Cluster(objects, settings(overlay))


def settings(overlay: str) -> dict[str, str]:
    """What an overlay's ConfigMap holds: the base's settings and its own, which win."""
    return pairs(ROOT / "k8s/base/settings.env") | pairs(OVERLAYS / overlay / "settings.env")


def built(overlay: str) -> Cluster:
    """An overlay as kustomize builds it."""
    done = subprocess.run(
        ["kubectl", "kustomize", str(OVERLAYS / overlay)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    objects = [one for one in yaml.safe_load_all(done.stdout) if one]
    maps = [one for one in objects if one["kind"] == "ConfigMap"]
    [settings] = [one for one in maps if re.fullmatch("settings-.+", one["metadata"]["name"])]
    return Cluster(objects, settings["data"])


@cache
def missing_kubectl() -> str:
    """Why nothing can be built here; empty when it can."""
    if shutil.which("kubectl") is None:
        return "kubectl is not installed: overlays are read by Python only"
    said = subprocess.run(["kubectl", "version", "--client"], capture_output=True, text=True)
    found = re.search(r"Client Version: v(\d+)\.(\d+)", said.stdout)
    if found is None or (int(found[1]), int(found[2])) < (1, 28):
        return f"kubectl 1.28 or newer is needed to build overlays, this is {said.stdout.strip()}"
    return ""


def pairs(file: Path) -> dict[str, str]:
    """The settings of a file, NAME=VALUE."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", file.read_text(), re.MULTILINE))


def _files(directory: Path) -> Iterator[Path]:
    """The files of a kustomization and of all that it is made of."""
    content = yaml.safe_load((directory / "kustomization.yaml").read_text())
    for name in (*content.get("resources", ()), *content.get("components", ())):
        path = (directory / name).resolve()
        if path.is_dir():
            yield from _files(path)
        else:
            yield path
