"""How an http process stops: what runs is finished, nobody new is kept waiting."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

APPLICATION = """
import time
def application(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise ValueError("of the application")
    if environ["PATH_INFO"] == "/slow":
        open("running", "w").close()
        while not __import__("os").path.exists("finish"):
            time.sleep(0.01)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
LIBRARIES = Path(__file__).resolve().parents[2]


class Server:
    """A process with the configuration of every service, and a small application."""

    def __init__(self, home):
        self.home = home
        (home / "small.py").write_text(APPLICATION)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "kit.server"),
                *("--bind", f"127.0.0.1:{self.port}", "small:application"),
            ],
            cwd=home,
            env=os.environ | {"PYTHONPATH": f"{LIBRARIES}:{LIBRARIES.parent}", "HTTP_THREADS": "4"},
        )

    def connect(self):
        return closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10))

    def get(self, path):
        with self.connect() as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def answers(self):
        try:
            return self.get("/") == 200
        except OSError:
            return False


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    wait_for(server.answers)
    yield server
    server.process.kill()
    server.process.wait()


def test_a_stop_finishes_what_runs_and_refuses_what_is_new(server):
    def refused():
        with server.connect() as connection:
            try:
                connection.connect()
            except ConnectionRefusedError:
                return True
            except ConnectionResetError:  # in the moment in which the door closes
                return False
            connection.request("GET", "/")
            connection.getresponse()
            return False

    statuses = []
    slow = threading.Thread(target=lambda: statuses.append(server.get("/slow")))
    slow.start()
    wait_for((server.home / "running").exists)
    with server.connect() as idle:
        idle.request("GET", "/")
        idle.getresponse().read()
        server.process.terminate()
        wait_for(refused)

        assert slow.is_alive()
        idle.request("GET", "/")  # one that is kept alive is answered, and closed
        answer = idle.getresponse()
        assert (answer.status, answer.headers["connection"]) == (200, "close")
    (server.home / "finish").touch()
    slow.join(10)
    assert statuses == [200]
    assert server.process.wait(10) == 0


HANGING = """
import re
def application(environ, start_response):
    re.match("(a+)+$", "a" * 64 + "b")  # no other thread of Python runs meanwhile
"""
IMPATIENT = "from kit.server import __main__ as m; m.SETTINGS['timeout'] = 3; m.main()"


def test_a_process_that_hangs_says_where_and_ends(tmp_path):
    (tmp_path / "small.py").write_text(HANGING)
    command = [sys.executable, "-c", IMPATIENT, "--bind", f"unix:{tmp_path}/s", "small:application"]
    environment = os.environ | {"PYTHONPATH": str(LIBRARIES)}
    with (
        subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as process,
        socket.socket(socket.AF_UNIX) as client,
    ):
        wait_for(lambda: client.connect_ex(f"{tmp_path}/s") == 0)
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert process.stderr is not None
        said = process.stderr.read().decode()
        assert process.wait(10) == 1
    assert "small.py" in said
    assert "re/__init__.py" in said


@pytest.mark.parametrize(
    ("request_line", "headers", "status", "reason"),
    [
        (b"GET / HTTP/1.1", b"X: a\x7fb", 400, "malformed_request"),
        (b"GET / HTTP/1.1", b"X: 1\r\n" * 130 + b"X: 1", 431, "request_too_large"),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1", b"X: 1", 431, "request_too_large"),
        (b"A" * 40 + b" / HTTP/1.1", b"X: 1", 400, "malformed_request"),
        (b"GET / HTTP/1.1", b"Content-Length: -1", 400, "malformed_request"),
        (b"GET / HTTP/1.1", b"Transfer-Encoding: rot13", 400, "malformed_request"),
        (b"GET / HTTP/9.1", b"X: 1", 400, "malformed_request"),
        (b"GET / HTTP/1.1", b"B\x01d: 1", 400, "malformed_request"),
        (b"GET / HTTP/1.1", b"X Y: 1", 400, "malformed_request"),
        (b"nonsense", b"X: 1", 400, "malformed_request"),
        (b"GET /broken HTTP/1.1", b"X: 1", 500, "internal_error"),
    ],
)
def test_what_is_no_request_is_answered_in_the_envelope(
    server, request_line, headers, status, reason
):
    with socket.create_connection(("127.0.0.1", server.port), 10) as wire:
        wire.sendall(request_line + b"\r\nHost: h\r\n" + headers + b"\r\n\r\n")
        response = http.client.HTTPResponse(wire)
        response.begin()
        answer = json.loads(response.read())
    assert (response.status, answer) == (status, {"success": False, "reason": reason})
    assert response.getheader("Content-Type") == "application/json"
    assert server.get("/") == 200


def test_a_body_that_nobody_reads_keeps_its_answer_and_its_connection(server):
    with server.connect() as connection:
        for _ in range(20):
            connection.request("POST", "/", b" " * 256 * 1024)
            response = connection.getresponse()
            assert (response.status, response.read()) == (200, b"ok")
            assert response.getheader("Connection") == "keep-alive"
            first = connection.sock
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"ok"
            assert connection.sock is first
