"""From a load and what its parts cost to the number of processes, connections and cores."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tools.bench import costs, shopping_costs
from tools.k8s.figures import Figures

MEASURED_LISTENERS = 2  # to whom a change goes in the measurement: a phone and a panel
MESSAGES = 2  # that Redis gets of a change: for its session and for the panel
CHANGES = frozenset({costs.ORDER, costs.CHANGE, costs.STEP})  # what is sent to listeners
# Which hold sockets: of tables, of trolleys and their phones, of all.
WS, TROLLEYS_WS, GATEWAY = "orders-ws", "trolleys-ws", "gateway"
FULL = 0.625  # the part of its sockets and connections that a process is to hold at peak
POSTGRES_BUSY = 0.5  # the part of PostgreSQL's cores that are to be busy at peak
NODE_CORES, NODE_BUSY = 8, 0.7  # of a node, and the part of them that is given to pods
OWN_CONNECTIONS = 20  # of PostgreSQL: migrations, the operator, an administrator
COMMIT = 10  # ms, assumed: a disk over the network and a standby that confirms


@dataclass(frozen=True)
class Load:
    """What people do at peak. The first three are what is asked for, the rest is assumed."""

    places: int = 1_000
    sockets: int = 50_000
    orders: float = 500.0  # per second
    panels: int = 2  # open screens of the staff, at each place
    phones: int = 3  # open at each table
    changes: float = 1.0  # of the cart, for each order
    steps: float = 4.0  # of each order, by the staff: accepted, preparing, ready, served
    stay: float = 3600.0  # seconds that a guest's socket is open
    looking: float = 0.25  # the part of the phones whose page is in front: they renew the menu
    menu_every: float = 30.0  # seconds
    trolleys: int = 5_000  # that somebody has, of all supermarkets together
    visit: float = 1500.0  # seconds that somebody has one
    basket: float = 20.0  # barcodes of a visit
    sign_every: float = 10.0  # seconds between two signs of life of a phone
    sign_in: float = 900.0  # seconds in which all of the staff sign in
    hours: float = 3.0  # of such a peak that a day's work amounts to

    @property
    def staff(self) -> int:
        """Sockets of panels."""
        return self.places * self.panels

    @property
    def guests(self) -> int:
        """Sockets of phones."""
        return self.sockets - self.staff

    @property
    def trolley_sockets(self) -> int:
        """Each trolley has its own, and its shopper's phone."""
        return 2 * self.trolleys

    def sockets_at(self, process: str) -> int:
        """Open at all processes of this name together."""
        held = {WS: self.sockets, TROLLEYS_WS: self.trolley_sockets}
        return held.get(process, self.sockets + self.trolley_sockets)

    @property
    def listeners(self) -> int:
        """To whom a change at a table goes."""
        return self.phones + self.panels

    def per_second(self) -> dict[str, float]:
        """How often a second each work of the benchmark is done."""
        arriving = self.guests / self.stay
        return {
            costs.ORDER: self.orders,
            costs.CHANGE: self.orders * self.changes,
            costs.STEP: self.orders * self.steps,
            costs.TABLE: arriving / self.phones,
            costs.MENU_READ: self.guests * self.looking / self.menu_every + arriving,
            costs.LOGIN: self.staff / self.sign_in,
            costs.OPENED: arriving,
            costs.SILENT: self.sockets_at(GATEWAY) / costs.SOCKETS,
            shopping_costs.SCAN: self.trolleys / self.visit,
            shopping_costs.ADD: self.trolleys * self.basket / self.visit,
            shopping_costs.HEARTBEAT: self.trolleys / self.sign_every,
        }


@dataclass(frozen=True)
class Limits:
    """What is set: threads of an http process, database threads of a ws process, sockets of a ws
    process, connections of a gateway, PostgreSQL's connections in compose; and by process the
    cores that it may use before the autoscaler starts one more.
    """

    threads: int
    ws_threads: int
    ws_sockets: int
    gateway_connections: int
    max_connections: int
    planned: Mapping[str, float]


@dataclass(frozen=True)
class Row:
    """How many of a process: `cores` is what all of them use at peak, `reason` what decides."""

    process: str
    cores: float
    count: int
    reason: str
    connections: int = 0  # to PostgreSQL, of each


