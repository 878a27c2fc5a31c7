"""What runs, with which command and environment."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import pytest

from suite import registry
from suite.registry import SERVICES
from tools import devices
from tools.stack import plan
from tools.stack.plan import Process, Site
from tools.stack.testenv import service_environment

NAMES = [service.name for service in SERVICES]
PROCESSES = [
    "verification-http",
    "locations-http",
    "codes-http",
    "products-http",
    "products-worker",
    "orders-http",
    "orders-ws",
    "orders-worker",
    "trolleys-http",
    "trolleys-ws",
    "trolleys-worker",
    "edge-http",
    "edge-ws",
    "edge-worker",
]
OWN_PROVIDER = {"RAZORPAY_KEY_ID": "rzp_test_mine"}
PAYING = dataclasses.replace(
    registry.service("codes"), payments=True, webhook="/codes/paid/", directory=Path("/srv")
)


@pytest.fixture
def site() -> Site:
    return Site(
        port=9180,
        home=Path("/srv/aisle"),
        runtime=Path("/tmp/aisle-01234567"),
        secrets={name: f"secret of {name}" for name in plan.secret_names()},
        databases={name: f"postgresql://{name}@/{name}?host=/tmp" for name in NAMES},
        redis_url="unix:///tmp/redis.sock",
    )


def test_every_service_of_the_repository_is_in_the_plan() -> None:
    directories = {path.parent.name for path in plan.ROOT.glob("services/*/manage.py")}
    assert set(NAMES) == directories


def test_every_process_runs_once_with_a_socket_of_its_name(site: Site) -> None:
    processes = plan.service_processes(site, {})
    assert [process.name for process in processes] == PROCESSES
    for process in processes:
        assert f"/tmp/aisle-01234567/{process.name}.sock" in " ".join(process.command)
        assert (process.cwd / "manage.py").is_file()
        assert Path(process.command[0]).is_file()


def test_only_the_demo_leads_strangers_to_a_table(site: Site) -> None:
    assert "DEMO_PLACE" not in plan.environment_of(site, "orders", {})
    site = dataclasses.replace(site, demo_place=Path("/srv/aisle/demo-place"))
    assert plan.environment_of(site, "orders", {})["DEMO_PLACE"] == "/srv/aisle/demo-place"
    assert "DEMO_PLACE" not in plan.environment_of(site, "verification", {})


def test_only_the_demo_shows_its_machines_and_only_while_they_are_played(site: Site) -> None:
    assert "DEMO_DISPLAYS" not in plan.environment_of(site, "edge", {})
    site = dataclasses.replace(site, demo_place=Path("/srv/aisle/demo-place"))
    shown = plan.environment_of(site, "edge", {})["DEMO_DISPLAYS"]
    assert shown == f"{site.runtime}/displays"
    assert "DEMO_DISPLAYS" not in plan.environment_of(site, "edge", {"SIMULATORS": "0"})
    assert "DEMO_DISPLAYS" not in plan.environment_of(site, "trolleys", {})


def test_commands(site: Site) -> None:
    commands = {
        process.name: [Path(process.command[0]).name, *process.command[1:]]
        for process in plan.service_processes(site, {})
    }
    assert commands["codes-http"] == [
        *("python", "-m", "kit.server"),
        *("--bind", "unix:/tmp/aisle-01234567/codes-http.sock", "config.wsgi:application"),
    ]
    assert commands["orders-ws"] == [
        *("python", "-m", "live.server"),
        *("--unix-socket", "/tmp/aisle-01234567/orders-ws.sock", "config.asgi:application"),
    ]


def test_the_status_process_asks_every_process(site: Site) -> None:
    command = plan.status_process(site, {}).command
    checks = [word for word in command if "=unix:" in word]
    names = [*PROCESSES, "sandbox"]
    assert checks == [f"{name}=unix:/tmp/aisle-01234567/{name}.sock" for name in names]


def test_the_gateway_finishes_its_requests_when_it_stops(site: Site) -> None:
    gateway = plan.gateway_process(site, {}, "/bin/nginx")
    assert gateway.stop_signal == signal.SIGQUIT
    assert gateway.command[-1] == "/tmp/aisle-01234567/nginx.conf"


def test_what_serves_stops_before_what_it_needs(site: Site) -> None:
    groups = {process.name: process.group for process in plan.service_processes(site, {})}
    gateway, status = plan.gateway_process(site, {}, "nginx"), plan.status_process(site, {})
    assert gateway.group > groups["orders-http"] > status.group > 0  # the databases' group
    assert groups["orders-ws"] == gateway.group  # it waits for open sockets


def test_the_plan_depends_on_nothing_but_its_arguments(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything() -> list[Process]:
        gateway = plan.gateway_process(site, {}, "nginx")
        return [*plan.service_processes(site, {}), plan.status_process(site, {}), gateway]

    before = everything()
    monkeypatch.setenv("AUTH_MODE", "strict")
    monkeypatch.setenv("PORT", "1")
    monkeypatch.chdir("/")
    assert everything() == before


def test_development_ports_move_with_the_port(site: Site) -> None:
    assert site.ports({}) == [9180, 9100, 9101, 9102, 9103, 9104, 9105, 9106, 9108]
    assert site.ports(OWN_PROVIDER) == [9180, 9100, 9101, 9102, 9103, 9104, 9105, 9106]
    usual = dataclasses.replace(site, port=8080)
    assert [usual.address(name) for name in NAMES] == [
        f"http://127.0.0.1:{port}" for port in range(8000, 8007)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_service_knows_its_own_and_its_peers(site: Site, name: str) -> None:
    environment = plan.environment_of(site, name, {})
    peers = {key.removesuffix("_SERVICE_URL").lower() for key in environment if "_URL" in key}
    others = {"database_url", "redis_url", "public_url", "razorpay_api_url", "frontend_url"}
    others |= {"admin_url"}  # where a development port sends who asks for the admin
    assert peers - others == set(registry.service(name).peers)
    assert environment["DATABASE_URL"] == f"postgresql://{name}@/{name}?host=/tmp"
    assert environment["SECRET_KEY"] == f"secret of {name}.key"
    assert environment["AUTH_MODE"] == "open"
    assert environment["STATIC_FILES"] == "separate"
    assert environment["PUBLIC_URL"] == "http://localhost:9180"


def test_verification_knows_who_may_ask_for_service_tokens(site: Site) -> None:
    known = plan.environment_of(site, "verification", {})["SERVICE_SECRETS"]
    for pair in known.split(","):
        name, secret = pair.split("=")
        assert plan.environment_of(site, name, {})["SERVICE_SECRET"] == secret
    callers = {"locations", "products", "orders", "trolleys", "edge"}
    assert {pair.split("=")[0] for pair in known.split(",")} == callers


def test_what_the_operator_sets_wins(site: Site) -> None:
    inherited = {"AUTH_MODE": "strict", "MAX_ORDERS_PER_SESSION": "7", "PATH": "/usr/bin"}
    environment = plan.environment_of(site, "orders", inherited)
    assert environment["AUTH_MODE"] == "strict"
    assert environment["MAX_ORDERS_PER_SESSION"] == "7"
    assert environment["PATH"] == f"{plan.BIN}:/usr/bin"


def test_the_pages_offer_the_demo_login_only_with_the_demo_password(site: Site) -> None:
    assert plan.environment_of(site, "orders", {})["DEMO_LOGIN"] == "admin:admin-demo"
    shopper = plan.environment_of(site, "trolleys", {})["DEMO_SHOPPER"]
    assert shopper == "john_doe:john_doe-demo"
    assert "DEMO_LOGIN" not in plan.environment_of(site, "products", {})
    for name in ("DEMO_LOGIN", "DEMO_SHOPPER"):
        for given in ({"AISLE_ADMIN_PASSWORD": "mine"}, {name: ""}):
            assert not plan.environment_of(site, "trolleys", given).get(name)


def test_products_has_a_place_for_pictures(site: Site) -> None:
    assert plan.environment_of(site, "products", {})["PICTURES_DIR"] == "/srv/aisle/pictures"
    given = {"PICTURES_DIR": "/mnt/pictures"}
    assert plan.environment_of(site, "products", given)["PICTURES_DIR"] == "/mnt/pictures"


def test_vending_has_what_the_original_is_run_with(site: Site) -> None:
    ours = {
        "ADMIN_PASSWORD": "admin-demo",
        "FRONTEND_URL": "http://localhost:5173",
        "MAIL_DIR": "/srv/aisle/mails",
    }
    assert ours.items() <= plan.environment_of(site, "edge", {}).items()
    assert not ours.keys() & plan.environment_of(site, "trolleys", {}).keys()
    given = {"FRONTEND_URL": "https://vend.example.org", "AISLE_ADMIN_PASSWORD": "mine"}
    environment = plan.environment_of(site, "edge", given)
    assert environment["FRONTEND_URL"] == "https://vend.example.org"
    assert environment["ADMIN_PASSWORD"] == "mine"


def test_but_not_for_what_differs_between_services(site: Site) -> None:
    names = ("DATABASE_URL", "REDIS_URL", "SERVICE_SECRET", "CODES_SERVICE_URL", "PYTHONPATH")
    inherited = dict.fromkeys(names, "wrong")
    environment = plan.environment_of(site, "orders", inherited)
    assert [name for name in names if environment[name] == "wrong"] == []
    assert "wrong" not in plan.environment_of(site, "verification", {"SERVICE_SECRETS": "wrong"})


def test_no_simulators_when_they_are_not_wanted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = Process("machine-1", ["true"], Path("/"))
    monkeypatch.setattr(devices, "SIMULATORS", (lambda *_: [played],))
    assert devices.processes(site, {"SIMULATORS": "0"}) == []
    assert devices.processes(site, {"SIMULATORS": "1"}) == [played]
    assert devices.processes(site, {}) == [played]


def test_the_trolleys_and_machines_of_the_demo_are_played_and_no_others(site: Site) -> None:
    assert devices.processes(site, {}) == []
    site = dataclasses.replace(site, demo_place=Path("/srv/aisle/demo-place"))
    played = devices.processes(site, {"BIND": "[::]"})
    words = [" ".join(process.command).partition(" -m ")[2] for process in played]
    url = "--url http://[::1]:9180 --keys /srv/aisle"
    assert words == [
        f"tools.devices.trolley {url}/trolley-keys.json",
        f"tools.devices.vending {url}/machine-keys.json --displays {site.runtime}/displays",
        f"tools.devices.store {url}/store-keys.json --clips /srv/aisle/clips",
        "tools.devices.printer --port 9108 --paper /srv/aisle/kitchen-printer.txt",
    ]
    gateway = plan.gateway_process(site, {}, "nginx")
    assert all(process.group > gateway.group for process in played)  # they have nobody to talk to
    assert devices.processes(site, {"SIMULATORS": "0"}) == []


def test_the_sandbox_stands_for_the_provider(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "SERVICES", (PAYING, registry.service("verification")))
    [sandbox] = plan.sandbox_processes(site, {"RAZORPAY_SECRET_KEY": "mine"})
    settings = {
        "RAZORPAY_KEY_ID": "rzp_test_sandbox",
        "RAZORPAY_SECRET_KEY": "mine",
        "RAZORPAY_WEBHOOK_SECRET": "sandbox-webhook",
        "RAZORPAY_API_URL": "http://127.0.0.1:9108/v1",
    }
    assert settings.items() <= sandbox.environment.items()
    paying = plan.environment_of(site, "codes", {"RAZORPAY_SECRET_KEY": "mine"})
    assert settings.items() <= paying.items()
    assert "RAZORPAY_KEY_ID" not in plan.environment_of(site, "verification", {})
    words = " ".join(sandbox.command)
    assert "--webhook http://127.0.0.1:9102/codes/paid/" in words
    assert "--database /srv/aisle/sandbox.sqlite" in words
    assert words.count("--webhook") == 1


@pytest.mark.parametrize(
    "given", [OWN_PROVIDER, {"RAZORPAY_API_URL": "https://pay.example.org/v1"}]
)
def test_with_a_provider_of_ones_own_there_is_no_sandbox(
    site: Site, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    monkeypatch.setattr(registry, "SERVICES", (PAYING,))
    assert plan.sandbox_processes(site, given) == []
    environment = plan.environment_of(site, "codes", given)
    assert {name: environment[name] for name in environment if "RAZORPAY" in name} == given
    assert "sandbox" not in " ".join(plan.status_process(site, given).command)


@pytest.mark.parametrize(
    "given", [{"RAZORPAY_KEY_ID": ""}, {"RAZORPAY_KEY_ID": "rzp_test_sandbox"}]
)
def test_the_sandboxs_own_key_asks_for_it(site: Site, given: dict[str, str]) -> None:
    assert len(plan.sandbox_processes(site, given)) == 1


@pytest.mark.parametrize("name", [*NAMES, "kit"])
def test_tests_get_the_same_settings(name: str, site: Site) -> None:
    tested = service_environment(name, "postgresql://nobody@/x", "unix:///x.sock")
    service = name if name in NAMES else "orders"
    run = plan.environment_of(site, service, {})
    added = {
        "PATH",
        "PYTHONPATH",
        "PYTHONUNBUFFERED",
        "DEMO_LOGIN",
        "DEMO_SHOPPER",
        "DEMO_REVIEWER",
        "STATIC_FILES",  # tests have what production has
    }
    added |= {*plan.payment_settings(9180, {}), *plan.edge_settings(site, {})}
    added |= {"ADMIN_URL", "PICTURES_DIR"}
    assert set(tested) == set(run) - added
    assert tested["DATABASE_URL"] == "postgresql://nobody@/x"
    assert not set(os.environ.values()) & {tested["SECRET_KEY"]}
