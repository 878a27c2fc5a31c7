"""Who may talk to whom by the network policies of a cluster, computed as a network plugin does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from suite import registry
from suite.registry import HTTP, WORKER
from tests.k8s.cluster import Cluster, Object

Edge = tuple[str, str, int]  # who, whom, on which port
PORTS = (5432, 6379, 8000, 8080)


def edges(cluster: Cluster) -> set[Edge]:
    """What is possible between the pods of the cluster."""
    labels = {name: pod["metadata"]["labels"] for name, pod in cluster.pods().items()}
    labels |= dict(_of_operators(cluster))
    policies = list(cluster.of("NetworkPolicy").values())
    return {
        (one, other, port)
        for one, other, port in product(labels, labels, PORTS)
        if one != other
        and _allowed(policies, "egress", labels[one], labels[other], port)
        and _allowed(policies, "ingress", labels[other], labels[one], port)
    }


def expected(cluster: Cluster) -> set[Edge]:
    """The registry's call graph, the gateway, who asks who is ready, and the data stores."""
    found: set[Edge] = {("gateway", "status", 8000)}
    for entry in registry.SERVICES:
        found.add((f"{entry.name}-migrate", "postgres", 5432))
        for kind, name in zip(entry.processes, entry.process_names, strict=True):
            found |= {("status", name, 8000), (name, "postgres", 5432)}
            found |= {(name, f"{peer}-{HTTP}", 8000) for peer in entry.peers}
            found |= {("gateway", name, 8000)} if kind != WORKER else set()
            found |= {(name, "redis", 6379)} if entry.live else set()
    present = {*cluster.pods(), *dict(_of_operators(cluster))}
    if "databases" in present:
        found.add(("databases", "postgres", 5432))
    if "instance" in present:
        found.add(("postgres", "instance", 5432))
    return {edge for edge in found if {edge[0], edge[1]} <= present}


def reaches_outside(cluster: Cluster) -> dict[str, set[int]]:
    """By workload, the ports on which it reaches more than pods of this cluster's namespace, its
    name servers apart.
    """
    labels = {name: pod["metadata"]["labels"] for name, pod in cluster.pods().items()}
    found: dict[str, set[int]] = {}
    for policy in cluster.of("NetworkPolicy").values():
        outside = {port for rule in policy["spec"].get("egress", ()) for port in _outside(rule)}
        for name, of in labels.items():
            if outside and selects(policy["spec"]["podSelector"], of):
                found.setdefault(name, set()).update(outside)
    return found


def reached_from(cluster: Cluster) -> dict[str, set[tuple[str, int]]]:
    """By pod, the other namespaces that reach it, each with the port."""
    labels = {name: pod["metadata"]["labels"] for name, pod in cluster.pods().items()}
    labels |= dict(_of_operators(cluster))
    found: dict[str, set[tuple[str, int]]] = {}
    for policy in cluster.of("NetworkPolicy").values():
        for rule in policy["spec"].get("ingress", ()):
            entries = {(name, port["port"]) for name in _namespaces(rule) for port in rule["ports"]}
            for name, of in labels.items():
                if entries and selects(policy["spec"]["podSelector"], of):
                    found.setdefault(name, set()).update(entries)
    return found


def resolving(cluster: Cluster) -> set[str]:
    """The pods that reach the cluster's name servers."""
    labels = {name: pod["metadata"]["labels"] for name, pod in cluster.pods().items()}
    labels |= dict(_of_operators(cluster))
    asking = [
        policy["spec"]["podSelector"]
        for policy in cluster.of("NetworkPolicy").values()
        if any(_to_name_servers(rule) for rule in policy["spec"].get("egress", ()))
    ]
    return {name for name, of in labels.items() if any(selects(one, of) for one in asking)}


