"""A process of edge that is killed at a place of its own choosing.

    python dying.py

Each line of its input is JSON, `{"at": name or "", "path", "body", "headers"}`: a child of this
process does that with the service's real code, and is killed by SIGKILL at that place. Each line of
its output is the child's answer: the HTTP status, or -9. A path that does not begin with a slash is
the name of a function of `selling`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from functools import partial
from importlib import import_module


def ask(request):
    """Do what is asked and end with its status, if it is not killed before."""
    from django.db import connections
    from kit import steps

    steps.hook = partial(_die, request["at"])
    try:
        if not request["path"].startswith("/"):
            getattr(import_module("selling"), request["path"])()
            return 200
        from django.test import Client

        path, headers = request["path"], request["headers"]
        sent = {"content_type": "application/json", "headers": headers}
        return Client().post(path, request["body"], **sent).status_code
    finally:
        connections.close_all()


def _die(at, name):
    if name == at:
        os.kill(os.getpid(), signal.SIGKILL)


def serve():
    """Answer each line of standard input."""
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.write(writing, str(ask(json.loads(line))).encode())
            os._exit(0)
        os.close(writing)
        answered = os.read(reading, 100)
        os.close(reading)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{answered.decode() or status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["LOG_LEVEL"] = "CRITICAL"
    django.setup()
    from django.conf import settings

    import_module(settings.ROOT_URLCONF)
    serve()
