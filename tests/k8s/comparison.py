"""What a cluster has, against docker-compose.yml and the registry. Shares nothing with the tool
that writes the manifests: each function yields what differs, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from suite import registry
from tests.k8s.cluster import ROOT, Cluster, Object

SETTING = re.compile(r"\$\{([A-Z_]+)(?::[-?][^}]*)?\}")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SERVICES = {name: entry for entry in registry.SERVICES for name in entry.process_names}
SERVING = (*SERVICES, "gateway", "status")
ROUTED = [name for name in SERVICES if not name.endswith("-worker")]  # the gateway leads there
MIGRATIONS = tuple(f"{name}-migrate" for name in registry.names())
PORTS = {"gateway": 8080}
ALIVE = {"gateway": "/", "status": "/status.json"}
#: The Secret whose keys are names of `.env`; those of others follow their own.
NAMED = ("clips", "pictures", "vending")  # Secrets whose keys are whole names
#: What a cluster adds: where the gateway's name server finds the services.
ADDED = {"gateway": {"NAMESPACE", "SERVICE_DOMAIN"}}
GRACEFUL = 20  # seconds that a process takes for what runs: kit.server, kit.worker, nginx


def processes(cluster: Cluster) -> Iterator[str]:
    """Each process of the registry is a Deployment, each service has a Job that migrates."""
    addresses = {*SERVICES, "gateway", *(name + _pods(cluster) for name in (*ROUTED, "status"))}
    kinds = {"Deployment": set(SERVING), "Service": addresses, "Job": set(MIGRATIONS)}
    for kind, names in kinds.items():
        found = set(cluster.of(kind))
        yield from (f"{name}: no {kind}" for name in sorted(names - found))
        known = {*names, "postgres", "redis", "databases"}
        yield from (f"{name}: a {kind} of nothing" for name in sorted(found - known))


def images(cluster: Cluster) -> Iterator[str]:
    """The image is compose's, of one version that is none that moves."""
    for name, container in _containers(cluster):
        image, _, tag = container["image"].rpartition(":")
        expected = SETTING.sub("", COMPOSE[name]["image"]).partition(":")[0]
        if not expected:  # a public image, which .env.example names
            expected = re.findall(r":-([^:}]+)", COMPOSE[name]["image"])[0]
        if image.rpartition("/")[2] != expected:
            yield f"{name}: image {image} instead of {expected}"
        if tag in ("", "latest"):
            yield f"{name}: image without a version"


def commands(cluster: Cluster) -> Iterator[str]:
    """What runs in it is what compose runs, or the image's own."""
    for name, container in _containers(cluster):
        command = [*container.get("command", ()), *container.get("args", ())]
        if command != _command(name):
            yield f"{name}: command {command} instead of {_command(name)}"


def ports(cluster: Cluster) -> Iterator[str]:
    """It answers where its Service and everybody else expects it."""
    behind, pods = _pods(cluster), cluster.pods()
    for service, one in sorted(cluster.of("Service").items()):
        name = service.removesuffix(behind)
        if not {name} & set(SERVING) & set(pods):
            continue
        port, [told] = PORTS.get(name, 8000), one["spec"]["ports"]
        if (told["port"], told["targetPort"]) != (port, "http"):
            yield f"{service}: the Service leads to {told}"
        if not one["spec"]["selector"].items() <= pods[name]["metadata"]["labels"].items():
            yield f"{service}: the Service selects {one['spec']['selector']}"
        if (one["spec"].get("clusterIP") == "None") is (service == name):
            yield f"{service}: an address where each pod is meant, or the other way round"
        [own] = _app(pods[name])["ports"]
        if (own["name"], own["containerPort"]) != ("http", port):
            yield f"{name}: port {own['containerPort']} instead of {port}"


def environments(cluster: Cluster) -> Iterator[str]:
    """Every container is given what compose gives it, from the same settings and secrets."""
    for name, container in _containers(cluster, every=True):
        expected = {
            key: SETTING.sub(r"${\1}", str(value))
            for key, value in COMPOSE[name].get("environment", {}).items()
        }
        found = _environment(cluster, container)
        for key in sorted(expected):
            if found.get(key) != expected[key]:
                yield f"{name}: {key} is {found.get(key)} instead of {expected[key]}"
        used = {part for value in expected.values() for part in SETTING.findall(value)}
        known = {*expected, *used, *cluster.settings, *ADDED.get(name, ())}
        yield from (f"{name}: {key} is set for nothing" for key in sorted(set(found) - known))