def unbounded(cluster: Cluster) -> set[str]:
    """The pods whose traffic no policy bounds in both directions; among them one of ours that no
    policy knows by name.
    """
    labels = {name: pod["metadata"]["labels"] for name, pod in cluster.pods().items()}
    labels |= {"a new one": {"app.kubernetes.io/part-of": "aisle"}, **dict(_of_operators(cluster))}
    specs = [policy["spec"] for policy in cluster.of("NetworkPolicy").values()]
    return {
        name
        for name, of in labels.items()
        for way in ("Ingress", "Egress")
        if not any(
            way in spec["policyTypes"] and selects(spec["podSelector"], of) for spec in specs
        )
    }


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector means a pod with these labels."""
    if not selector.get("matchLabels", {}).items() <= labels.items():
        return False
    return all(_holds(one, labels) for one in selector.get("matchExpressions", ()))


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, operator = expression["key"], expression["operator"]
    if operator in ("Exists", "DoesNotExist"):
        return bool((key in labels) == (operator == "Exists"))
    assert operator == "In", f"{operator} is not thought of here"
    return labels.get(key) in expression["values"]


def _allowed(
    policies: list[Object], way: str, own: Mapping[str, str], peer: Mapping[str, str], port: int
) -> bool:
    """Whether the policies of a pod let a connection in or out: with none of them anything goes."""
    of_pod = [
        policy["spec"]
        for policy in policies
        if way.capitalize() in policy["spec"]["policyTypes"]
        and selects(policy["spec"]["podSelector"], own)
    ]
    rules = [rule for spec in of_pod for rule in spec.get(way, ())]
    return not of_pod or any(_fits(rule, way, peer, port) for rule in rules)


def _fits(rule: Mapping[str, Any], way: str, peer: Mapping[str, str], port: int) -> bool:
    numbers = [one["port"] for one in rule.get("ports", ())]
    if numbers and port not in numbers:
        return False
    peers = rule.get("to" if way == "egress" else "from")
    return not peers or any(
        "podSelector" in one
        and "namespaceSelector" not in one
        and selects(one["podSelector"], peer)
        for one in peers
    )


def _outside(rule: Mapping[str, Any]) -> Iterator[int]:
    peers = rule.get("to", [])
    if not peers or any("ipBlock" in one or "namespaceSelector" in one for one in peers):
        yield from (one["port"] for one in rule.get("ports", ({"port": 0},)) if one["port"] != 53)


def _to_name_servers(rule: Mapping[str, Any]) -> bool:
    servers = [one.get("podSelector", {}).get("matchLabels", {}) for one in rule.get("to", ())]
    ports = {(one["protocol"], one["port"]) for one in rule.get("ports", ())}
    return {"k8s-app": "kube-dns"} in servers and {("UDP", 53), ("TCP", 53)} <= ports


def _namespaces(rule: Mapping[str, Any]) -> Iterator[str]:
    """The namespaces of a rule, by name; raises KeyError for any other way to choose some."""
    for peer in rule["from"]:
        if "namespaceSelector" in peer:
            yield peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
        elif "podSelector" not in peer:
            raise KeyError(f"{peer} is not thought of here")


def _of_operators(cluster: Cluster) -> Iterator[tuple[str, dict[str, str]]]:
    """The pods that an operator makes: PostgreSQL's instances, and the pooler before them. What the
    template says of the operator's own labels does not hold: it names the application as it likes.
    """
    own = {"app.kubernetes.io/name": "postgresql", "app.kubernetes.io/component": "pooler"}
    for name, pooler in cluster.of("Pooler").items():
        spec = pooler["spec"]
        of = {"cnpg.io/cluster": spec["cluster"]["name"], "cnpg.io/poolerName": name}
        yield name, {**spec["template"]["metadata"]["labels"], **own, **of}
    for name, one in cluster.of("Cluster").items():
        inherited = one["spec"]["inheritedMetadata"]["labels"]
        yield "instance", {**inherited, "cnpg.io/cluster": name, "cnpg.io/podRole": "instance"}
