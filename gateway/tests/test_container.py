"""The image's way of starting: settings from the environment, replicas found by name."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.pages import HERE, write_pages
from gateway.render import Settings, container
from gateway.tests.conftest import Gateway, nginx, nginx_on_path
from gateway.tests.fakes import SOON, Client, FakeService, Reply, fake_name_server
from tests.support.waiting import wait_for
from tools.stack.temporary import free_port

SERVICE_PORT = 19_000


@dataclass
class Replicated:
    """A gateway as in a container, and the two replicas that every name leads to."""

    gateway: Gateway
    replicas: list[FakeService]

    @property
    def client(self) -> Client:
        return self.gateway.client

    @property
    def paths(self) -> list[list[str]]:
        return [[seen.path for seen in replica.seen] for replica in self.replicas]


@pytest.fixture
def start_container() -> Iterator[Callable[..., Gateway]]:
    """Runs `start.sh` with this environment, in front of the names that the name server knows."""
    directory = Path(tempfile.mkdtemp(prefix="aisle-gw-"))
    path = nginx_on_path(directory)
    write_pages(directory / "html")
    with contextlib.ExitStack() as stack:

        def start(name_server: int, **environment: str) -> Gateway:
            port = free_port()
            run = directory / str(port)
            run.mkdir()
            text = container(
                pages=directory / "html",
                run=run,
                listen=f"127.0.0.1:{port}",
                service_port=SERVICE_PORT,
            )
            (run / "template").write_text(text)
            environment |= {"CONFIGURATION": str(run / "template"), "RUN": str(run), "PATH": path}
            environment.setdefault("RESOLVER", f"127.0.0.1:{name_server}")
            return stack.enter_context(nginx(run, [str(HERE / "start.sh")], port, **environment))

        yield start
    shutil.rmtree(directory)


@pytest.fixture
def two(start_container: Callable[..., Gateway]) -> Iterator[Replicated]:
    replicas = [FakeService((address, SERVICE_PORT)) for address in ("127.0.0.2", "127.0.0.3")]
    with fake_name_server(["127.0.0.2", "127.0.0.3"]) as name_server:
        gateway = start_container(name_server)
        wait_for(lambda: gateway.client.get("/codes/first/").status == 200, SOON, "codes is found")
        for replica in replicas:
            replica.reset()
        yield Replicated(gateway, replicas)
    for replica in replicas:
        replica.stop()


def test_replicas_share_the_work(two: Replicated) -> None:
    for _ in range(40):
        assert two.client.get("/codes/new/").status == 200

    assert min(len(paths) for paths in two.paths) >= 10


def test_a_replica_that_goes_away_is_not_noticed(two: Replicated) -> None:
    for _ in range(8):
        two.client.get("/codes/new/")
    two.replicas[0].stop()

    statuses = [two.client.post("/codes/render/qr/").status for _ in range(20)]

    assert set(statuses) == {200}


def test_a_post_that_one_replica_dropped_is_not_given_to_the_other(two: Replicated) -> None:
    for replica in two.replicas:
        replica.reply = lambda _: Reply(hang_up=True)

    assert two.client.post("/orders/create/").status == 503
    assert sorted(len(paths) for paths in two.paths) == [0, 1]

    for replica in two.replicas:
        replica.seen.clear()
    wait_for(
        lambda: two.client.get("/orders/sessions/get/x/").status == 503 and all(two.paths),
        SOON,
        "a read is tried at both",
    )


def test_no_replica_at_all_is_a_503_with_the_reason(
    start_container: Callable[..., Gateway],
) -> None:
    with fake_name_server([]) as name_server:
        gateway = start_container(name_server)
        answer = gateway.client.get("/orders/sessions/get/x/")

    assert (answer.status, answer.json()["reason"]) == (503, "orders_service_unavailable")


def test_settings_come_from_the_environment(start_container: Callable[..., Gateway]) -> None:
    service = FakeService(("127.0.0.2", SERVICE_PORT))
    with fake_name_server(["127.0.0.2"]) as name_server:
        gateway = start_container(
            name_server,
            TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8",
            HSTS_SECONDS="31536000",
            RATE_LIMITS="off",
            LOG_FORMAT="text",
            SERVICE_DOMAIN=".shop.svc.cluster.local",
        )
        wait_for(lambda: gateway.client.get("/codes/new/").status == 200, SOON, "codes is found")
        answer = gateway.client.get(
            "/codes/new/", X_Forwarded_For="9.9.9.9", X_Forwarded_Proto="https"
        )
        logins = {gateway.client.post("/verification/login/").status for _ in range(20)}
    service.stop()

    (seen,) = [one for one in service.seen if one.headers["x-forwarded-proto"] == "https"]
    assert seen.headers["x-real-ip"] == seen.headers["x-forwarded-for"] == "9.9.9.9"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert logins == {200}
    assert any(line.startswith("GET /codes/new/ 200") for line in gateway.log_lines())
    conf = (gateway.log.parent / "nginx.conf").read_text()
    assert "server orders-ws.shop.svc.cluster.local:19000 resolve" in conf
    assert "set_real_ip_from 127.0.0.1; set_real_ip_from 10.0.0.0/8;" in conf


@pytest.mark.parametrize("address", ["fd00::10", "[fd00::10]"])
def test_a_name_server_may_have_an_address_of_ipv6(
    start_container: Callable[..., Gateway], address: str
) -> None:
    gateway = start_container(0, RESOLVER=address)

    assert gateway.client.get("/codes/new/").status == 503
    assert "resolver [fd00::10] valid=2s" in (gateway.log.parent / "nginx.conf").read_text()


def test_the_script_and_the_renderer_know_the_same_settings() -> None:
    script = (HERE / "start.sh").read_text()
    places = set(re.findall(r"\$\{([A-Z_]+)\}", container(pages=Path("/x")))) - {"NAME"}

    assert places == set(vars(Settings())) | {"RESOLVER", "SERVICE_DOMAIN"}
    assert places == set(re.findall(r"s\|\\\$\{([A-Z_]+)\}\|", script))
    for name, value in vars(Settings()).items():
        if value:
            assert f"${{{name}:={value}}}" in script


def test_one_nginx_everywhere() -> None:
    files = ("gateway/Dockerfile", ".env.example", "docker-compose.yml")
    texts = [(HERE.parent / file).read_text() for file in files]
    assert {image for text in texts for image in re.findall(r"nginx:[0-9.]+", text)} == {
        "nginx:1.29"
    }


def test_every_image_has_a_default_that_compose_names_too() -> None:
    compose = (HERE.parent / "docker-compose.yml").read_text()
    for file in ("Dockerfile", "deploy/Dockerfile", "gateway/Dockerfile"):
        text = (HERE.parent / file).read_text()
        for name, image in re.findall(r"^ARG (\w+_IMAGE)=(\S+)$", text, re.M):
            assert f'{name}: "${{{name}:-{image}}}"' in compose
        assert set(re.findall(r"^FROM (\S+)", text, re.M)) <= {
            f"${{{name}}}" for name in re.findall(r"^ARG (\w+_IMAGE)=", text, re.M)
        }
