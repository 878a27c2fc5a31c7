"""Two of every process behind one nginx, with the settings of the prod overlay: what the
integration suite asks of tables and of the store holds, whichever replica answers. Needs a
container engine.
"""

from __future__ import annotations

import json
import re
import secrets
import shlex
from collections.abc import Iterator
from functools import partial

import pytest

from suite import registry
from tests.k8s.cluster import settings
from tests.support.api import Place
from tests.support.compose import (
    LONG_LIVED,
    OURS,
    PROCESSES,
    Suite,
    inspect,
    logs,
    metric,
    suite_running,
)
from tests.support.elsewhere import LEFT_OUT, report_of
from tests.support.listener import Listener
from tests.support.people import Shop
from tests.support.stack import CRASHES
from tests.support.waiting import wait_for
from tools.engine import missing_engine
from tools.test import Result

PRODUCTION = settings("prod")
# What cannot be as in production, and why.
OTHER = {
    "ALLOWED_HOSTS": f"{PRODUCTION['ALLOWED_HOSTS']},127.0.0.1",  # there is no name server
    "RATE_LIMITS": "off",  # all guests of the tests come from one address
}
SETTINGS = PRODUCTION | OTHER
# So many at least need no more of a suite than clients and operators have.
TESTS = {"tables": 65, "store": 85}
SOCKETS = 6
TRIES = 20  # requests within which nginx has asked both replicas of a process
OF_NGINX = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(?:warn|error)\] ")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    reason = missing_engine()
    if reason:
        pytest.skip(reason)
    lines = [f"{name}={value}" for name, value in SETTINGS.items()]
    directory = tmp_path_factory.mktemp("replicas")
    with suite_running(directory, *lines, replicated=PROCESSES) as suite:
        yield suite


@pytest.fixture(scope="module")
def reports(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """What the tests of each area report of this suite."""
    manage = f"{shlex.join(suite.command)} exec -T {{service}}-http python manage.py"
    directory = tmp_path_factory.mktemp("reports")
    return {area: report_of(area, suite.port, manage, directory) for area in TESTS}


def replicas(suite: Suite, *names: str) -> list[tuple[str, str]]:
    """Name and container of every replica of these processes."""
    return [(name, one) for name in names for one in suite.containers(name)]


def test_every_process_runs_twice_behind_one_gateway(suite: Suite) -> None:
    counts = {name: len(suite.containers(name)) for name in OURS}

    assert counts == {**dict.fromkeys(PROCESSES, 2), "gateway": 1, "status": 1}


def test_processes_have_the_settings_of_production(suite: Suite) -> None:
    found = set()
    for name, one in replicas(suite, *OURS):
        variables = dict(line.split("=", 1) for line in inspect(one)["Config"]["Env"])
        for setting in SETTINGS.keys() & variables.keys():
            assert (name, setting, variables[setting]) == (name, setting, SETTINGS[setting])
            found.add(setting)

    assert found == set(SETTINGS)
    strict = {"AUTH_MODE": "strict", "LOG_FORMAT": "json", "DEBUG": "0"}
    assert SETTINGS.items() >= strict.items()


@pytest.mark.parametrize("area", TESTS)
def test_the_tests_of_an_area_pass(reports: dict[str, Result], area: str) -> None:
    report = reports[area]

    assert report.failed == 0
    assert report.passed >= TESTS[area]
    assert [reason for reason in report.reasons if not reason.startswith(LEFT_OUT)] == []


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize("entry", registry.SERVICES, ids=registry.names())
def test_every_http_replica_has_served(suite: Suite, entry: registry.Service) -> None:
    for _ in range(TRIES):
        assert suite.api.get(f"/{entry.name}/openapi.json").status_code == 200
        served = {
            one: any('"logger":"kit.request"' in line for line in logs(one))
            for one in suite.containers(entry.process_name(registry.HTTP))
        }
        if all(served.values()):
            break

    assert list(served.values()) == [True, True]


def a_table(suite: Suite) -> str:
    """The path of a new table's stream."""
    return f"/ws/orders/{Place.create(suite.api, suite.api.register()).open()}/"


def a_visit(suite: Suite) -> str:
    """The path of the stream of a new session on a trolley."""
    shop = Shop.open(suite.api, suite.granted(suite.api.register(), "operator"))
    return f"/ws/trolleys/{shop.scan()['session_code']}/"


def a_machine(suite: Suite) -> str:
    """The path of the stream of a new vending machine."""
    operator = suite.granted(suite.api.register(), "operator")
    body = {"machine_id": f"M-{secrets.token_hex(6)}"}
    made = suite.api.post("/api/machine/register", body, headers=operator.bearer)
    assert made.status_code == 200, made.text
    return f"/ws/vending/{body['machine_id']}/"


STREAMS = {"orders": a_table, "trolleys": a_visit, "edge": a_machine}


def test_every_service_with_sockets_has_a_stream_here() -> None:
    assert set(STREAMS) == {entry.name for entry in registry.SERVICES if entry.live}


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize("name", STREAMS)
def test_every_ws_replica_holds_sockets_and_none_that_is_gone(suite: Suite, name: str) -> None:
    address = f"ws://127.0.0.1:{suite.port}{STREAMS[name](suite)}"
    process = registry.service(name).process_name(registry.WS)

    def held() -> list[float]:
        return [metric(one, "aisle_live_listeners") for one in suite.containers(process)]

    wait_for(lambda: held() == [0, 0], 15, "the sockets of earlier tests are let go")
    listeners = [Listener(address) for _ in range(SOCKETS)]
    for listener in listeners:
        listener.wait(partial(getattr, listener, "snapshots"), "a snapshot")
    spread = held()
    for listener in listeners:
        listener.close()

    assert spread == [SOCKETS / 2] * 2


@pytest.mark.usefixtures("reports")
def test_no_process_crashes_or_is_restarted(suite: Suite) -> None:
    for name, one in replicas(suite, *LONG_LIVED):
        facts = inspect(one)
        assert (name, facts["RestartCount"]) == (name, 0)
        assert (name, facts["State"]["Health"]["Status"]) == (name, "healthy")
        assert not facts["State"]["OOMKilled"], name
        assert [line for line in logs(one) if any(sign in line for sign in CRASHES)] == []


@pytest.mark.usefixtures("reports")
def test_every_line_that_a_process_logs_is_json(suite: Suite) -> None:
    """But for nginx's own, which knows one form of them: of replicas that did not run yet."""
    for name, one in replicas(suite, *OURS):
        others = [line for line in logs(one) if not line.startswith("{")]
        if name == "gateway":
            others = [line for line in others if not OF_NGINX.match(line)]
        assert (name, others) == (name, [])
        events = [json.loads(line) for line in logs(one) if line.startswith("{")]
        assert {event.get("level") for event in events} <= {"info", "warning", None}, name


def test_no_replica_can_write_to_its_root_or_is_root(suite: Suite) -> None:
    for name, one in replicas(suite, *LONG_LIVED):
        facts = inspect(one)
        assert facts["HostConfig"]["ReadonlyRootfs"], name
        assert facts["HostConfig"]["SecurityOpt"] == ["no-new-privileges:true"], name
        assert not facts["HostConfig"]["Privileged"], name
    for name, one in replicas(suite, *OURS):
        facts = inspect(one)
        assert (name, facts["HostConfig"]["CapDrop"]) == (name, ["ALL"])
        assert (name, facts["Config"]["User"]) == (name, "10001:10001")
