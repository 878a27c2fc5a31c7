"""Keeps processes running: starts them, starts a crashed one again after a pause, stops all in
order.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tools.stack.forkserver import Forked, ForkServer, can_fork
from tools.stack.output import Output
from tools.stack.plan import Process
from tools.stack.spawn import Started, signal_group, start
from tools.stack.watchdog import Watchdog

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds before a crashed process is started again
HEALTHY_AFTER = 30.0  # seconds that make a process count as well again
GRACE = 15.0  # seconds to stop before it is killed
TICK = 0.1  # seconds


@dataclass
class Child:
    """A process under supervision."""

    plan: Process
    running: subprocess.Popen[bytes] | Forked | None = None
    wanted: bool = True
    restarts: int = 0
    pause: float = FIRST_PAUSE
    started: float = 0.0
    due: float = 0.0  # monotonic time of the next start

    def state(self) -> dict[str, Any]:
        alive = self.running is not None and self.running.poll() is None
        pid = self.running.pid if self.running is not None and alive else None
        return {"pid": pid, "restarts": self.restarts, "wanted": self.wanted}


@dataclass
class Supervisor:
    """Use it from the main thread: children die with the thread that made them. `ask` is for other
    threads.
    """

    output: Output
    watchdog: Watchdog
    on_change: Callable[[], None] = lambda: None
    forks: ForkServer | None = None  # what starts programs of Python
    children: dict[str, Child] = field(default_factory=dict)
    _asked: queue.SimpleQueue[tuple[Callable[[], None], queue.SimpleQueue[str]]] = field(
        default_factory=queue.SimpleQueue
    )

    def add(self, plans: Iterable[Process]) -> None:
        """Take these on and start them."""
        for plan in plans:
            self.children[plan.name] = child = Child(plan)
            self._start(child)
        self.on_change()

    def tick(self, wait: float = TICK) -> None:
        """Look after everything once: serve a request, notice the dead, start what is due."""
        try:
            work, answer = self._asked.get(timeout=wait)
        except queue.Empty:
            pass
        else:
            work()
            answer.put("done")
        for child in self.children.values():
            self._look_after(child)

    def ask(self, work: Callable[[], None]) -> None:
        """Have something done by the thread that calls `tick`, and wait for it."""
        answer: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._asked.put((work, answer))
        answer.get(timeout=GRACE * 2)

    def stop(self, name: str) -> None:
        """Stop one process and leave it stopped."""
        child = self.children[name]
        child.wanted = False
        self._end([child])
        self.on_change()

    def start(self, name: str) -> None:
        """Start one that was stopped."""
        child = self.children[name]
        child.wanted, child.pause = True, FIRST_PAUSE
        if child.running is None or child.running.poll() is not None:
            self._start(child)
            self.on_change()

    def stop_all(self) -> None:
        """Stop everything, the gateway first and the databases last."""
        for child in self.children.values():
            child.wanted = False
        for group in sorted({child.plan.group for child in self.children.values()}, reverse=True):
            self._end([child for child in self.children.values() if child.plan.group == group])

    def kill_all(self) -> None:
        """At once, without asking."""
        for child in self.children.values():
            child.wanted = False
            if child.running is not None:
                signal_group(child.running, signal.SIGKILL)

    def _start(self, child: Child) -> None:
        plan, log = child.plan, self.output.file(child.plan.name)
        streams: dict[str, Any] = {"output": log or subprocess.PIPE, "sign": plan.stop_signal}
        where: dict[str, Any] = {"cwd": plan.cwd, "environment": plan.environment}
        if self.forks is not None and can_fork(plan.command):
            child.running = self.forks.start(plan.command, name=plan.name, **where, **streams)
        else:
            child.running = start(plan.command, **where, **streams)
        child.started = time.monotonic()
        child.due = 0.0
        self.watchdog.watch(child.running.pid, plan.stop_signal)
        if log is not None:
            log.close()  # the process has its own
        elif child.running.stdout is not None:
            self.output.follow(plan.name, child.running.stdout)

    def _look_after(self, child: Child) -> None:
        if not child.wanted or child.running is None:
            return
        code, now = child.running.poll(), time.monotonic()
        if code is None:
            if now - child.started > HEALTHY_AFTER:
                child.pause = FIRST_PAUSE
        elif child.due == 0.0:
            self._bury(child.running)
            child.due = now + child.pause
            self.output.say(
                f"{child.plan.name} ended with {code}; starting it again in {child.pause:.1f} s"
            )
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
            self.on_change()
        elif now >= child.due:
            child.restarts += 1
            self._start(child)
            self.on_change()

    def _end(self, children: list[Child]) -> None:
        alive = [child for child in children if child.running and child.running.poll() is None]
        for child in alive:
            assert child.running is not None
            child.running.send_signal(child.plan.stop_signal)
        deadline = time.monotonic() + GRACE
        for child in alive:
            assert child.running is not None
            try:
                child.running.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.output.say(f"{child.plan.name} does not stop; killing it")
            self._bury(child.running)
            child.running.wait()

    def _bury(self, process: Started) -> None:
        """End whatever it has left behind, and itself if need be."""
        signal_group(process, signal.SIGKILL)
        self.watchdog.forget(process.pid)
