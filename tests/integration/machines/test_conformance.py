"""The suite is a server for vending machines by the kit for makers."""

from __future__ import annotations

import asyncio

from tests.integration.machines.vendor import Vendor
from tools.devices.vending.conformance.of_server import CHECKS, UNITS
from tools.devices.vending.conformance.probe import Server
from tools.devices.vending.conformance.report import run

PATIENCE = 10.0  # seconds for an answer of a suite that is busy


def test_the_suite_conforms(shop: Vendor) -> None:
    stand = shop.stand()
    stand.played.end()
    server = Server(shop.api.url, stand.machine_id, stand.key, limit=PATIENCE)
    findings = asyncio.run(run(CHECKS, server, lambda _: None))
    words = {finding.name: finding.word for finding in findings}
    wanted = {check.__name__: "ok" for check in CHECKS} | {"pings": "skipped"}
    assert words == wanted, "\n".join(map(str, findings))
    assert stand.shown()["current_stock"] == stand.stock - UNITS
