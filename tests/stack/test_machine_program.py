"""`python -m tools.devices.vending` as `make run` starts it: it waits for its keys, and prints what
a Serial Monitor would.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tools.devices.vending.conformance.server import PlayedServer
from tools.stack.plan import ROOT

WITHIN = 20.0  # seconds


async def lines_until(output: asyncio.StreamReader, last: str) -> list[str]:
    lines = list[str]()
    while not lines or last not in lines[-1]:
        line = await output.readline()
        assert line, lines
        lines.append(line.decode().rstrip())
    return lines


async def program(server: PlayedServer, keys: Path) -> asyncio.subprocess.Process:
    words = ("--url", server.url, "--keys", str(keys))
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tools.devices.vending", *words),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


def test_it_waits_for_its_keys_and_prints_the_lines_of_the_serial_monitor(tmp_path: Path) -> None:
    async def test() -> None:
        server = PlayedServer("M001", "key-of-M001")
        await server.open()
        keys = tmp_path / "machine-keys.json"
        played = await program(server, keys)
        assert played.stdout is not None
        keys.write_text(json.dumps({"M001": "key-of-M001"}))
        lines = await lines_until(played.stdout, "LCD")
        assert lines == [
            "M001 Wi-Fi connected",
            "M001 WS connected",
            "M001 register, status unlocked and fetch_display sent",
            "M001 display_code received",
            f"M001 LCD: Code: {server.code}",
        ]
        assert "key-of" not in "".join(lines)
        played.terminate()
        assert await played.wait() == 0
        assert await server.until(lambda: server.wire is None, WITHIN)
        await server.close()

    asyncio.run(asyncio.wait_for(test(), WITHIN))
