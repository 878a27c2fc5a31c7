"""The arithmetic of capacity, with figures of its own, and the chapter that is made of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from suite import registry
from tools import faults
from tools.bench import costs, shopping_costs
from tools.k8s import capacity, chapter, figures
from tools.k8s.arithmetic import Limits, Load, cores, plan, wider
from tools.k8s.figures import Figures
from tools.stack.plan import ROOT

MEASURED = Figures(
    "a day",
    {**dict.fromkeys(chapter.RATES.values(), 900), chapter.FAN_OUT: 8.25},
    {
        costs.ORDER: {
            "orders-http": 1.0,
            "orders-ws": 0.2,
            "postgres": 0.5,
            "redis": 0.04,
            "gateway": 0.3,
            "WAL": 1000,
            "disk": 500,
        },
        costs.CHANGE: {"orders-http": 2.0, "orders-ws": 0.2, "postgres": 1.0, "WAL": 2000},
        costs.STEP: {"orders-http": 3.0, "locations-http": 2.0, "postgres": 2.0, "disk": 500},
        costs.TABLE: {"orders-http": 4.0},
        costs.MENU_READ: {"products-http": 2.0},
        costs.LOGIN: {"verification-http": 200.0},
        costs.OPENED: {"orders-ws": 2.0, "postgres": 0.5},
        costs.SILENT: {"orders-ws": 10.0, "gateway": 5.0},
        shopping_costs.SCAN: {"trolleys-http": 6.0, "WAL": 3000},
        shopping_costs.ADD: {"trolleys-http": 3.0, "trolleys-ws": 0.1, "disk": 600},
        shopping_costs.HEARTBEAT: {"trolleys-http": 1.0, "gateway": 0.1},
        costs.SOCKET_MEMORY: {"orders-ws": 32.0, "gateway": 16.0},
        costs.ALONE: {"orders-ws": 100.0, "gateway": 20.0},
    },
)
LOAD = Load(
    places=100,
    sockets=2_000,
    orders=10.0,
    panels=2,
    phones=2,
    changes=2.0,
    steps=3.0,
    stay=1800.0,
    looking=0.5,
    menu_every=30.0,
    sign_in=400.0,
    hours=2.0,
    trolleys=0,
)
SHOPPING = replace(LOAD, trolleys=500, visit=1000.0, basket=20.0, sign_every=5.0)
PLANNED = {
    "verification-http": 0.25,
    "products-http": 0.25,
    "orders-http": 0.05,
    "codes-http": 0.25,
    "orders-ws": 0.5,
    "gateway": 0.5,
}
LIMITS = Limits(
    threads=4,
    ws_threads=3,
    ws_sockets=500,
    gateway_connections=4000,
    max_connections=50,
    planned=PLANNED,
)


def test_how_often_a_second_people_do_what_was_measured() -> None:
    assert LOAD.guests == 1800
    assert LOAD.per_second() == {
        costs.ORDER: 10,
        costs.CHANGE: 20,
        costs.STEP: 30,
        costs.TABLE: 0.5,
        costs.MENU_READ: 31,  # 900 phones every 30 s, and one that arrives
        costs.LOGIN: 0.5,
        costs.OPENED: 1,
        costs.SILENT: 2,
        shopping_costs.SCAN: 0,
        shopping_costs.ADD: 0,
        shopping_costs.HEARTBEAT: 0,
    }


def test_a_visit_is_a_scan_its_barcodes_and_signs_of_life() -> None:
    rates = SHOPPING.per_second()
    assert rates[shopping_costs.SCAN] == 0.5
    assert rates[shopping_costs.ADD] == 10
    assert rates[shopping_costs.HEARTBEAT] == 100
    assert rates[costs.SILENT] == 3  # of 2,000 at tables, 500 trolleys, 500 phones
    assert rates[costs.ORDER] == LOAD.per_second()[costs.ORDER]


def test_cores_are_times_a_second_by_milliseconds() -> None:
    used = cores(MEASURED, LOAD)
    assert used["orders-http"] == pytest.approx((10 * 1 + 20 * 2 + 30 * 3 + 0.5 * 4) / 1000)
    assert used["postgres"] == pytest.approx((10 * 0.5 + 20 + 60 + 0.5) / 1000)
    assert used["locations-http"] == pytest.approx(0.06)
    # Four listeners instead of two: twice as much for each change, and not for the rest.
    assert used["orders-ws"] == pytest.approx(((10 + 20) * 0.2 * 2 + 2 + 2 * 10) / 1000)
    assert used["trolleys-http"] == used["trolleys-ws"] == 0


def test_trolleys_cost_their_own_processes_and_what_is_shared() -> None:
    before, used = cores(MEASURED, LOAD), cores(MEASURED, SHOPPING)
    assert used["trolleys-http"] == pytest.approx((0.5 * 6 + 10 * 3 + 100 * 1) / 1000)
    # A silent socket of a trolley is taken to cost what one of a table does.
    assert used["trolleys-ws"] == pytest.approx((10 * 0.1 + 1 * 10) / 1000)
    assert used["gateway"] == pytest.approx(before["gateway"] + (100 * 0.1 + 1 * 5) / 1000)
    assert used["orders-ws"] == before["orders-ws"]


def test_sockets_of_trolleys_need_ws_processes_and_gateways() -> None:
    limits = replace(LIMITS, planned={**PLANNED, "trolleys-http": 0.25, "trolleys-ws": 0.5})
    found = plan(MEASURED, SHOPPING, limits)
    assert (found.row("trolleys-ws").count, found.row("trolleys-ws").reason) == (5, "sockets")
    assert found.sockets_of("trolleys-ws") == 200
    assert found.row("gateway").count == 4  # 3,000 by 1,200
    assert found.pool("trolleys") == 3 * 4 + 6 * 3
    quiet = plan(MEASURED, LOAD, limits)
    assert found.publishes - quiet.publishes == pytest.approx(10.5)
    assert found.deliveries - quiet.deliveries == pytest.approx(10.5)
    assert found.wal - quiet.wal == pytest.approx(0.5 * 3000)
    assert found.disk - quiet.disk == pytest.approx(10 * 600)


def test_what_sends_to_listeners_costs_more_with_more_of_them() -> None:
    assert wider("orders-ws", LOAD) == 2
    assert wider("gateway", LOAD) == pytest.approx(5 / 3)  # with the request itself
    assert wider("redis", LOAD) == pytest.approx(6 / 4)  # with its two messages
    assert wider("orders-http", LOAD) == wider("postgres", LOAD) == 1


def test_processes_are_as_many_as_the_larger_need_and_one() -> None:
    found = plan(MEASURED, LOAD, LIMITS)
    rows = {row.process: (row.count, row.reason) for row in found.rows}
    assert rows == {
        "verification-http": (2, "processor"),
        "products-http": (2, "processor"),
        "orders-http": (4, "processor"),  # 0.142 cores by 0.05
        "codes-http": (2, "processor"),  # was asked for nothing: one, and one
        "orders-ws": (8, "sockets"),  # 2,000 by 300
        "gateway": (3, "sockets"),  # 2,000 by 1,200
    }
    busy = plan(MEASURED, LOAD, replace(LIMITS, planned={**PLANNED, "orders-ws": 0.002}))
    assert (busy.row("orders-ws").count, busy.row("orders-ws").reason) == (18, "processor")


def test_connections_are_threads_with_one_process_more_of_each() -> None:
    found = plan(MEASURED, LOAD, LIMITS)
    assert found.connections == (2 + 2 + 4 + 2) * 4 + 8 * 3
    assert found.surging == found.connections + 4 * 4 + 3
    assert found.max_connections == 150  # 83 and 20 of its own would be 103
    assert found.pool("orders") == 5 * 4 + 9 * 3


def test_what_stands_around_the_processes() -> None:
    found = plan(MEASURED, LOAD, LIMITS)
    assert (found.publishes, found.deliveries) == (120, 240)  # 60 changes a second
    assert found.redis == pytest.approx(10 * 0.04 * 1.5 / 1000)
    assert found.wal == 10 * 1000 + 20 * 2000
    assert found.disk == 10 * 500 + 30 * 500
    assert found.sockets_of("orders-ws") == 250
    assert found.postgres_cores == 1
    # 0.5 + 0.5 + 0.2 + 0.5 + 4.0 + 1.5 cores are planned, a node gives 5.6, one may be lost
    assert found.nodes(PLANNED) == 3


def test_a_figure_that_was_not_measured_ends_it() -> None:
    without = replace(MEASURED, costs={**MEASURED.costs, costs.STEP: {}})
    assert cores(without, LOAD)["orders-http"] == pytest.approx(0.052)
    del without.costs[costs.STEP]
    with pytest.raises(SystemExit, match="has no a step of an order, by the staff: make bench"):
        cores(without, LOAD)
    with pytest.raises(SystemExit, match="has no section on what a request costs: make bench"):
        figures.read("# Benchmarks\n")
    with pytest.raises(SystemExit, match="has no nothing: make bench"):
        MEASURED.of("nothing")


def test_rates_and_delays_are_read_from_the_first_table() -> None:
    table = ("| work | ours |", "|---|---|", "| a work | 12/s |", "| late | 3.50 ms (p99 9) |", "")
    found = figures.read(
        "\n".join(table) + costs.section([costs.Cost(costs.ORDER, {"redis": 0.5})])
    )
    assert found.ours == {"a work": 12, "late": 3.5}
    assert "cores, Python 3" in found.source


def test_the_chapter_says_the_figures_and_what_is_too_small() -> None:
    planned = capacity.limits().planned
    limits = replace(LIMITS, planned={**planned, "orders-http": 0.002, "codes-http": 0.25})
    text = chapter.render(MEASURED, plan(MEASURED, LOAD, limits), limits)
    assert "made on a day. There is **measured**" in " ".join(text.split())
    assert "A load: 100 places, 2,000 open sockets, 10 orders a second" in text
    assert "| `orders-http` | 0.14 | 0.00 | 72 | processor | 288 |" in text
    assert "; raise it |" in text
    assert "([ADR 28](adr/0028" in text  # not broken between lines
    assert "with 72 of them a table may order 72 times" in " ".join(text.split())
    assert max(map(len, (line for line in text.splitlines() if line[:1] not in "|#"))) <= 135


def test_the_chapter_is_that_of_now() -> None:
    """Of docs/benchmarks.md, the settings and the autoscalers: else
    `python -m tools.k8s.capacity --write`.
    """
    assert capacity.page() == capacity.PAGE.read_text()


def test_every_process_that_serves_people_is_reckoned_with() -> None:
    served = {
        entry.process_name(kind)
        for entry in registry.SERVICES
        for kind in entry.processes
        if kind != registry.WORKER
    }
    assert capacity.limits().planned.keys() == {*served, "gateway"}


@pytest.fixture
def other_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of operations of its own, and figures that are not those of the repository."""
    page, measured = tmp_path / "operations.md", tmp_path / "benchmarks.md"
    page.write_text(capacity.PAGE.read_text())
    text = faults.PAGE.read_text()
    head, begin, rest = text.partition(f"| {costs.ORDER} | ")
    first, _, others = rest.partition(" | ")
    measured.write_text(f"{head}{begin}{float(first) + 0.5:.2f} | {others}")
    monkeypatch.setattr(capacity, "PAGE", page)
    monkeypatch.setattr(faults, "PAGE", measured)
    return page


def test_new_figures_make_another_chapter(
    other_figures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = other_figures.read_text()
    monkeypatch.setattr(sys, "argv", ["capacity", "--check"])
    with pytest.raises(SystemExit, match=r"tools\.k8s\.capacity --write"):
        capacity.main()
    assert other_figures.read_text() == before
    monkeypatch.setattr(sys, "argv", ["capacity", "--write"])
    capacity.main()
    written = other_figures.read_text()
    assert written != before
    assert written.partition(capacity.BEGIN)[0] == before.partition(capacity.BEGIN)[0]
    monkeypatch.setattr(sys, "argv", ["capacity", "--check"])
    capacity.main()


def test_the_command_prints_the_chapter() -> None:
    command = [sys.executable, "-m", "tools.k8s.capacity"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in capacity.PAGE.read_text()
