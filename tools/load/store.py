"""`python -m tools.load.store [--machines 500] [--seconds 60] [--write]`: so many racks that say
once a second over HTTP what their scales weigh, in a store with somebody inside; and what a
heartbeat costs in an old store beside a new one. With --write the table goes into
docs/benchmarks.md. All traffic stays on this machine, and ends by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sys
import time
from contextlib import closing

import psycopg2

from tools import faults
from tools.bench import load
from tools.bench.load import Target, request
from tools.bench.result import percentile
from tools.load.machines import Identity
from tools.load.racks import GRAMS, SCALES, Heard, lines_open
from tools.load.store_section import BEGIN, END, Cost, Run, section
from tools.load.suite import ENVIRONMENT, part
from tools.load.watch import processor
from tools.stack.temporary import Home, temporary

PARTS = ("edge-http", "postgres", "gateway", "redis")
ONE_BY_ONE = 200  # heartbeats whose cost is measured, one at a time
OLD = 1000  # copies of each event and visit that a new store has: years of it
PRODUCT = 1


def main(words: list[str] | None = None) -> int:
    """Measure and print; the exit status is 1 when something was refused."""
    parser = argparse.ArgumentParser(prog="tools.load.store", description=__doc__)
    parser.add_argument("--machines", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--write", action="store_true", help="keep the table in docs/")
    options = parser.parse_args(words)
    with temporary(ENVIRONMENT) as home:
        identities = prepared(home, options.machines)
        run = asyncio.run(measure(home, identities, options.seconds))
    text = section(run)
    print(text)
    if options.write:
        faults.put(text, BEGIN, END)
    return int(run.heard.refused > 0)


def prepared(home: Home, count: int) -> list[Identity]:
    """So many machines with a planogram, in a store that is open, with its administrator inside."""
    admin = (f"Authorization: {home.admin().authorization}",)
    run = secrets.token_hex(3)
    names = [f"L{run}-{number:05d}" for number in range(count)]
    _calls(
        home,
        *(_post("/edge/machines/", admin, machine_id=name, display_name=name) for name in names),
    )
    keys = _calls(home, *(_post(f"/edge/machines/{name}/keys/", admin) for name in names))
    with closing(psycopg2.connect(home.state["databases"]["edge"])) as connection, connection:
        cursor = connection.cursor()
        cursor.execute(
            "INSERT INTO store_product (product_id, name, unit_price, updated_at)"
            " VALUES (%s, 'Bar', 150, now()) ON CONFLICT DO NOTHING",
            (PRODUCT,),
        )
        cursor.execute(
            "INSERT INTO store_scale"
            " (machine_id, scale_id, product_id, unit_weight_g, tolerance_g, updated_at)"
            " SELECT machine_id, to_char(scale, 'FM000'), %s, %s, 5, now()"
            " FROM unnest(%s) AS machine_id, generate_series(1, %s) AS scale",
            (PRODUCT, GRAMS, names, SCALES),
        )
    opened = json.dumps({"status": "CUSTOMER_MODE"})
    _calls(home, request("PUT", "/edge/store-mode/", opened, admin))
    _enter(home, admin)
    return [Identity(name, key["key"]) for name, key in zip(names, keys, strict=True)]


def _enter(home: Home, admin: tuple[str, ...]) -> None:
    [scanner] = _calls(
        home, _post("/edge/scanners/", admin, name=f"Gate {secrets.token_hex(3)}", tag="Entry")
    )
    [key] = _calls(home, _post(f"/edge/scanners/{scanner['id']}/keys/", admin))
    [token] = _calls(home, _post("/edge/entry-tokens/", admin))
    bearer = (f"Authorization: Bearer {key['key']}",)
    _calls(home, _post("/edge/entry/", bearer, token=token["token"]))


def _post(path: str, headers: tuple[str, ...], **body: str) -> bytes:
    return request("POST", path, json.dumps(body), headers)


def _calls(home: Home, *requests: bytes) -> list[dict[str, str]]:
    """The answers, in the order of the questions."""
    answers = load.bodies(part(home, "edge-http"), requests, connections=1)
    return [json.loads(body) for body in answers]


async def measure(
    home: Home, identities: list[Identity], seconds: float, *, copies: int = OLD
) -> Run:
    """All machines for so long; then one of them, before and after the store has grown old."""
    heard = Heard()
    lines = await lines_open(Target(port=home.port), identities, heard)
    for line in lines:
        await line.say()  # its first words are a baseline
    heard.seconds.clear()
    before, began = _processor(home), time.perf_counter()
    apart = 1.0 / len(lines)
    await asyncio.gather(
        *(line.speak(began + number * apart, began + seconds) for number, line in enumerate(lines))
    )
    took = time.perf_counter() - began
    cpu = {name: used - before[name] for name, used in _processor(home).items()}
    fresh, few = await _cost(home, identities[0]), _events(home)
    _grow(home, copies)
    old, many = await _cost(home, identities[0]), _events(home)
    for line in lines:
        line.close()
    return Run(len(lines), took, heard, cpu, fresh, old, ONE_BY_ONE, (few, many))


async def _cost(home: Home, identity: Identity) -> Cost:
    """Of heartbeats one at a time, straight at the process, by a machine that begins anew."""
    heard = Heard()
    [line] = await lines_open(part(home, "edge-http"), [identity], heard)
    line.rack.begin_at(int(time.time()))
    await line.say()
    before = _processor(home)
    for _ in range(ONE_BY_ONE):
        await line.say()
    cpu = {
        name: (used - before[name]) * 1000 / ONE_BY_ONE for name, used in _processor(home).items()
    }
    line.close()
    return Cost(cpu, percentile(heard.seconds, 50))


def _processor(home: Home) -> dict[str, float]:
    return processor({name: pid for name in PARTS if (pid := home.pid(name)) is not None})


def _events(home: Home) -> int:
    with closing(psycopg2.connect(home.state["databases"]["edge"])) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM store_weightchange")
        [(count,)] = cursor.fetchall()
    return int(count)


def _grow(home: Home, copies: int) -> None:
    """Copy what has happened until now so many times, ten years ago."""
    with closing(psycopg2.connect(home.state["databases"]["edge"])) as connection, connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'store_weightchange' ORDER BY ordinal_position"
        )
        columns = [name for (name,) in cursor.fetchall()]
        instead = {
            "id": "gen_random_uuid()",
            "visit_id": "NULL",
            "attribution": "'unaccounted'",
            "heartbeat": "(random() * 9e18)::bigint",
            "event_time": "event_time - interval '10 years' + round * interval '1 hour'",
            "received_at": "received_at - interval '10 years' + round * interval '1 hour'",
        }
        chosen = ", ".join(instead.get(name, name) for name in columns)
        cursor.execute(
            f"INSERT INTO store_weightchange ({', '.join(columns)}) SELECT {chosen}"  # noqa: S608
            " FROM (SELECT * FROM store_weightchange LIMIT 500) AS events,"
            " generate_series(1, %s) AS round",
            (copies,),
        )
    with closing(psycopg2.connect(home.state["databases"]["edge"])) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE store_weightchange")


if __name__ == "__main__":
    sys.exit(main())
