"""Checks a vending machine, or a server for such machines; ends with 1 when something fails.

    python -m tools.devices.vending.conformance device --machine M001 --key KEY --port 8002
    python -m tools.devices.vending.conformance server --machine M009 --key KEY --url URL

`device` plays the server: point a machine at this port, switch it on, and watch. It is locked, told
to dispense three units, cut off and refused; its motor may run free. `server` plays a machine that
nobody else plays, and its customer; it sells two units where a sandbox takes the money. What every
check wants stands in docs/devices.md.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable

from tools.devices.vending.conformance import of_device, of_server
from tools.devices.vending.conformance.of_device import Bench, Limits
from tools.devices.vending.conformance.probe import Server
from tools.devices.vending.conformance.report import Finding, failed, run, summary
from tools.devices.vending.conformance.server import PlayedServer

Say = Callable[[str], None]


def main(words: list[str] | None = None, say: Say = print) -> int:
    """The command line; returns the exit status."""
    options = _parser().parse_args(words)
    check = check_device if options.what == "device" else check_server
    try:
        findings = asyncio.run(check(options, say))
    except KeyboardInterrupt:
        return 130
    except OSError as trouble:
        print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
        return 2
    say(summary(findings))
    return 1 if failed(findings) else 0


async def check_device(options: argparse.Namespace, say: Say) -> list[Finding]:
    """What is found of the machine that comes to the port; raises OSError for a taken one."""
    server = PlayedServer(options.machine, options.key)
    await server.open(options.host, options.port)
    say(f"Waiting for {options.machine} at ws://{options.host}:{options.port}/ws")
    try:
        return await run(of_device.CHECKS, Bench(server, Limits(first=options.wait)), say)
    finally:
        await server.close()


async def check_server(options: argparse.Namespace, say: Say) -> list[Finding]:
    """What is found of the server."""
    server = Server(options.url.rstrip("/"), options.machine, options.key, slow=options.slow)
    return await run(of_server.CHECKS, server, say)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.devices.vending.conformance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = parser.add_subparsers(dest="what", required=True)
    device = parts.add_parser("device", help="plays the server for a machine")
    device.add_argument("--host", default="0.0.0.0", help="where to listen (%(default)s)")  # noqa: S104
    device.add_argument("--port", type=int, default=8002, help="default: %(default)s")
    device.add_argument("--wait", type=float, default=120, metavar="SECONDS", help="for it to come")
    server = parts.add_parser("server", help="plays a machine for the server")
    server.add_argument("--url", default="http://localhost:8080", help="default: %(default)s")
    server.add_argument("--slow", action="store_true", help="check what takes half a minute too")
    for part in (device, server):
        part.add_argument("--machine", required=True, metavar="ID", help="as M001")
        part.add_argument("--key", required=True, help="the machine's key")
    return parser


if __name__ == "__main__":
    sys.exit(main())
