"""Where state is: PostgreSQL by an operator, Redis elsewhere, the way in, and the examples."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from suite import registry
from tests.k8s import cluster as reading
from tests.k8s import graph
from tests.k8s.cluster import ROOT, Cluster, Object
from tests.k8s.comparison import COMPOSE
from tools.k8s import secrets

SCHEMAS = Path(__file__).parent / "schemas"
EXAMPLES = ROOT / "k8s" / "examples"
OPERATOR = "cnpg-system"
#: Connections of a process: HTTP_THREADS, and the threads of the other.
PER_PROCESS = {registry.HTTP: 4, registry.WS: 4}
OWN = 20  # connections of the operator, its metrics and an administrator
#: What CloudNativePG puts before the rules of a Cluster (1.30).
FIXED = (
    "local all all peer",
    "hostssl postgres streaming_replica all cert",
    "hostssl replication streaming_replica all cert",
    "hostssl all cnpg_pooler_pgbouncer all cert",
)


def test_each_service_has_its_own_database_and_role(built_prod: Cluster) -> None:
    roles, databases = built_prod.of("DatabaseRole"), built_prod.of("Database")

    assert set(roles) == set(databases) == set(registry.names())
    for name in registry.names():
        assert roles[name]["spec"]["passwordSecret"] == {"name": f"{name}-database"}
        assert (databases[name]["spec"]["name"], databases[name]["spec"]["owner"]) == (name, name)
        assert {one["spec"]["cluster"]["name"] for one in (roles[name], databases[name])} == set(
            built_prod.of("Cluster")
        )


def opened(rules: list[str], role: str, database: str, *, tls: bool) -> str:
    """How PostgreSQL lets a role in over the network, by the first rule that fits."""
    for rule in rules:
        kind, databases, roles, *_, method = rule.split()
        fits = kind == "host" or kind == ("hostssl" if tls else "hostnossl")
        if fits and databases in ("all", database) and roles in ("all", role):
            return method
    return "scram-sha-256"  # the operator's last rule


def test_a_role_opens_its_own_database_only(built_prod: Cluster) -> None:
    rules = [*FIXED, *built_prod.of("Cluster")["aisle-postgres"]["spec"]["postgresql"]["pg_hba"]]
    roles = (*registry.names(), "postgres", "app")
    databases = (*roles, "template1")

    open_ = {
        (role, database)
        for role in roles
        for database in databases
        if opened(rules, role, database, tls=True) != "reject"
    }

    assert open_ == {(name, name) for name in registry.names()}
    assert all(opened(rules, one, one, tls=False) == "reject" for one in registry.names())
    assert opened(rules, "cnpg_pooler_pgbouncer", "postgres", tls=True) == "cert"
    assert opened(rules, "streaming_replica", "replication", tls=True) == "cert"


def test_postgresql_has_composes_parameters(built_prod: Cluster) -> None:
    words = COMPOSE["postgres"]["command"]
    expected = dict(word.split("=", 1) for word in words if "=" in word)
    found: dict[str, str] = built_prod.of("Cluster")["aisle-postgres"]["spec"]["postgresql"][
        "parameters"
    ]

    assert int(found["max_connections"]) >= int(expected.pop("max_connections"))
    assert expected.items() <= found.items()


def of_process(entry: registry.Service, kind: registry.Kind) -> int:
    """The connections of a process; a worker's are one for each job and one for its probes."""
    if kind != registry.WORKER:
        return PER_PROCESS[kind]
    apps = [entry.directory / app for app in entry.own_apps]
    apps += [ROOT / "libs" / app for app in ("kit", *set(entry.apps) - set(entry.own_apps))]
    jobs = [app / "jobs.py" for app in apps if (app / "jobs.py").exists()]
    return 1 + sum(len(re.findall(r"^@job\(", path.read_text(), re.M)) for path in jobs)


def connections(built_prod: Cluster) -> dict[str, int]:
    """By service, the connections of all its processes at the autoscalers' most, each with a pod
    more during a roll-out, and of the Job that migrates.
    """
    most = {
        name: one["spec"]["maxReplicas"]
        for name, one in built_prod.of("HorizontalPodAutoscaler").items()
    }
    return {
        entry.name: 1
        + sum(
            (most[entry.process_name(kind)] + 1) * of_process(entry, kind)
            for kind in entry.processes
        )
        for entry in registry.SERVICES
    }


