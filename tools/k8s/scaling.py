"""How many there are of each process, and how many may be away at once."""

from __future__ import annotations

from typing import Any

from tools.k8s import sizes
from tools.k8s.workloads import Manifest, manifest, selector

#: Seconds without a reason to keep a pod until one less is started: guests come in waves.
CALM = 600


def of_process(name: str, of: dict[str, str]) -> list[Manifest]:
    """What scales a process: by its CPU, or a fixed number."""
    size = sizes.size(of["app.kubernetes.io/component"], name)
    return [_autoscaler(name, of, size), _disruption(name, of)]


def _autoscaler(name: str, of: dict[str, str], size: sizes.Size) -> Manifest:
    target = {"type": "Utilization", "averageUtilization": size.busy}
    spec: dict[str, Any] = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
        "minReplicas": size.least,
        "maxReplicas": size.most,
        "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": target}}],
        "behavior": {"scaleDown": {"stabilizationWindowSeconds": CALM}},
    }
    return manifest("HorizontalPodAutoscaler", "autoscaling/v2", name, of, spec=spec)


def _disruption(name: str, of: dict[str, str]) -> Manifest:
    spec = {"maxUnavailable": 1, "selector": selector(of)}
    return manifest("PodDisruptionBudget", "policy/v1", name, of, spec=spec)