@dataclass(frozen=True)
class Plan:
    """What a load needs. Cores are those of the machine that was measured; WAL and disk bytes."""

    load: Load
    rows: list[Row]
    postgres: float  # cores
    redis: float  # cores
    publishes: float  # per second
    deliveries: float  # per second, at most
    wal: float  # per second
    disk: float  # per second

    def row(self, process: str) -> Row:
        """The row of a process; raises KeyError."""
        return {row.process: row for row in self.rows}[process]

    def sockets_of(self, process: str) -> int:
        """Open at each of these at peak, all being there."""
        return math.ceil(self.load.sockets_at(process) / self.row(process).count)

    @property
    def connections(self) -> int:
        """To PostgreSQL, with all processes running."""
        return sum(row.count * row.connections for row in self.rows)

    @property
    def surging(self) -> int:
        """One more of each while a new version comes."""
        return self.connections + sum(row.connections for row in self.rows)

    @property
    def max_connections(self) -> int:
        """What PostgreSQL has to allow, in whole fifties."""
        return math.ceil((self.surging + OWN_CONNECTIONS) / 50) * 50

    def pool(self, service: str) -> int:
        """Connections of one service, with one process more of each kind."""
        own = [row for row in self.rows if row.process.rpartition("-")[0] == service]
        return sum((row.count + 1) * row.connections for row in own)

    @property
    def postgres_cores(self) -> int:
        """Of the machine of the primary."""
        return math.ceil(self.postgres / POSTGRES_BUSY)

    def nodes(self, planned: Mapping[str, float]) -> int:
        """Machines for all but PostgreSQL and Redis; one of them may be lost."""
        cores = sum(row.count * planned[row.process] for row in self.rows)
        return math.ceil(cores / (NODE_CORES * NODE_BUSY)) + 1


def cores(figures: Figures, load: Load) -> dict[str, float]:
    """Cores by process; a change goes to more listeners than were measured."""
    rates = load.per_second()
    return {
        process: sum(
            rate * figures.cost(work, process) * (wider(process, load) if work in CHANGES else 1)
            for work, rate in rates.items()
            if work != costs.SILENT
        )
        / 1000
        + silent(process, figures, load)
        for process in figures.processes
    }


def silent(process: str, figures: Figures, load: Load) -> float:
    """Cores for sockets on which nothing happens. Those of trolleys were not measured: one is taken
    to be like one of a table.
    """
    each = figures.cost(costs.SILENT, WS if process == TROLLEYS_WS else process) / costs.SOCKETS
    return load.sockets_at(process) * each / 1000


def wider(process: str, load: Load) -> float:
    """How much more a change costs a process than was measured, with each thing that it does taken
    as alike. A ws process takes a message and sends a frame for each listener, when all are at
    different ones. Redis takes two messages besides, the gateway a request and its answer.
    """
    besides = {"redis": MESSAGES, GATEWAY: 1}
    if process not in besides and not process.endswith("-ws"):
        return 1.0
    more = besides.get(process, 0)
    return (more + load.listeners) / (more + MEASURED_LISTENERS)


def plan(figures: Figures, load: Load, limits: Limits) -> Plan:
    """What the load needs by these figures."""
    used = cores(figures, load)
    rates = load.per_second()
    changes = sum(rates[work] for work in CHANGES)
    shopping = rates[shopping_costs.SCAN] + rates[shopping_costs.ADD]  # a board's, or a phone's
    return Plan(
        load,
        [_row(process, used.get(process, 0.0), load, limits) for process in limits.planned],
        used["postgres"],
        used["redis"],
        changes * MESSAGES + shopping,
        changes * load.listeners + shopping,
        *(
            sum(rates[work] * figures.cost(work, column) for work in rates)
            for column in ("WAL", "disk")
        ),
    )


def _row(process: str, used: float, load: Load, limits: Limits) -> Row:
    """So many that each stays below what is planned for it, and one more, which may be lost."""
    fitting = {
        WS: limits.ws_sockets * FULL,
        TROLLEYS_WS: limits.ws_sockets * FULL,
        GATEWAY: limits.gateway_connections / 2 * FULL,
    }
    connections = {"http": limits.threads, "ws": limits.ws_threads}
    by_cores = max(1, math.ceil(used / limits.planned[process]))
    held = load.sockets_at(process)
    by_sockets = math.ceil(held / fitting[process]) if process in fitting else 0
    reason = "sockets" if by_sockets > by_cores else "processor"
    each = connections.get(process.rpartition("-")[2], 0)
    return Row(process, used, max(by_cores, by_sockets) + 1, reason, each)
