"""The numbers of the chapter "Capacity"; its words are in capacity.md."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.bench import costs, shopping_costs
from tools.k8s import sizes
from tools.k8s.arithmetic import (
    COMMIT,
    FULL,
    GATEWAY,
    MEASURED_LISTENERS,
    NODE_BUSY,
    NODE_CORES,
    OWN_CONNECTIONS,
    POSTGRES_BUSY,
    WS,
    Limits,
    Load,
    Plan,
    Row,
    wider,
)
from tools.k8s.figures import Figures

WORDS = Path(__file__).with_name("capacity.md")
ORDERS_HTTP = "orders-http"
# Rows of the benchmarks' first table.
RATES = {
    "order_rate": "create order, short answer",
    "place_rate": "the same, all at one place",
    "read_rate": "read a session of 50 orders",
    "two_rate": "create order, two http processes",
}
FAN_OUT = "fan-out to 1,000 listeners, p50"
HOUR = 3600  # seconds
WIDTH = 135  # characters of a line, as in the rest of the page
PROCESSES = (
    *("process", "cores", "planned of each", "processes", "decided by", "connections"),
    "autoscaler: least, most",
)


def render(measured: Figures, plan: Plan, limits: Limits) -> str:
    """The chapter without its heading."""
    values = {
        **_of_measurement(measured, limits),
        **_of_load(plan.load),
        **_of_processes(measured, plan, limits),
        **_of_postgres(measured, plan),
        **_of_settings(limits),
    }
    words = WORDS.read_text().format(**values)
    return "\n\n".join(map(_filled, words.strip().split("\n\n"))) + "\n"


def _filled(block: str) -> str:
    """A paragraph in lines of about one length; tables and headings stay as they are."""
    if block.startswith(("|", "#")):
        return block
    together = block.replace("ADR ", "ADR\N{NO-BREAK SPACE}")
    filled = textwrap.fill(together, WIDTH, break_long_words=False, break_on_hyphens=False)
    return filled.replace("\N{NO-BREAK SPACE}", " ")


def _of_measurement(measured: Figures, limits: Limits) -> dict[str, str]:
    return {
        "source": measured.source,
        **{name: _count(measured.of(work)) for name, work in RATES.items()},
        "fan_out": f"{measured.of(FAN_OUT):.1f}",
        "socket_kb": _count(measured.cost(costs.SOCKET_MEMORY, WS)),
        "silent_ms": _count(measured.cost(costs.SILENT, WS)),
        "silent_sockets": _count(costs.SOCKETS),
        "ws_full_mb": _count(_megabytes(measured, WS, limits.ws_sockets)),
        "ws_alone_mb": _count(measured.cost(costs.ALONE, WS)),
        "ws_full_limit_mb": _count(_limit(measured, WS, limits.ws_sockets)),
        "gateway_kb": _count(measured.cost(costs.SOCKET_MEMORY, GATEWAY)),
        "gateway_full_limit_mb": _count(_limit(measured, GATEWAY, limits.gateway_connections // 2)),
        "order_postgres": f"{measured.cost(costs.ORDER, 'postgres'):.2f}",
        "order_redis": f"{measured.cost(costs.ORDER, 'redis'):.2f}",
        "order_wal": _count(measured.cost(costs.ORDER, "WAL")),
    }


def _of_load(load: Load) -> dict[str, str]:
    changes = load.orders * (1 + load.changes + load.steps) / load.places
    return {
        **{name: _count(getattr(load, name)) for name in ("places", "sockets", "orders")},
        **{name: _count(getattr(load, name)) for name in ("guests", "staff", "listeners")},
        **{name: _count(getattr(load, name)) for name in ("trolleys", "trolley_sockets")},
        "hours": f"{load.hours:g}",
        "place_changes": f"{changes:g}",
        **{f"wider_{name}": f"{wider(name, load):g}" for name in ("redis", GATEWAY)},
        "wider_ws": f"{wider(WS, load):g}",
        "load_table": table(("what", "times a second", "from"), _load_rows(load)),
    }


def _load_rows(load: Load) -> Iterable[Sequence[str]]:
    reasons = {
        costs.ORDER: "asked for",
        costs.CHANGE: f"assumed: {load.changes:g} for each order",
        costs.STEP: f"assumed: {load.steps:g} for each order, every state tapped by itself",
        costs.TABLE: f"assumed: one for {load.phones} phones",
        costs.MENU_READ: f"assumed: {load.looking * 100:.0f} % of the phones are looked at, and"
        f" renew it every {load.menu_every:g} s as the page does; and all that arrive",
        costs.LOGIN: f"assumed: {load.panels} screens at each place sign in within"
        f" {load.sign_in / 60:g} minutes",
        costs.OPENED: f"assumed: a phone stays {load.stay / 60:g} minutes",
        costs.SILENT: "asked for, and two for each trolley",
        shopping_costs.SCAN: f"assumed: a visit takes {load.visit / 60:g} minutes",
        shopping_costs.ADD: f"assumed: {load.basket:g} in a visit",
        shopping_costs.HEARTBEAT: f"every {load.sign_every:g} s, as the page does",
    }
    for work, rate in load.per_second().items():
        yield work, f"{rate:.1f}" if rate < 10 else _count(rate), reasons[work]


def _of_processes(measured: Figures, plan: Plan, limits: Limits) -> dict[str, str]:
    ws, gateway = plan.sockets_of(WS), plan.sockets_of(GATEWAY)
    opening = measured.cost(costs.OPENED, WS) / 1000
    return {
        "process_table": table(PROCESSES, (_process_row(row, limits) for row in plan.rows)),
        "ws": WS,
        "ws_held": _count(ws),
        "ws_held_mb": _count(_megabytes(measured, WS, ws)),
        "ws_limit_mb": _count(_limit(measured, WS, ws)),
        "ws_back": _count(ws * opening),
        "postgres_back": f"{ws * measured.cost(costs.OPENED, 'postgres') / 1000:.1f}",
        "gateway_held": _count(gateway),
        "gateway_held_mb": _count(_megabytes(measured, GATEWAY, gateway)),
        "gateway_limit_mb": _count(_limit(measured, GATEWAY, gateway)),
        "gateway_back": _count(gateway * opening),
        "gateways": _count(plan.row(GATEWAY).count),
        "orders_http": _count(plan.row(ORDERS_HTTP).count),
        "publishes": _count(plan.publishes),
        "deliveries": _count(plan.deliveries),
        "redis": f"{plan.redis * 100:.0f} %",
        "nodes": _count(plan.nodes(limits.planned)),
    }


def _process_row(row: Row, limits: Limits) -> Sequence[str]:
    size = sizes.size(row.process.rpartition("-")[2], row.process)
    return (
        f"`{row.process}`",
        f"{row.cores:.2f}",
        f"{limits.planned[row.process]:.2f}",
        str(row.count),
        row.reason,
        str(row.count * row.connections) if row.connections else "–",
        f"{size.least}, {size.most}" + ("; raise it" if size.most < row.count else ""),
    )


def _of_postgres(measured: Figures, plan: Plan) -> dict[str, str]:
    peak = plan.load.hours * HOUR  # seconds of peak on a day
    staying = plan.load.orders * peak * 365 * measured.cost(costs.ORDER, "disk")
    return {
        "connections": _count(plan.connections),
        "surging": _count(plan.surging),
        "max_connections": _count(plan.max_connections),
        "pool": _count(plan.pool("orders")),
        "postgres": f"{plan.postgres:.1f}",
        "postgres_cores": _count(plan.postgres_cores),
        "wal_second": f"{plan.wal / 1e6:.1f}",
        "wal_day": _count(plan.wal * peak / 1e9),
        "disk_second": f"{plan.disk / 1e6:.1f}",
        "disk_day": _count(plan.disk * peak / 1e9),
        "disk_year": f"{staying / 1e12:.1f}",
    }


def _of_settings(limits: Limits) -> dict[str, str]:
    return {
        "commit": _count(COMMIT),
        "commit_rate": _count(1000 / COMMIT),
        "full": f"{FULL * 100:g}",
        "measured_listeners": _count(MEASURED_LISTENERS),
        "postgres_busy": f"{POSTGRES_BUSY * 100:.0f}",
        "node_cores": _count(NODE_CORES),
        "node_busy": f"{NODE_BUSY * 100:.0f}",
        "own_connections": _count(OWN_CONNECTIONS),
        "threads": _count(limits.threads),
        "ws_threads": _count(limits.ws_threads),
        "ws_sockets": _count(limits.ws_sockets),
        "ws_full": _count(limits.ws_sockets * FULL),
        "gateway_connections": _count(limits.gateway_connections),
        "gateway_sockets": _count(limits.gateway_connections / 2),
        "gateway_full": _count(limits.gateway_connections * FULL),
        "compose_connections": _count(limits.max_connections),
        "orders_planned": f"{limits.planned[ORDERS_HTTP]:g}",
    }


def _megabytes(measured: Figures, process: str, sockets: int) -> float:
    """Of so many sockets."""
    return sockets * measured.cost(costs.SOCKET_MEMORY, process) / 1024


def _limit(measured: Figures, process: str, sockets: int) -> float:
    """Megabytes of a process with so many sockets."""
    return measured.cost(costs.ALONE, process) + _megabytes(measured, process, sockets)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *lines])


def _count(number: float) -> str:
    return f"{number:,.0f}"
