"""A Redis that a test may kill, and the messages that go through it."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tools.stack.embedded import Redis
from tools.stack.spawn import start


class OwnRedis:
    """A Redis of the test's own."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="kit-"))
        self.server = Redis(self.home)
        self.url = self.server.url
        self.process = None

    async def up(self):
        self.server.socket.unlink(missing_ok=True)
        self.process = start(
            self.server.command,
            cwd=self.home,
            environment=os.environ,
            output=subprocess.DEVNULL,
        )
        await until(self.server.ready)

    def down(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def remove(self):
        shutil.rmtree(self.home)


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


def event(seq):
    return {"type": "live.event", "seq": seq, "text": f"t{seq}"}


def seqs(messages):
    return [message["seq"] for message in messages if message["type"] == "live.event"]
