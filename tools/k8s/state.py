"""What repeats per service where state is: databases, roles, who opens which, secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from suite import registry
from suite.registry import Service
from tools.k8s import secrets, sizes
from tools.k8s.compose import Process, defaults, processes
from tools.k8s.environment import of_container
from tools.k8s.workloads import VERSION, Manifest, labels, manifest
from tools.k8s.writing import text

COMPONENTS, EXAMPLES = Path("k8s/components"), Path("k8s/examples")
CLUSTER = "aisle-postgres"
CNPG = "postgresql.cnpg.io/v1"
POSTGRES_USER = 999  # in the image of PostgreSQL, and so in the one of `databases`
READY = "until pg_isready --quiet; do sleep 2; done"
#: What nobody else may open. CloudNativePG puts its own rules before: local connections of the
#: administrator, certificates of replicas and of the pooler, which looks passwords up.
CLOSED = "host all all all reject"
REDIS_PORTS = (6379, 6380)  # the second is where some have TLS
NOWHERE = "192.0.2.0/24"  # of RFC 5737: until an overlay's value takes its place
STORE = {"kind": "ClusterSecretStore", "name": "aisle"}


def files() -> dict[Path, str]:
    """Every file of state that is written, by its path from the root."""
    return {
        COMPONENTS / "cloudnativepg/databases.yaml": text(_databases()),
        COMPONENTS / "cloudnativepg/access.yaml": text([_access()]),
        COMPONENTS / "postgres/databases.yaml": text([_job(processes()["databases"])]),
        COMPONENTS / "redis/policy.yaml": text([_redis()]),
        COMPONENTS / "managed-redis/policy.yaml": text([_managed_redis()]),
        EXAMPLES / "external-secrets.yaml": text(_external()),
    }


def _databases() -> Iterator[Manifest]:
    """A role and a database of each service. Nothing is dropped with these objects: a manifest
    that disappears must not take data along.
    """
    for entry in registry.SERVICES:
        of, cluster = _labels(entry), {"name": CLUSTER}
        role = {
            "cluster": cluster,
            "name": entry.name,
            "login": True,
            "passwordSecret": {"name": f"{entry.name}-database"},
            "databaseRoleReclaimPolicy": "retain",
        }
        yield manifest("DatabaseRole", CNPG, entry.name, of, spec=role)
        database = {
            "cluster": cluster,
            "name": entry.name,
            "owner": entry.name,
            "databaseReclaimPolicy": "retain",
        }
        yield manifest("Database", CNPG, entry.name, of, spec=database)


def _access() -> Manifest:
    """A patch: a service's role opens its own database, and nothing else is open."""
    rules = [f"hostssl {name} {name} all scram-sha-256" for name in registry.names()]
    return {
        "apiVersion": CNPG,
        "kind": "Cluster",
        "metadata": {"name": CLUSTER},
        "spec": {"postgresql": {"pg_hba": [*rules, CLOSED]}},
    }


def _job(process: Process) -> Manifest:
    """The Job that makes databases and roles in a PostgreSQL without an operator."""
    of = labels(process.name, "databases")
    address = {key: process.environment[key] for key in ("PGHOST", "PGUSER")}
    waiting = {
        **_container(process, "ready", address),
        "image": defaults()["POSTGRES_IMAGE"],
        "command": ["sh", "-c", READY],
    }
    pod = {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "restartPolicy": "OnFailure",
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": POSTGRES_USER,
            "runAsGroup": POSTGRES_USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "initContainers": [waiting],
        "containers": [_container(process, "app", process.environment)],
        "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "16Mi"}}],
    }
    spec = {
        "backoffLimit": 3,
        "activeDeadlineSeconds": 1800,
        "ttlSecondsAfterFinished": 86400,
        "template": {"metadata": {"labels": of}, "spec": pod},
    }
    return manifest("Job", "batch/v1", process.name, of, spec=spec)


def _container(process: Process, name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "image": f"{process.image}:{VERSION}",
        **of_container(environment),
        "resources": sizes.resources("databases", process),
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108
    }


def _listening() -> Manifest:
    """The processes of services with websockets: all of them publish or listen."""
    live = [entry for entry in registry.SERVICES if entry.live]
    kinds = sorted({kind for entry in live for kind in entry.processes})
    services = {"key": "aisle/service", "operator": "In", "values": [one.name for one in live]}
    processes = {"key": "app.kubernetes.io/component", "operator": "In", "values": kinds}
    return {"matchExpressions": [services, processes]}


def _redis() -> Manifest:
    """Lets them in to the Redis that is a pod."""
    of = labels("redis", "redis")
    spec = {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "redis"}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [{"podSelector": _listening()}], "ports": _ports(REDIS_PORTS[:1])}],
    }
    return manifest("NetworkPolicy", "networking.k8s.io/v1", "redis", of, spec=spec)


def _managed_redis() -> Manifest:
    """Lets them out to a Redis that is no pod. Where that is, a value of the overlay says."""
    of = labels("managed-redis", "redis")
    network = {"ipBlock": {"cidr": NOWHERE}}
    spec = {
        "podSelector": _listening(),
        "policyTypes": ["Egress"],
        "egress": [{"to": [network], "ports": _ports(REDIS_PORTS)}],
    }
    return manifest("NetworkPolicy", "networking.k8s.io/v1", "managed-redis", of, spec=spec)


def _ports(numbers: tuple[int, ...]) -> list[dict[str, Any]]:
    return [{"protocol": "TCP", "port": number} for number in numbers]


def _external() -> Iterator[Manifest]:
    """The same Secrets as `tools.k8s.secrets` prints, from a store outside."""
    for entry in registry.SERVICES:
        yield _from_store(entry.name, secrets.own_keys(entry), _labels(entry))
        template = {
            "type": secrets.BASIC,
            "metadata": {"labels": secrets.LABELS | secrets.RELOAD},
            "data": {"username": entry.name, "password": "{{ .password }}"},
        }
        yield _from_store(f"{entry.name}-database", ("password",), _labels(entry), template)
    yield _from_store("redis", ("url",), labels("redis", "redis"))
    yield _from_store("backup", ("ACCESS_KEY_ID", "ACCESS_SECRET_KEY"), secrets.LABELS)


def _from_store(
    name: str, keys: tuple[str, ...], of: dict[str, str], template: Manifest | None = None
) -> Manifest:
    found = template or {"metadata": {"labels": secrets.LABELS}}
    spec = {
        "refreshInterval": "1h",
        "secretStoreRef": STORE,
        "target": {"name": name, "creationPolicy": "Owner", "template": found},
        "data": [
            {"secretKey": key, "remoteRef": {"key": f"aisle/{name}", "property": key}}
            for key in keys
        ],
    }
    return manifest("ExternalSecret", "external-secrets.io/v1", name, of, spec=spec)


def _labels(entry: Service) -> dict[str, str]:
    return {"app.kubernetes.io/part-of": "aisle", "aisle/service": entry.name}
