"""What runs: a Deployment and a Service for each process, a Job that migrates for each service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suite import registry
from suite.registry import Service
from tools.k8s import sizes
from tools.k8s.compose import Process
from tools.k8s.environment import of_container

Manifest = dict[str, Any]

PORT = 8000
USER = 10001  # as in the images
VERSION = "0.1.0"  # of the images; an overlay says where they are and which
#: Seconds that a pod goes on answering when it is to end, until all have heard that it does.
NOTICE = 10
#: What the gateway puts behind the name of a process.
PODS = "-pods"
#: What a probe asks: whether a process is alive, not whether all that it needs is (docs/adr/0034).
ALIVE = {"gateway": "/", "status": "/status.json"}
#: In /tmp. The gateway has the bodies there that it reads whole, of all its connections.
SPACE = {"gateway": "1Gi"}
WAIT = "until python manage.py {command}; do sleep 2; done"
MIGRATED = WAIT.format(command="migrate --check")
DATABASE = WAIT.format(command="migrate --plan")


def labels(name: str, component: str, service: str = "") -> dict[str, str]:
    """What a pod is found by."""
    found = {
        "app.kubernetes.io/part-of": "aisle",
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/component": component,
    }
    return found | ({"aisle/service": service} if service else {})


def manifest(kind: str, version: str, name: str, of: Mapping[str, str], **parts: Any) -> Manifest:
    """An object of this name with these labels."""
    metadata = {"name": name, "labels": dict(of)}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **parts}


def selector(of: Mapping[str, str]) -> dict[str, Any]:
    """The pods of a workload."""
    return {"matchLabels": {key: of[key] for key in ("app.kubernetes.io/name",)}}


def deployment(process: Process, of: Mapping[str, str], *, port: int = PORT) -> Manifest:
    """A process that is replaced one by one, a new one first. How many there are the component
    `scaling` says; without it there is one.
    """
    migrates = of["app.kubernetes.io/component"] in (registry.HTTP, registry.WS, registry.WORKER)
    first = [_waiting(process, "migrated", MIGRATED)] if migrates else []
    return manifest(
        "Deployment",
        "apps/v1",
        process.name,
        of,
        spec={
            "revisionHistoryLimit": 5,
            "minReadySeconds": 5,
            "strategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1},
            },
            "selector": selector(of),
            "template": {
                "metadata": {"labels": dict(of)},
                "spec": {
                    **_pod(first, [_serving(process, port)], space=SPACE.get(process.name, "64Mi")),
                    "terminationGracePeriodSeconds": process.grace + NOTICE,
                    "topologySpreadConstraints": [
                        _spread(of, key)
                        for key in ("kubernetes.io/hostname", "topology.kubernetes.io/zone")
                    ],
                },
            },
        },
    )


def service(name: str, of: Mapping[str, str], *, port: int = PORT) -> Manifest:
    """The address of a process, behind which each new connection gets one of its pods."""
    ports = [{"name": "http", "port": port, "targetPort": "http"}]
    spec = {"selector": selector(of)["matchLabels"], "ports": ports}
    return manifest("Service", "v1", name, of, spec=spec)


def every_pod(name: str, of: Mapping[str, str]) -> Manifest:
    """A name that stands for all pods of a process, for the gateway: it chooses among them itself,
    and passes over one that does not answer.
    """
    found = service(f"{name}{PODS}", of)
    found["spec"] = {"clusterIP": "None", **found["spec"]}
    return found


def migration(entry: Service, process: Process) -> Manifest:
    """The Job that brings a service's tables up to date, once its database is there."""
    of = labels(process.name, "migrate", entry.name)
    pod = _pod([_waiting(process, "database", DATABASE)], [_container(process, "migrate")])
    return manifest(
        "Job",
        "batch/v1",
        process.name,
        of,
        spec={
            "backoffLimit": 3,
            "activeDeadlineSeconds": 1800,
            "ttlSecondsAfterFinished": 86400,
            "template": {
                "metadata": {"labels": of},
                "spec": {**pod, "restartPolicy": "OnFailure"},
            },
        },
    )


def _pod(
    first: Sequence[Manifest], containers: Sequence[Manifest], *, space: str = "64Mi"
) -> dict[str, Any]:
    return {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "runAsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        **({"initContainers": list(first)} if first else {}),
        "containers": list(containers),
        "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": space}}],
    }


def _container(
    process: Process, kind: str, *, name: str = "app", command: Sequence[str] = ()
) -> Manifest:
    command = command or process.command
    return {
        "name": name,
        "image": f"{process.image}:{VERSION}",
        **({"command": list(command)} if command else {}),
        **of_container(process.environment),
        "resources": sizes.resources(kind, process),
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108
    }


def _waiting(process: Process, name: str, command: str) -> Manifest:
    """A container before the main one, with the same settings, that waits."""
    return _container(process, "migrate", name=name, command=("sh", "-c", command))


def _serving(process: Process, port: int) -> Manifest:
    alive = {"path": ALIVE.get(process.name, "/healthz/"), "port": "http"}
    probe = {"httpGet": alive, "timeoutSeconds": 5}
    return {
        **_container(process, process.name.rpartition("-")[2]),
        "ports": [{"name": "http", "containerPort": port}],
        "startupProbe": {**probe, "periodSeconds": 2, "failureThreshold": 60},
        "readinessProbe": {**probe, "periodSeconds": 5, "failureThreshold": 2},
        "livenessProbe": {**probe, "periodSeconds": 10, "failureThreshold": 6},
        "lifecycle": {"preStop": {"exec": {"command": ["sleep", str(NOTICE)]}}},
    }


def _spread(of: Mapping[str, str], key: str) -> dict[str, Any]:
    return {
        "maxSkew": 1,
        "topologyKey": key,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": selector(of),
    }