def probes(cluster: Cluster) -> Iterator[str]:
    """Probes ask whether a process is alive (docs/adr/0034)."""
    for name in sorted(set(SERVING) & set(cluster.pods())):
        app = _app(cluster.pods()[name])
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            asked = app.get(probe, {}).get("httpGet")
            if asked != {"path": ALIVE.get(name, "/healthz/"), "port": "http"}:
                yield f"{name}: {probe} asks {asked}"


def stops(cluster: Cluster) -> Iterator[str]:
    """It has compose's time to stop, and before that the time that others need to hear of it."""
    for name in sorted(set(SERVING) & set(cluster.pods())):
        spec = cluster.pods()[name]["spec"]
        hook = _app(cluster.pods()[name]).get("lifecycle", {}).get("preStop", {})
        command = hook.get("exec", {}).get("command", ["sleep", "0"])
        notice, grace = int(command[1]), spec.get("terminationGracePeriodSeconds", 30)
        expected = int(COMPOSE[name]["stop_grace_period"].removesuffix("s"))
        if notice < 5 or grace != expected + notice or expected <= GRACEFUL:
            yield f"{name}: {grace} s to stop, {notice} s of notice, compose has {expected} s"


def memory(cluster: Cluster) -> Iterator[str]:
    """The limit of memory is compose's."""
    for name, container in _containers(cluster):
        limit = container["resources"]["limits"]["memory"]
        if limit.removesuffix("i").lower() != COMPOSE[name]["mem_limit"]:
            yield f"{name}: {limit} of memory instead of {COMPOSE[name]['mem_limit']}"


def confinement(cluster: Cluster) -> Iterator[str]:
    """No root, nothing to write to but volumes, no capability, no token of the cluster."""
    for name, pod in cluster.pods().items():
        spec = pod["spec"]
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name}: has the token of a service account"
        user = spec.get("securityContext", {})
        if not (user.get("runAsNonRoot") and user.get("runAsUser", 0) > 0):
            yield f"{name}: may be root"
        if user.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{name}: no seccomp profile"
        for container in (*spec.get("initContainers", ()), *spec["containers"]):
            context = container.get("securityContext", {})
            if context != {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }:
                yield f"{name}: {container['name']} may {context}"


COMPARISONS = (
    *(processes, images, commands, ports, environments),
    *(probes, stops, memory, confinement),
)


def differences(cluster: Cluster) -> list[str]:
    """All that differs."""
    return [said for compare in COMPARISONS for said in compare(cluster)]


def _pods(cluster: Cluster) -> str:
    """What the gateway puts behind a process's name to find all its pods."""
    variables = _app(cluster.pods()["gateway"])["env"]
    [domain] = [one["value"] for one in variables if one["name"] == "SERVICE_DOMAIN"]
    behind, _, rest = domain.partition(".")
    return str(behind) if rest == "$(NAMESPACE).svc.cluster.local" else f" and not {domain}"


def _app(pod: Object) -> Object:
    found: Object = next(one for one in pod["spec"]["containers"] if one["name"] == "app")
    return found


def _containers(cluster: Cluster, *, every: bool = False) -> Iterator[tuple[str, Object]]:
    """The main container of each workload that compose has too, and with `every` those before it
    that run the same image.
    """
    for name, pod in cluster.pods().items():
        if name in COMPOSE:
            yield name, _app(pod)
            if every:
                for first in pod["spec"].get("initContainers", ()):
                    if first["image"] == _app(pod)["image"]:
                        yield name, first


def _command(name: str) -> list[str]:
    command = COMPOSE[name].get("command", [])
    return [SETTING.sub(r"$(\1)", word) for word in command]


def _environment(cluster: Cluster, container: Object) -> dict[str, str]:
    """The container's variables as compose would write them."""
    found: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        assert source["configMapRef"]["name"].startswith("settings"), source
        found |= {name: f"${{{name}}}" for name in cluster.settings}
    for entry in container.get("env", ()):
        found[entry["name"]] = _value(entry, found)
    return found


def _value(entry: Mapping[str, Any], before: Mapping[str, str]) -> str:
    if "value" in entry:
        return re.sub(r"\$\(([A-Z_]+)\)", lambda match: before[match[1]], str(entry["value"]))
    source = entry["valueFrom"]
    if "secretKeyRef" in source:
        return _secret(source["secretKeyRef"]["name"], source["secretKeyRef"]["key"])
    return str(source)


def _secret(name: str, key: str) -> str:
    """A secret of the cluster by its name in `.env`."""
    if (name, key) == ("redis", "url"):
        return "redis://:${REDIS_PASSWORD}@redis:6379/0"
    if key == "password":
        service = name.removesuffix("-database")
        return f"${{{service.upper()}{'_DB' if service != name else ''}_PASSWORD}}"
    return f"${{{key}}}" if name in NAMED else f"${{{name.upper()}_{key}}}"