def test_operations_say_how_many_connections_a_worker_has() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    (listed,) = re.findall(r"one for each job and one for its probes\s+\((.*?)\)", page)
    found = {
        entry.name: of_process(entry, registry.WORKER)
        for entry in registry.SERVICES
        if registry.WORKER in entry.processes
    }

    assert found == {name: int(count) for name, count in re.findall(r"(\w+) (\d+)", listed)}
    places = (ROOT / "services/trolleys/trolleys", ROOT / "libs/kit", ROOT / "libs/devices")
    jobs = [(place / "jobs.py").read_text().count("\n@job(") for place in places]
    assert found["trolleys"] == 1 + sum(jobs)  # the jobs of its libraries, too
    assert all(jobs)


def test_every_process_finds_a_connection(built_prod: Cluster) -> None:
    needed = connections(built_prod)
    parameters = built_prod.of("Pooler")["postgres"]["spec"]["pgbouncer"]["parameters"]
    postgres = built_prod.of("Cluster")["aisle-postgres"]["spec"]["postgresql"]["parameters"]

    assert max(needed.values()) <= int(parameters["default_pool_size"])  # one pooler is away
    assert sum(needed.values()) <= int(parameters["max_client_conn"])
    assert sum(needed.values()) + OWN <= int(postgres["max_connections"])
    assert int(built_prod.settings["HTTP_THREADS"]) == PER_PROCESS[registry.HTTP]


def test_sessions_keep_their_connection(built_prod: Cluster) -> None:
    spec = built_prod.of("Pooler")["postgres"]["spec"]

    assert (spec["type"], spec["pgbouncer"]["poolMode"]) == ("rw", "session")
    assert spec["instances"] >= 2


def test_a_dead_node_is_noticed_within_half_a_minute(built_prod: Cluster) -> None:
    spec = built_prod.of("Pooler")["postgres"]["spec"]["pgbouncer"]["parameters"]
    idle, interval, count = (int(spec[f"tcp_keep{name}"]) for name in ("idle", "intvl", "cnt"))

    assert idle + interval * count <= 30
    assert int(spec["tcp_user_timeout"]) <= 30_000
    assert int(spec["server_login_retry"]) < int(spec["query_wait_timeout"])


def test_an_answered_order_survives_a_node(built_prod: Cluster) -> None:
    spec = built_prod.of("Cluster")["aisle-postgres"]["spec"]

    assert spec["instances"] == 3
    assert spec["affinity"]["podAntiAffinityType"] == "required"
    assert spec["postgresql"]["synchronous"]["dataDurability"] == "required"


def test_backups_go_where_the_cluster_archives(built_prod: Cluster) -> None:
    [plugin] = built_prod.of("Cluster")["aisle-postgres"]["spec"]["plugins"]
    [scheduled] = built_prod.of("ScheduledBackup").values()
    [store] = built_prod.of("ObjectStore")

    assert plugin["isWALArchiver"]
    assert plugin["parameters"]["barmanObjectName"] == store
    assert scheduled["spec"]["pluginConfiguration"]["name"] == plugin["name"]
    assert scheduled["spec"]["cluster"]["name"] == "aisle-postgres"


def test_who_comes_in_from_elsewhere(built_prod: Cluster) -> None:
    values = reading.pairs(ROOT / "k8s/overlays/prod/values.env")
    processes = {name for entry in registry.SERVICES for name in entry.process_names}
    monitoring = values["MONITORING_NAMESPACE"]

    found = graph.reached_from(built_prod)

    assert {name: found.pop(name) for name in processes} == {
        name: {(monitoring, 8000)} for name in processes
    }
    metrics = {(monitoring, 9127), (monitoring, 9187)}
    assert found == {
        "gateway": {(values["INGRESS_NAMESPACE"], 8080)},
        "instance": {(OPERATOR, 5432), (OPERATOR, 8000)} | metrics,
        "postgres": metrics,
    }


