"""The suite in containers: the production shape, with two replicas of orders-http and orders-ws."""

from __future__ import annotations

import json

import pytest
import requests

from tests.compose.conftest import REPLICATED, Listen
from tests.support.api import User, answer
from tests.support.compose import (
    HTTP,
    LONG_LIVED,
    ONE_SHOTS,
    OURS,
    SERVICES,
    Suite,
    inspect,
    metric,
    run,
)
from tests.support.people import Shop, Table
from tests.support.waiting import wait_for


def test_one_shots_end_well_and_everything_else_is_healthy(
    suite: Suite, measured: list[str]
) -> None:
    for name in ONE_SHOTS:
        state = inspect(suite.container(name))["State"]
        assert (name, state["Status"], state["ExitCode"]) == (name, "exited", 0)
    for name in LONG_LIVED:
        containers = suite.containers(name)
        assert len(containers) == (2 if name in REPLICATED else 1)
        for one in containers:
            state = inspect(one)
            assert (name, state["State"]["Health"]["Status"]) == (name, "healthy")
            assert (name, state["RestartCount"]) == (name, 0)
    seconds = f"{suite.build_seconds:.0f} s to build, {suite.up_seconds:.0f} s until all is healthy"
    measured.append(f"compose: {seconds}")


def test_a_second_up_changes_nothing(suite: Suite) -> None:
    def running() -> dict[str, str]:
        found = [one for name in LONG_LIVED for one in suite.containers(name)]
        return {one: inspect(one)["State"]["StartedAt"] for one in found}

    before = running()
    suite.up()

    assert running() == before
    wait_for(suite.settled, 30, "one-shots ended well")


def test_containers_are_locked_down(suite: Suite) -> None:
    for name in OURS:
        container = suite.containers(name)[0]
        facts = inspect(container)
        assert facts["HostConfig"]["ReadonlyRootfs"], name
        assert facts["HostConfig"]["CapDrop"] == ["ALL"], name
        assert facts["HostConfig"]["Memory"] > 0, name
        assert run("docker", "exec", container, "id", "-u").strip() == "10001", name
        write = (
            "for d in / /app /venv /aisle /etc; do touch $d/x 2>/dev/null && echo $d; done; true"
        )
        assert run("docker", "exec", container, "sh", "-c", write) == "", name
        assert not [mount for mount in facts["Mounts"] if mount["Type"] != "tmpfs"], name
    published = {
        name: list(inspect(container)["HostConfig"]["PortBindings"] or {})
        for name in (*LONG_LIVED, *ONE_SHOTS)
        for container in suite.containers(name)
    }
    assert {name: ports for name, ports in published.items() if ports} == {"gateway": ["8080/tcp"]}


def test_a_service_cannot_open_anothers_database(suite: Suite) -> None:
    postgres = suite.container("postgres")
    password = suite.setting("CODES_DB_PASSWORD")
    for database, allowed in (
        ("codes", True),
        ("orders", False),
        ("verification", False),
        ("postgres", False),
        ("template1", False),
    ):
        address = f"postgresql://codes:{password}@127.0.0.1/{database}"
        out = run(
            *("docker", "exec", postgres, "sh", "-c"),
            f"psql '{address}' -tAc 'select 1' 2>&1",
            check=False,
        )
        assert out.strip() == "1" if allowed else "permission denied for database" in out


def test_the_gateway_reaches_no_database(suite: Suite) -> None:
    networks = {
        name: set(inspect(suite.containers(name)[0])["NetworkSettings"]["Networks"])
        for name in ("gateway", "status", "postgres", "redis", "orders-http")
    }

    assert not networks["gateway"] & (networks["postgres"] | networks["redis"])
    assert not networks["status"] & (networks["postgres"] | networks["redis"])
    assert networks["orders-http"] >= networks["gateway"] | networks["redis"]


@pytest.mark.parametrize(
    "path", ["/internal/", "/orders/../internal/", "/metrics", "/orders/metrics", "/healthz"]
)
def test_the_gateway_refuses_what_is_not_public(suite: Suite, path: str) -> None:
    request = requests.Request("GET", suite.url).prepare()
    request.url = suite.url + path  # as it stands: requests would tidy it up

    answer = requests.Session().send(request, timeout=10)

    assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")


def test_every_service_shows_its_documentation(suite: Suite) -> None:
    assert suite.api.get("/").headers["content-type"] == "text/html"
    assert suite.api.get("/status.json").json()["ready"] is True
    for service in SERVICES:
        assert suite.api.get(f"/{service}/openapi.json").json()["openapi"].startswith("3.")
        page = suite.api.get(f"/{service}/docs/")
        assert page.status_code == 200
        assert f"/{service}/static/" in page.text


def test_an_evening_at_a_table(suite: Suite, table: Table, stranger: User, listen: Listen) -> None:
    panel = f"/ws/panel/{table.location_id}/"
    (screen,) = listen(suite, panel, count=1, token=table.owner.access)
    (guest,) = listen(suite, table.live, count=1)
    first = answer(
        suite.api.post(
            "/orders/create/", {"product_id": table.product_id, "session_code": table.code}
        )
    )
    assert [one["product_id"] for one in first["orders"]] == [table.product_id]

    close = f"/orders/sessions/close/{table.code}/"
    for nobody in ({}, stranger.claim, table.owner.claim | {"session_key": "x" * 32}):
        refused = suite.api.post(close, nobody)
        assert (refused.status_code, refused.json()["reason"][:9]) == (403, "incorrect")
    assert suite.api.post(close, {}, headers=stranger.bearer).status_code == 403
    assert table.session()["state"] == "OPEN"

    assert answer(suite.api.post(close, table.owner.claim))["state"] == "CLOSED"
    late = table.order()
    assert (late.status_code, late.json()["reason"]) == (400, "session_closed")
    assert len(table.session()["orders"]) == 1
    wait_for(lambda: len(screen.events) == len(guest.events) == 2, 5, "both changes seen")
    for one in (screen, guest):
        assert [event.kind for event in one.events] == ["order.created", "session.closed"]


