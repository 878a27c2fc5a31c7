"""k8s/ says what docker-compose.yml and the registry say, and Kubernetes understands it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from suite import registry
from tests.k8s import comparison, graph
from tests.k8s.cluster import ROOT, Cluster, Object
from tools import k8s
from tools.k8s.__main__ import drifted

SUBMISSION = 587  # the port of mails to the operator's mail server
VERSION = "1.34"  # of Kubernetes: one that is still mended; newer ones take the same
SCHEMAS = Path(__file__).parent / "schemas"
#: What the cluster gets from operators: their own schemas are not at hand, ours name what we use.
OPERATORS = {path.stem for path in SCHEMAS.glob("*.json")}
K8S = sorted((ROOT / "k8s").rglob("*.yaml"))

REDIS, PRINTER = {6379, 6380}, 9100


def test_the_cluster_is_what_compose_and_the_registry_say(cluster: Cluster) -> None:
    assert comparison.differences(cluster) == []


def test_nobody_talks_to_anybody_else(cluster: Cluster) -> None:
    assert graph.edges(cluster) == graph.expected(cluster)
    assert graph.unbounded(cluster) == set()


def test_who_asks_somebody_finds_the_name(cluster: Cluster) -> None:
    assert {one for one, _, _ in graph.edges(cluster)} <= graph.resolving(cluster)


def test_nothing_reaches_outside_but_redis_the_provider_buckets_mail_and_printers(
    cluster: Cluster,
) -> None:
    live = {name for entry in registry.SERVICES if entry.live for name in entry.process_names}
    asking = {
        entry.process_name(kind)
        for entry in registry.SERVICES
        if entry.payments or entry.bucket
        for kind in (registry.HTTP, registry.WORKER)
    }
    mailing = {entry.process_name(entry.mailer) for entry in registry.SERVICES if entry.mails}
    printing = {
        entry.process_name(registry.WORKER) for entry in registry.SERVICES if entry.printers
    }
    managed = set(cluster.of("Cluster"))  # in prod Redis is elsewhere

    reached = graph.reaches_outside(cluster)

    assert {name for name, ports in reached.items() if 443 in ports} == asking
    assert {name for name, ports in reached.items() if SUBMISSION in ports} == mailing
    assert {name for name, ports in reached.items() if PRINTER in ports} == printing
    redis = {name for name, ports in reached.items() if ports & REDIS}
    assert redis == (live if managed else set())
    known = {443, SUBMISSION, PRINTER} | REDIS
    assert {port for ports in reached.values() for port in ports} <= known


@pytest.mark.parametrize("port", [443, SUBMISSION])
def test_who_is_known_by_name_only_is_nobody_near(cluster: Cluster, port: int) -> None:
    blocks = [
        peer["ipBlock"]
        for policy in cluster.of("NetworkPolicy").values()
        for rule in policy["spec"].get("egress", ())
        if [one["port"] for one in rule["ports"]] == [port]
        for peer in rule["to"]
    ]
    assert blocks
    for block in blocks:
        assert {"10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16"} <= set(block["except"])


def test_a_cluster_without_accounts_elsewhere_or_a_shared_password_starts(
    cluster: Cluster,
) -> None:
    optional = {
        (entry["name"], entry["valueFrom"]["secretKeyRef"]["name"])
        for pod in cluster.pods().values()
        for container in pod["spec"]["containers"]
        for entry in container.get("env", ())
        if entry.get("valueFrom", {}).get("secretKeyRef", {}).get("optional")
    }
    paying = ("RAZORPAY_KEY_ID", "RAZORPAY_SECRET_KEY", "RAZORPAY_WEBHOOK_SECRET")
    vending = ("ADMIN_PASSWORD", "SENDER_PASSWORD", "OPERATOR_WEBHOOK_SECRET")
    assert optional == {
        *((name, "razorpay") for name in paying),
        *((name, "vending") for name in vending),
        *((f"CLIPS_{name}", "clips") for name in ("BUCKET_KEY_ID", "BUCKET_SECRET_KEY")),
        *((f"PICTURES_{name}", "pictures") for name in ("BUCKET_KEY_ID", "BUCKET_SECRET_KEY")),
    }


def test_kubernetes_takes_every_object(cluster: Cluster) -> None:
    for one in cluster.objects:
        if one["kind"] in OPERATORS:
            schema = json.loads((SCHEMAS / f"{one['kind']}.json").read_text())
            jsonschema.validate(one, schema)
        else:
            kubernetes_validate.validate(one, VERSION, strict=True)


def test_every_object_is_found_by_its_label(cluster: Cluster) -> None:
    for one in cluster.objects:
        labels = one["metadata"].get("labels", {})
        assert labels.get("app.kubernetes.io/part-of") == "aisle", one["metadata"]


def test_no_secret_is_in_it(cluster: Cluster) -> None:
    assert not cluster.of("Secret")
    secret = re.compile("PASSWORD|SECRET|_KEY")
    assert not [name for name in cluster.settings if secret.search(name)]


def test_every_object_is_of_the_overlay_s_namespace(built: Cluster) -> None:
    [namespace] = built.of("Namespace")
    found = {
        one["metadata"].get("namespace") for one in built.objects if one["kind"] != "Namespace"
    }
    assert found == {namespace}


def test_the_files_are_what_the_tool_writes() -> None:
    assert [str(path) for path in drifted()] == []


@pytest.mark.parametrize("part", ["base", "components/scaling"])
def test_every_file_of_a_service_is_used(part: str) -> None:
    directory = ROOT / "k8s" / part
    named = yaml.safe_load((directory / "kustomization.yaml").read_text())["resources"]
    there = {path.name for path in directory.glob("*.yaml")} - {"kustomization.yaml"}
    assert set(named) == there
    assert {f"{name}.yaml" for name in registry.names()} < there


def test_images_of_prod_are_all_ours_and_of_one_version(prod: Cluster) -> None:
    images = {
        container["image"]
        for pod in prod.pods().values()
        for container in (*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"])
    }
    listed = yaml.safe_load((ROOT / "k8s/overlays/prod/kustomization.yaml").read_text())["images"]

    assert {image.rpartition("/")[2].partition(":")[0] for image in images} == {
        one["name"] for one in listed
    }
    assert len({one["newTag"] for one in listed}) == 1
    assert {one["newTag"] for one in listed} == {k8s.workloads.VERSION}


def test_prod_has_two_of_everything(prod: Cluster) -> None:
    scaled = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]
        for one in prod.of("HorizontalPodAutoscaler").values()
    }

    assert set(scaled) == set(prod.of("Deployment"))
    assert all(2 <= one["minReplicas"] <= one["maxReplicas"] for one in scaled.values())
    assert set(prod.of("PodDisruptionBudget")) == {*prod.of("Deployment"), *prod.of("Pooler")}


def first(cluster: Cluster, name: str) -> Object:
    return comparison._app(cluster.pods()[name])


def other_port(cluster: Cluster) -> None:
    first(cluster, "orders-ws")["ports"][0]["containerPort"] = 8001


def other_variable(cluster: Cluster) -> None:
    for entry in first(cluster, "products-http")["env"]:
        if entry["name"] == "LOCATIONS_SERVICE_URL":
            entry["value"] = "http://codes-http:8000"


def missing_variable(cluster: Cluster) -> None:
    container = first(cluster, "orders-http")
    container["env"] = [one for one in container["env"] if one["name"] != "DATABASE_URL"]


def other_secret(cluster: Cluster) -> None:
    [entry] = [one for one in first(cluster, "codes-http")["env"] if one["name"] == "SECRET_KEY"]
    entry["valueFrom"]["secretKeyRef"]["name"] = "orders"


def missing_setting(cluster: Cluster) -> None:
    del cluster.settings["AUTH_MODE"]


def other_probe(cluster: Cluster) -> None:
    first(cluster, "orders-http")["readinessProbe"]["httpGet"]["path"] = "/readyz/"


def missing_process(cluster: Cluster) -> None:
    cluster.objects.remove(cluster.of("Deployment")["orders-ws"])


def other_command(cluster: Cluster) -> None:
    first(cluster, "orders-ws")["command"].pop()


def image_without_version(cluster: Cluster) -> None:
    container = first(cluster, "status")
    container["image"] = container["image"].rpartition(":")[0] + ":latest"


def shorter_stop(cluster: Cluster) -> None:
    cluster.pods()["gateway"]["spec"]["terminationGracePeriodSeconds"] = 30


def more_memory(cluster: Cluster) -> None:
    first(cluster, "orders-http")["resources"]["limits"]["memory"] = "512Mi"


def root(cluster: Cluster) -> None:
    cluster.pods()["codes-http"]["spec"]["securityContext"]["runAsNonRoot"] = False


def writable_root(cluster: Cluster) -> None:
    first(cluster, "gateway")["securityContext"]["readOnlyRootFilesystem"] = False


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (other_port, "orders-ws: port 8001"),
        (other_variable, "products-http: LOCATIONS_SERVICE_URL is http://codes-http:8000"),
        (missing_variable, "orders-http: DATABASE_URL is None"),
        (other_secret, "codes-http: SECRET_KEY is ${ORDERS_SECRET_KEY}"),
        (missing_setting, "orders-http: AUTH_MODE is None"),
        (other_probe, "orders-http: readinessProbe asks"),
        (missing_process, "orders-ws: no Deployment"),
        (other_command, "orders-ws: command"),
        (image_without_version, "status: image without a version"),
        (shorter_stop, "gateway: 30 s to stop"),
        (more_memory, "orders-http: 512Mi of memory"),
        (root, "codes-http: may be root"),
        (writable_root, "gateway: app may"),
    ],
)
def test_a_change_is_noticed(prod: Cluster, spoil: Callable[[Cluster], Any], said: str) -> None:
    spoilt = prod.copy()

    spoil(spoilt)

    assert any(one.startswith(said) for one in comparison.differences(spoilt))


def test_a_missing_policy_is_noticed(prod: Cluster) -> None:
    looks: list[Callable[[Cluster], Any]] = [
        *(graph.edges, graph.unbounded, graph.resolving),
        *(graph.reaches_outside, graph.reached_from),
    ]
    right = [look(prod) for look in looks]
    for name in sorted(prod.of("NetworkPolicy")):
        spoilt = prod.copy()
        spoilt.objects.remove(spoilt.of("NetworkPolicy")[name])
        assert [look(spoilt) for look in looks] != right, name


def test_a_policy_that_allows_more_is_noticed(prod: Cluster) -> None:
    spoilt = prod.copy()
    rules = spoilt.of("NetworkPolicy")["codes-http"]["spec"]["ingress"]
    rules[0]["from"].append({"podSelector": {}})

    more = graph.edges(spoilt) - graph.expected(spoilt)

    assert more == set()  # nobody else may leave for it
    spoilt.of("NetworkPolicy")["products-http"]["spec"]["egress"].append(
        {"to": [{"podSelector": {}}], "ports": [{"protocol": "TCP", "port": 8000}]}
    )
    assert ("products-http", "codes-http", 8000) in graph.edges(spoilt)
