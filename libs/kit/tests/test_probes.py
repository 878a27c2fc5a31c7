"""Probes of a process that serves nothing else."""

import socket
import struct
import threading
import urllib.request

import pytest
from kit.server.probes import serving

pytestmark = pytest.mark.django_db


def test_who_hangs_up_before_the_answer_is_no_news(capfd):
    asked, hung_up = threading.Event(), threading.Event()

    def failing():
        asked.set()
        hung_up.wait(10)
        return []

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    with serving(address, failing):
        with socket.create_connection(address, 10) as wire:
            wire.sendall(b"GET /readyz/ HTTP/1.0\r\n\r\n")
            assert asked.wait(10)
            # Closed with a reset, so that writing to it fails.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        hung_up.set()
        with urllib.request.urlopen(f"http://127.0.0.1:{address[1]}/healthz/", timeout=10) as got:
            assert got.status == 200
    assert capfd.readouterr().err == ""