def test_values_take_the_place_of_what_stands_for_them(built_prod: Cluster) -> None:
    text = yaml.safe_dump_all(built_prod.objects)
    values = reading.pairs(ROOT / "k8s/overlays/prod/values.env")

    assert not re.search(r"set-by|\.invalid", text)
    assert all(value in text for value in values.values())
    assert not [name for name in built_prod.of("ConfigMap") if name.startswith("values")]


def test_the_ingress_has_the_public_host_and_patience(built_prod: Cluster) -> None:
    ingress = built_prod.of("Ingress")["gateway"]
    host = built_prod.settings["PUBLIC_URL"].split("/")[2]
    patience = re.findall(r"\d+", " ".join(ingress["metadata"]["annotations"].values()))
    template = (ROOT / "gateway/nginx.conf.template").read_text()
    gateway = max(map(int, re.findall(r"proxy_read_timeout (\d+)s", template)))

    assert [one["host"] for one in ingress["spec"]["rules"]] == [host]
    assert ingress["spec"]["tls"] == [{"hosts": [host], "secretName": "gateway-tls"}]
    assert all(int(seconds) > gateway for seconds in patience)
    assert len(patience) == 4  # two of one controller, one each of two others


def test_ws_processes_are_counted_by_their_listeners(built_prod: Cluster) -> None:
    for entry in registry.SERVICES:
        for kind, name in zip(entry.processes, entry.process_names, strict=True):
            metrics = built_prod.of("HorizontalPodAutoscaler")[name]["spec"]["metrics"]
            pods = [one["pods"] for one in metrics if one["type"] == "Pods"]
            assert bool(pods) == (kind == registry.WS), name
            for one in pods:
                assert one["metric"] == {"name": "aisle_live_listeners"}
                target = int(one["target"]["averageValue"])
                assert target < 0.9 * int(built_prod.settings["WS_SOCKETS"])


def test_secrets_of_the_examples_are_those_of_the_tool() -> None:
    file = (EXAMPLES / "external-secrets.yaml").read_text()
    examples = list(yaml.safe_load_all(file))
    schema = json.loads((SCHEMAS / "ExternalSecret.json").read_text())
    printed = {
        one["metadata"]["name"]: set(one["stringData"])
        for one in secrets.manifests("aisle", redis_url="rediss://redis.example.org")
    }
    for one in examples:
        jsonschema.validate(one, schema)
    found = {one["metadata"]["name"]: keys(one) for one in examples}

    assert found.pop("backup") == {"ACCESS_KEY_ID", "ACCESS_SECRET_KEY"}
    assert found == printed


def keys(external: Object) -> set[str]:
    """The keys of the Secret that an ExternalSecret makes."""
    template: dict[str, Any] = external["spec"]["target"]["template"]
    return set(template.get("data", {one["secretKey"] for one in external["spec"]["data"]}))


def test_recovery_replaces_an_empty_start(built_prod: Cluster, tmp_path: Path) -> None:
    overlay = ROOT / "k8s/overlays/prod"
    shown = [f"../{path.relative_to(ROOT)}" for path in (overlay, EXAMPLES / "recovery")]
    (tmp_path / "k8s").symlink_to(ROOT / "k8s")
    (tmp_path / "recovery").mkdir()
    content = {"resources": shown[:1], "components": shown[1:]}
    (tmp_path / "recovery/kustomization.yaml").write_text(yaml.safe_dump(content))

    done = subprocess.run(
        ["kubectl", "kustomize", str(tmp_path / "recovery")], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    recovered = Cluster(list(yaml.safe_load_all(done.stdout))).of("Cluster")["aisle-postgres"]
    before = built_prod.of("Cluster")["aisle-postgres"]
    jsonschema.validate(recovered, json.loads((SCHEMAS / "Cluster.json").read_text()))
    spec, old = recovered["spec"], before["spec"]
    assert set(spec.pop("bootstrap")) == {"recovery"}
    [origin], [archive] = spec.pop("externalClusters"), spec["plugins"]
    assert archive["parameters"]["serverName"] != origin["plugin"]["parameters"]["serverName"]
    del archive["parameters"]["serverName"]
    assert spec == {key: value for key, value in old.items() if key != "bootstrap"}
