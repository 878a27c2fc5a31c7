"""Who may talk to whom: the registry's call graph, the gateway, the data stores, and no more.

`k8s/base/policies.yaml` forbids everything first; what is here allows one thing each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from suite import registry
from suite.registry import HTTP, Service
from tools.k8s.workloads import PORT, Manifest, labels, manifest

POSTGRES, REDIS, GATEWAY, STATUS = "postgres", "redis", "gateway", "status"
STORES = {POSTGRES: 5432, REDIS: 6379}
#: What is no address of the internet: other machines near the cluster, and what those tell of it.
NEAR = ("10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
PRINTER_PORTS = (9100, 9109)
Rule = dict[str, Any]


def of_process(entry: Service, kind: str) -> Manifest:
    """The policy of a process: who asks it, and whom it asks."""
    name = entry.process_name(kind)  # type: ignore[arg-type]
    asks = [_named(STATUS)] + ([] if kind == registry.WORKER else [_named(GATEWAY)])
    if kind == HTTP:
        asks += [_calling(one) for one in registry.SERVICES if entry.name in one.peers]
    asked = [_to(_named(f"{peer}-{HTTP}"), port=PORT) for peer in entry.peers]
    needs = (entry.payments or entry.bucket) and kind != registry.WS
    abroad = [_internet(443)] if needs else []
    mailed = [_internet(587)] if entry.mails and kind == entry.mailer else []
    printing = [_printers()] if entry.printers and kind == registry.WORKER else []
    of = labels(name, kind, entry.name)
    return policy(name, of, asks, [*_stores(entry), *asked, *abroad, *mailed, *printing])


def of_migration(entry: Service, name: str) -> Manifest:
    """The policy of the Job that migrates: it asks its database, and nobody asks it."""
    return policy(name, labels(name, "migrate", entry.name), [], [_store(POSTGRES)])


def of_gateway() -> Manifest:
    """The policy of the gateway. Who asks it the component `ingress` says."""
    asked = [_to(_named(name), port=PORT) for name in (*_routed(), STATUS)]
    return policy(GATEWAY, labels(GATEWAY, GATEWAY), [], asked)


def of_status() -> Manifest:
    """The policy of the process that asks who is ready."""
    names = [name for entry in registry.SERVICES for name in entry.process_names]
    asked = [_to(_named(name), port=PORT) for name in names]
    return policy(STATUS, labels(STATUS, STATUS), [_named(GATEWAY)], asked)


def policy(
    name: str, of: dict[str, str], asks: Sequence[Rule], asked: Sequence[Rule], *, port: int = PORT
) -> Manifest:
    """A NetworkPolicy of the pods with this name: `asks` are the pods that reach its port, `asked`
    the rules of what it reaches, beside the name servers.
    """
    into = [{"from": list(asks), "ports": [_port(port)]}] if asks else []
    spec = {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": name}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": into,
        "egress": [*asked, _names()],
    }
    return manifest("NetworkPolicy", "networking.k8s.io/v1", name, of, spec=spec)


def _routed() -> list[str]:
    return [
        entry.process_name(kind)
        for entry in registry.SERVICES
        for kind in entry.processes
        if kind != registry.WORKER
    ]


def _stores(entry: Service) -> list[Rule]:
    return [_store(POSTGRES), *([_store(REDIS)] if entry.live else [])]


def _store(name: str) -> Rule:
    return _to(_named(name), port=STORES[name])


def _internet(port: int) -> Rule:
    """Any address of the internet, for who is known by name only: the payment provider, a
    bucket, a mail server, the operator's own.
    """
    anywhere = {"ipBlock": {"cidr": "0.0.0.0/0", "except": list(NEAR)}}
    return {"to": [anywhere], "ports": [_port(port)]}


def _printers() -> Rule:
    """Kitchen printers, in private networks and at the ports of PRINTER_PORTS as it comes."""
    first, last = PRINTER_PORTS
    networks = [{"ipBlock": {"cidr": network}} for network in PRIVATE]
    return {"to": networks, "ports": [{**_port(first), "endPort": last}]}


def _to(pods: Rule, *, port: int) -> Rule:
    return {"to": [pods], "ports": [_port(port)]}


def _named(name: str) -> Rule:
    return {"podSelector": {"matchLabels": {"app.kubernetes.io/name": name}}}


def _calling(entry: Service) -> Rule:
    """Every process of a service; the Job that migrates calls nobody."""
    kinds = {"key": "app.kubernetes.io/component", "operator": "In"}
    return {
        "podSelector": {
            "matchLabels": {"aisle/service": entry.name},
            "matchExpressions": [{**kinds, "values": list(entry.processes)}],
        }
    }


def _names() -> Rule:
    """The cluster's name servers."""
    system = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    servers = {"namespaceSelector": system, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}
    return {"to": [servers], "ports": [_port(53, "UDP"), _port(53)]}


def _port(number: int, protocol: str = "TCP") -> dict[str, Any]:
    return {"protocol": protocol, "port": number}
