"""One run of the suite, from an empty directory to the pages to open, and back."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import requests

from demo import accounts
from demo.people import Target
from demo.seed import seed, version
from gateway.render import Settings, write_embedded
from gateway.status import UnixConnection
from suite import registry
from tools import devices
from tools.stack import control, place, plan, playing
from tools.stack.embedded import Postgres, Redis
from tools.stack.forkserver import ForkServer
from tools.stack.greeting import greeting
from tools.stack.output import Output
from tools.stack.plan import Process, Site
from tools.stack.programs import nginx_program
from tools.stack.spawn import start
from tools.stack.state import StateFile, missing
from tools.stack.supervisor import Supervisor
from tools.stack.watchdog import Watchdog

READY_WITHIN = 60.0  # seconds
# Checks are of the code, which is as it was; they would load all of a service.
MIGRATE = ("migrate", "--no-input", "--skip-checks")


class Stopped(Exception):
    """Somebody wants us to end."""


class Suite:
    """Starts everything in order and looks after it until it is told to stop."""

    def __init__(self, *, port: int, home: Path, quiet: bool, throwaway: bool) -> None:
        self.port, self.home, self._throwaway = port, home, throwaway
        self._held = place.lock(home)
        opened = place.shut(home)
        self.output = Output(home / "logs", quiet=quiet)
        for path in opened:
            self.output.say(f"{path} was open to other users: it no longer is.")
        self._watchdog = Watchdog(self._held)
        self._forks = ForkServer(plan.base(os.environ)) if sys.platform == "linux" else None
        self.supervisor = Supervisor(
            self.output, self._watchdog, on_change=self._write_state, forks=self._forks
        )
        self.site: Site | None = None
        self._postgres: Postgres | None = None
        self._ready = False
        self._file = StateFile(home / "run.json", self.output.say)
        self._stops = 0

    def run(self, *, with_demo: bool) -> None:
        """Until Ctrl-C, SIGTERM or the end of the terminal."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._on_signal)
        try:
            self._start(with_demo)
            while True:
                self._tick()
        except Stopped:
            self.output.say("Stopping…")
        finally:
            self._stop()

    def _on_signal(self, *_: object) -> None:
        self._stops += 1
        if self._stops == 1:
            raise Stopped
        self.supervisor.kill_all()

    def _start(self, with_demo: bool) -> None:
        began = time.monotonic()
        runtime = place.make_runtime(place.runtime_of(self.home))
        self._guard = place.guard(runtime)
        self._watchdog.sweep(runtime)
        self._watchdog.sweep(self._file.path)
        secrets = place.read_secrets(self.home)
        postgres, redis = Postgres(self.home, runtime, throwaway=self._throwaway), Redis(runtime)
        self._postgres = postgres
        demo = self._demo_place if with_demo else None
        self.site = Site(self.port, self.home, runtime, secrets, {}, redis.url, demo)
        place.check_ports(self.site.ports(os.environ), self._bind)
        self._start_servers(postgres, redis)
        databases = {
            name: postgres.ensure(name, secrets[f"{name}.database"]) for name in registry.names()
        }
        self.site = dataclasses.replace(self.site, databases=databases)
        self._migrate(anew=postgres.fresh)
        self._start_services()
        self._start_gateway()
        self.supervisor.add(devices.processes(self.site, os.environ))
        control.serve(runtime / "control.sock", self._control)
        self._ready = True
        self._write_state()
        if with_demo:
            self._seed(anew=postgres.fresh)
        self.output.say(greeting(self.site, os.environ, time.monotonic() - began))

    @property
    def _demo_place(self) -> Path:
        return self.home / "demo-place"

    @property
    def _bind(self) -> str:
        return plan.bind(os.environ)

    @property
    def _host(self) -> str:
        """Where this machine reaches the gateway."""
        return plan.host(os.environ)

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self.port}"

    def _start_servers(self, postgres: Postgres, redis: Redis) -> None:
        self.output.say("Starting PostgreSQL and Redis…")
        postgres.prepare()
        if postgres.copy is not None:
            self._watchdog.sweep(postgres.copy)
        environment = plan.base(os.environ)
        self.supervisor.add(
            Process(name, server.command, self.home, environment, server.stop_signal, group=0)
            for name, server in (("postgres", postgres), ("redis", redis))
        )
        deadline = time.monotonic() + READY_WITHIN
        while not (postgres.ready() and redis.ready()):
            self._check(deadline, "PostgreSQL or Redis")

    def _migrate(self, *, anew: bool) -> None:
        stamp, digest = self.home / "migrated", place.migrations_digest()
        if not anew and stamp.exists() and stamp.read_text() == digest:
            return
        self.output.say("Preparing the databases…")
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda name: self.manage(name, *MIGRATE), registry.names()))
        stamp.write_text(digest)

    def manage(self, service: str, *words: str) -> None:
        """Run a management command of a service; raises SystemExit with its words when it fails."""
        assert self.site is not None
        status, said = self._run(
            [str(plan.BIN / "python"), "manage.py", *words],
            registry.service(service).directory,
            plan.environment_of(self.site, service, os.environ),
        )
        if status:
            raise SystemExit(f"{service}: {' '.join(words)} failed\n{said}")

    def _run(self, command: list[str], cwd: Path, environment: dict[str, str]) -> tuple[int, str]:
        """Exit status and output of a command; forked where it can be, it has Django loaded."""
        begin = start if self._forks is None else partial(self._forks.start, name="manage.py")
        running = begin(command, cwd=cwd, environment=environment, output=subprocess.PIPE)
        assert running.stdout is not None
        with running.stdout as output:
            said = output.read().decode(errors="replace")
        return running.wait(), said

    def _start_services(self) -> None:
        """The gateway comes after them: before they are there it could only refuse."""
        assert self.site is not None
        self.output.say("Starting the services…")
        self.supervisor.add(plan.sandbox_processes(self.site, os.environ))
        self.supervisor.add(plan.service_processes(self.site, os.environ))
        self.supervisor.add([plan.status_process(self.site, os.environ)])
        status = self.site.runtime / "status.sock"
        self._wait_until_ready(lambda: UnixConnection(str(status), timeout=5), "status")

    def _start_gateway(self) -> None:
        assert self.site is not None
        write_embedded(
            self.site.runtime / "nginx.conf",
            port=self.port,
            runtime=self.site.runtime,
            home=self.home,
            bind=self._bind,
            settings=Settings.of({"LOG_FORMAT": "text", **os.environ}),
            sandbox=plan.has_sandbox(os.environ),
            demo=playing.is_shown(self.site, os.environ),
        )
        self.supervisor.add([plan.gateway_process(self.site, os.environ, nginx_program())])
        gateway = partial(HTTPConnection, self._host, self.port, timeout=5)
        self._wait_until_ready(gateway, "the gateway")

    def _wait_until_ready(self, connection: Callable[[], HTTPConnection], door: str) -> None:
        """Until `GET /readyz` is 200, saying what is missing."""
        deadline, said = time.monotonic() + READY_WITHIN, door
        while lacks := missing(connection, door):
            if lacks != said:
                self.output.say(f"Waiting for {lacks}")
                said = lacks
            self._check(deadline, lacks)

    def _check(self, deadline: float, what: str) -> None:
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not ready after {READY_WITHIN:.0f} s; see {self.home}/logs")
        self._tick()

    def _tick(self) -> None:
        self.supervisor.tick()
        if self._file.stale:
            self._write_state()
        # What a signal handler raises is lost while Python forks: ask again.
        if self._stops or self.output.abandoned():
            raise Stopped

    def _seed(self, *, anew: bool) -> None:
        """Once. Without its demo the suite is of use too: the next start tries again."""
        assert self.site is not None
        password = accounts.admin_password(os.environ)
        key = self.site.secrets["verification.key"]
        stamp, fresh = self.home / "seeded", version(password, key)
        if not anew and stamp.exists() and stamp.read_text() == fresh:
            return
        self.output.say("Filling in the demo…")
        grant = partial(self.manage, "verification", "grant")
        address, keys = self.site.address("verification"), devices.key_files(self.home)
        printer = devices.printer_port(os.environ)
        target = Target(self.url, address, password, key, *keys, printer, grant)
        try:
            with self.output.hushed():
                self.manage("verification", "seed_admin")
                location_id = seed(target, is_open=accounts.are_open(password))
        except (SystemExit, requests.RequestException) as trouble:
            self.output.say(f"The demo is not complete: {trouble}")
        else:
            self._demo_place.write_text(str(location_id))
            stamp.write_text(fresh)

    def _control(self, command: str, name: str) -> dict[str, Any]:
        if command in {"stop", "start"}:
            act = {"stop": self.supervisor.stop, "start": self.supervisor.start}[command]
            if name not in self.supervisor.children:
                raise KeyError(name)
            self.supervisor.ask(lambda: act(name))
        elif command != "status":
            raise KeyError(command)
        return self._state()

    def _state(self) -> dict[str, Any]:
        assert self.site is not None
        children = self.supervisor.children
        return {
            "pid": os.getpid(),
            "port": self.port,
            "url": self.url,
            "addresses": {name: self.site.address(name) for name in registry.names()},
            "databases": dict(self.site.databases),
            "redis": self.site.redis_url,
            "processes": {name: child.state() for name, child in children.items()},
        }

    def _write_state(self) -> None:
        """run.json: there while the suite is ready for use, and true about its processes."""
        if self._ready:
            self._file.write(self._state())

    def _stop(self) -> None:
        self._stops += 1  # from here on Ctrl-C means: at once
        self.supervisor.stop_all()
        if self._forks is not None:
            self._forks.close()
        self._ready = False
        self._file.remove()
        if self.site is not None:
            shutil.rmtree(self.site.runtime, ignore_errors=True)
        if self._postgres is not None:
            self._postgres.close()
        self._held.close()
        self._watchdog.close()