def test_a_visit_with_a_trolley(suite: Suite, shop: Shop, listen: Listen) -> None:
    stock, session = shop.left(), shop.scan()
    session_id = session["session_id"]
    (phone,) = listen(suite, f"/ws/trolleys/{session['session_code']}/", count=1)
    first = phone.seq + 1

    assert shop.add(session_id, 2)["quantity"] == 2
    paid = shop.pay(session_id)

    wait_for(lambda: shop.session(session_id)["receipt_id"], 10, "it is settled")
    assert paid["status"] == "paid"
    ended = shop.session(session_id)
    assert (ended["state"], ended["ended_by"]) == ("ended", "payment")
    receipt = shop.receipt(ended["receipt_id"], session_id)
    assert (receipt["total"], receipt["lines"][0]["quantity"]) == ("9.00", 2)
    assert shop.left() == stock - 2
    phone.wait(lambda: "session.ended" in (event.kind for event in phone.events), "it is told")
    told = phone.events
    assert told[0].kind == "cart.changed"
    assert [event.seq for event in told] == list(range(first, first + len(told)))


def test_without_an_account_nothing_is_paid_by_card(suite: Suite, shop: Shop) -> None:
    session_id = shop.scan()["session_id"]
    shop.add(session_id)

    refused = suite.api.post("/api/session/checkout", {"session_id": session_id})

    assert (refused.status_code, refused.json()["error"]) == (503, "Payments are not configured")
    assert shop.session(session_id)["cart_items_count"] == 1
    shop.end(session_id)


def test_strict_credentials(suite: Suite, table: Table, stranger: User, listen: Listen) -> None:
    foreign = stranger.claim | {"location_id": table.location_id, "name": "Mine"}
    assert suite.api.post("/orders/sessions/create/", foreign).status_code == 403
    claimed = table.owner.claim | {"session_key": stranger.claim["session_key"]}
    claimed |= {"location_id": table.location_id, "name": "Mine"}
    assert suite.api.post("/orders/sessions/create/", claimed).status_code == 403

    body = {"location_id": table.location_id, "name": "Table 2"}
    opened = suite.api.post("/orders/sessions/create/", body, headers=table.owner.bearer)
    assert answer(opened)["state"] == "OPEN"


def test_listeners_on_both_replicas_see_the_same(
    suite: Suite, table: Table, listen: Listen
) -> None:
    http, ws = suite.containers("orders-http"), suite.containers("orders-ws")
    post = ("aisle_http_request_seconds_count", 'method="POST"', "orders/create", 'status="200"')
    before = [metric(replica, *post) for replica in http]
    listeners = listen(suite, table.live)
    sockets = [metric(replica, "aisle_live_listeners") for replica in ws]
    assert min(sockets) >= 1
    assert sum(sockets) == len(listeners)

    first = listeners[0].seq + 1
    answers = table.order_while(lambda: False, at_least=40)

    assert {answer.status_code for answer in answers} == {200}
    handled = [metric(replica, *post) - was for replica, was in zip(http, before, strict=True)]
    assert min(handled) >= 1
    assert sum(handled) == len(answers)
    everything = list(range(first, first + 40))
    wait_for(lambda: all(one.seqs == everything for one in listeners), 10, "all have all events")
    assert all(one.events == listeners[0].events for one in listeners)
    assert [len(one.cuts) for one in listeners] == [0] * len(listeners)
    ids = [answer.json()["response"]["id"] for answer in answers]
    assert [event.data["id"] for event in listeners[0].events] == ids


def test_memory(suite: Suite, measured: list[str]) -> None:
    names = {one: name for name in LONG_LIVED for one in suite.containers(name)}
    form = "{{json .}}"
    lines = run("docker", "stats", "--no-stream", "--no-trunc", "--format", form, *names)
    used: dict[str, float] = {}
    for line in lines.splitlines():
        facts = json.loads(line)
        name = names[facts["ID"]]
        used[name] = max(used.get(name, 0.0), _mebibytes(facts["MemUsage"].split(" / ")[0]))
        assert float(facts["MemPerc"].rstrip("%")) < 75, (name, facts["MemUsage"])
    counts = {name: 2 if name in REPLICATED else 1 for name in used}
    total = sum(size * counts[name] for name, size in used.items())
    sizes = ", ".join(f"{name} {size:.0f}" for name, size in used.items())
    measured.append(f"compose: memory {total:.0f} MiB ({sizes})")
    assert sum(used[name] * counts[name] for name in OURS) < 1200
    assert set(used) == set(LONG_LIVED) >= set(HTTP)


def _mebibytes(text: str) -> float:
    units = {"KiB": 1 / 1024, "MiB": 1.0, "GiB": 1024.0}
    return float(text[:-3]) * units[text[-3:]]
