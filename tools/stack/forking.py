"""The process that forks, for `tools.stack.forkserver`: `python -m tools.stack.forking`.

Its standard input is a socket for messages. Each says a command, with where its output goes beside
it; the answer is `{"pid"}`, and later, when the process ends, `{"ended","status"}`.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tools.stack.spawn import die_with_parent, name_process

MESSAGE = 128 * 1024  # bytes, of which the environment takes most
#: What all services load, as far as it asks no settings: those are each service's own.
LOADED = (
    *("django.core.wsgi", "django.core.mail", "django.core.management"),
    *("django.db.models", "django.db.backends.postgresql.base", "django.forms"),
    *("django.template.backends.django", "django.template.loader_tags"),
    *("django.utils.translation.trans_real", "django.views.generic"),
    *("pydantic.json_schema", "pydantic.networks", "pydantic.plugin._schema_validator"),
    *("pydantic.dataclasses", "pydantic.fields", "pydantic.types", "annotated_types", "jinja2"),
    *("django.core.handlers.asgi", "django.core.servers.basehttp", "django.shortcuts"),
    *("django.middleware.csrf", "django.views.static", "unittest.mock", "xml.dom.minidom"),
    *("cryptography.x509", "jwt", "msgpack", "orjson", "prometheus_client", "psycopg2.extras"),
    *("redis", "requests", "whitenoise", "gunicorn.config", "gunicorn.workers.gthread"),
    *("http.server", "logging.config", "concurrent.futures"),
    # of daphne, only what chooses no reactor: that opens descriptors
    *("channels.generic.websocket", "channels.routing", "daphne.http_protocol"),
    *("autobahn.twisted.websocket", "twisted.internet.endpoints", "cachetools"),
)


class Parent:
    """The process that forks. It has one thread and serves one message at a time."""

    def __init__(self, messages: socket.socket) -> None:
        self._messages = messages
        self._wakes, self._woken = socket.socketpair()  # readable when a child has ended
        self._children: set[int] = set()

    def serve(self) -> None:
        """Until the runner closes its end."""
        self._woken.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken.fileno())
        while True:
            ready = select.select([self._messages, self._wakes], [], [])[0]
            if self._wakes in ready:
                self._wakes.recv(4096)
                self._bury()
            if self._messages in ready:
                message, descriptors, _, _ = socket.recv_fds(self._messages, MESSAGE, 1)
                if not message:
                    return
                self._fork(json.loads(message), descriptors[0])

    def _fork(self, order: dict[str, Any], output: int) -> None:
        prepare = die_with_parent(signal.Signals(order["sign"]))
        pid = os.fork()
        if pid == 0:
            self._let_go()
            _become(order, output, prepare)
        os.close(output)
        self._children.add(pid)
        self._send({"pid": pid})

    def _let_go(self) -> None:
        """In the child: nothing of ours stays."""
        signal.set_wakeup_fd(-1)
        for sign in (signal.SIGCHLD, signal.SIGHUP):
            signal.signal(sign, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for each in (self._messages, self._wakes, self._woken):
            each.close()

    def _bury(self) -> None:
        for pid in list(self._children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._children.discard(pid)
                self._send({"ended": pid, "status": os.waitstatus_to_exitcode(status)})

    def _send(self, answer: dict[str, int]) -> None:
        with contextlib.suppress(OSError):  # the runner has gone; so shall we
            self._messages.send(json.dumps(answer).encode())


def _become(order: dict[str, Any], output: int, prepare: Callable[[], None]) -> NoReturn:
    """In the child: be the program that was asked for, and end as it ends."""
    status = 1
    try:
        os.setsid()
        prepare()
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        os.close(nothing)
        os.close(output)
        name_process(order["name"])
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["environment"])
        status = _run(order["command"])
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _run(command: Sequence[str]) -> int:
    """`-m module …` or `file.py …`; returns the exit status."""
    try:
        if command[0] == "-m":
            sys.argv = list(command[1:])
            sys.path[0] = os.getcwd()
            runpy.run_module(command[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = list(command)
            sys.path[0] = str(Path(command[0]).resolve().parent)
            runpy.run_path(command[0], run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001 - whatever the program raises is shown as usual
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def main() -> None:
    """Load, then fork on request."""
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    for module in LOADED:
        importlib.import_module(module)
    importlib.import_module("pydantic").create_model("First")  # which looks for plugins, once
    gc.collect()
    gc.freeze()  # the collector of no child shall write into what they share
    Parent(socket.socket(fileno=os.dup(0))).serve()


if __name__ == "__main__":
    main()
