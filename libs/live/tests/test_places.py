"""How many sockets a process takes."""

import resource
import subprocess
import sys
from pathlib import Path

from live import places
from live.places import Places

LIBRARIES = Path(__file__).resolve().parents[2]


def test_a_process_takes_as_many_sockets_as_it_has_places():
    own = Places(20)
    sockets = [object() for _ in range(20)]
    assert all(own.take(socket) for socket in sockets[:18])
    assert not own.crowded()
    assert all(own.take(socket) for socket in sockets[18:])
    assert own.crowded()
    assert not own.take("one more")
    own.leave(sockets[0])
    assert own.take("one more")


def test_few_handshakes_are_answered_at_one_time(monkeypatch):
    monkeypatch.setattr(places, "HANDSHAKES", 2)
    own = Places(10)
    assert own.take("a")
    assert own.take("b")
    assert not own.take("c")
    own.answered("a")
    assert own.take("c")
    assert not own.take("d")
    own.leave("b")
    assert own.take("d")
    assert (own.taken, own.handshakes) == (3, {"c", "d"})


def test_a_process_may_open_as_many_files_as_its_sockets_need():
    """In a process of its own, since a limit that was lowered stays so."""
    program = """
import resource, sys
from live.places import raise_open_files
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 512))
print(raise_open_files(300), *resource.getrlimit(resource.RLIMIT_NOFILE))
print(raise_open_files(4000), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""
    environment = {"PYTHONPATH": f"{LIBRARIES}:{LIBRARIES.parent}"}
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["300", "400", "512", "412", "512", "512"]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 100
