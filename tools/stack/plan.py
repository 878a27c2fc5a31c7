"""What runs in the suite, with which command and environment. Starts nothing, reads nothing but
the registry, where a further service is one entry.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from demo.accounts import ADMIN_PASSWORD, admin_password, are_open
from suite import registry
from suite.registry import HTTP, WORKER, WS, Kind, Service
from tools.stack import playing

ROOT = registry.ROOT
BIN = Path(sys.executable).parent

# One value for all services would be wrong, or is not theirs.
OURS = frozenset(
    {
        *("DATABASE_URL", "REDIS_URL", "SERVICE_SECRET", "SERVICE_SECRETS"),
        *("DJANGO_SETTINGS_MODULE", "PATH", "PORT", "PYTHONPATH"),
    }
)
COMMANDS: dict[Kind, tuple[str, ...]] = {
    HTTP: ("python", "-m", "kit.server", "--bind", "unix:{socket}", "config.wsgi:application"),
    WS: ("python", "-m", "live.server", "--unix-socket", "{socket}", "config.asgi:application"),
    WORKER: ("python", "manage.py", "work", "--unix-socket", "{socket}"),
}
#: What the sandbox of payments is reached with; each unless it is given.
SANDBOX = {
    "RAZORPAY_KEY_ID": "rzp_test_sandbox",
    "RAZORPAY_SECRET_KEY": "sandbox-secret",
    "RAZORPAY_WEBHOOK_SECRET": "sandbox-webhook",
}
SERVERS_MEMORY, PROCESS_MEMORY = 190, 42  # MB
SANDBOX_PORT_INDEX = 8  # of its development port; services have those below
# The order of a stop, highest first. Sockets end with the gateway, which waits for them.
GROUPS: dict[Kind, int] = {WS: 3, HTTP: 2, WORKER: 2}


@dataclass(frozen=True)
class Process:
    """One process of the suite. `group` orders the stop: higher groups go first."""

    name: str
    command: list[str]
    cwd: Path
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    group: int = 1


@dataclass(frozen=True)
class Site:
    """One running suite: where it listens, where it keeps things."""

    port: int
    home: Path
    runtime: Path  # short: socket paths end at 107 bytes
    secrets: Mapping[str, str]
    databases: Mapping[str, str]  # DATABASE_URL by service
    redis_url: str
    demo_place: Path | None = None  # where the demo leaves the id of its place; None without one

    def address(self, service: str) -> str:
        """Where a service answers: its development port."""
        return f"http://127.0.0.1:{registry.development_port(registry.service(service), self.port)}"

    def ports(self, inherited: Mapping[str, str]) -> list[int]:
        """The gateway's port, the development ports beside it, and the sandbox's."""
        alone = (registry.development_port(entry, self.port) for entry in registry.SERVICES)
        sandbox = [sandbox_port(self.port)] if has_sandbox(inherited) else []
        return [self.port, *alone, *sandbox]


def bind(environment: Mapping[str, str]) -> str:
    """The address on which the gateway listens."""
    return environment.get("BIND") or "127.0.0.1"


def host(environment: Mapping[str, str]) -> str:
    """Where this machine reaches the gateway."""
    address = bind(environment)
    return {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(address, address)  # noqa: S104


def sandbox_port(gateway_port: int) -> int:
    """Where services reach the sandbox of payments, on this machine alone."""
    return gateway_port - 80 + SANDBOX_PORT_INDEX


def has_sandbox(environment: Mapping[str, str]) -> bool:
    """Whether a sandbox stands for the payment provider: not with another one's address or key."""
    key_id = environment.get("RAZORPAY_KEY_ID")
    return not environment.get("RAZORPAY_API_URL") and key_id in {
        *(None, ""),
        SANDBOX["RAZORPAY_KEY_ID"],
    }


def payment_settings(gateway_port: int, environment: Mapping[str, str]) -> dict[str, str]:
    """What leads to the sandbox, each unless it is given; nothing without one."""
    if not has_sandbox(environment):
        return {}
    secrets = {
        "RAZORPAY_SECRET_KEY": environment.get("RAZORPAY_SECRET_KEY"),
        "RAZORPAY_WEBHOOK_SECRET": environment.get("RAZORPAY_WEBHOOK_SECRET"),
    }
    given = {name: value for name, value in secrets.items() if value}
    address = f"http://127.0.0.1:{sandbox_port(gateway_port)}/v1"
    return {**SANDBOX, **given, "RAZORPAY_API_URL": address}


def service_environment(
    name: str,
    *,
    database_url: str,
    redis_url: str,
    secrets: Mapping[str, str],
    addresses: Mapping[str, str],
    public_url: str,
) -> dict[str, str]:
    """The variables of one service in the embedded mode."""
    peers = registry.service(name).peers
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets[f"{name}.key"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "ALLOWED_HOSTS": "*",
        "AUTH_MODE": "open",
        "DEBUG": "1",
        "LOG_FORMAT": "text",
        "PUBLIC_URL": public_url,
        "SERVICE_SECRET": secrets[f"{name}.service"],
        **{f"{peer.upper()}_SERVICE_URL": addresses[peer] for peer in peers},
    }
    if name == "verification":
        pairs = (f"{each}={secrets[f'{each}.service']}" for each in registry.callers())
        environment["SERVICE_SECRETS"] = ",".join(pairs)
        environment["AISLE_ADMIN_PASSWORD"] = ADMIN_PASSWORD
    return environment


def secret_names() -> list[str]:
    """The secrets that a suite needs, made once per AISLE_HOME."""
    kinds = ("key", "service", "database")
    return [f"{name}.{kind}" for name in registry.names() for kind in kinds]


def environment_of(site: Site, name: str, inherited: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a service; what the operator has set wins over our defaults."""
    ours = service_environment(
        name,
        database_url=site.databases[name],
        redis_url=site.redis_url,
        secrets=site.secrets,
        addresses={peer: site.address(peer) for peer in registry.names()},
        public_url=f"http://localhost:{site.port}",
    )
    ours["STATIC_FILES"] = "separate"  # who edits a file sees it after a reload
    if registry.service(name).screens and are_open(admin_password(inherited)):
        ours |= playing.accounts(name)
    if registry.service(name).screens and site.demo_place is not None:
        ours["DEMO_PLACE"] = str(site.demo_place)
    if name == "edge":
        ours |= edge_settings(site, inherited)
    if name == "products":
        ours["PICTURES_DIR"] = str(site.home / "pictures")
    if name == "verification":
        ours["ADMIN_URL"] = f"http://localhost:{site.port}/edge/admin/"
        ours["MAIL_DIR"] = str(site.home / "mails")
    paid = payment_settings(site.port, inherited) if registry.service(name).payments else {}
    return {**base(inherited), **ours, **settings_given(inherited), **paid}


def edge_settings(site: Site, inherited: Mapping[str, str]) -> dict[str, str]:
    """What edge has besides: the shared login of the original's operators, its front end's address,
    a directory for mails, and that in which the demo's machines show themselves; for the store
    those of its logs and its clips.
    """
    return {
        "ADMIN_PASSWORD": admin_password(inherited),
        "FRONTEND_URL": "http://localhost:5173",
        "MAIL_DIR": str(site.home / "mails"),
        "EDGE_LOG_DIR": str(site.home / "logs"),
        "CLIPS_DIR": str(site.home / "clips"),
        **playing.settings(site, inherited),
    }


def settings_given(inherited: Mapping[str, str]) -> dict[str, str]:
    """What was set in the environment of `make run` reaches every service, but for what differs
    between services.
    """
    return {
        name: value
        for name, value in inherited.items()
        if name not in OURS and not name.endswith("_SERVICE_URL")
    }


def base(inherited: Mapping[str, str]) -> dict[str, str]:
    """What every process of ours gets."""
    return {
        **inherited,
        "PATH": f"{BIN}:{inherited.get('PATH', '')}",
        "PYTHONPATH": f"{ROOT / 'libs'}:{ROOT}",
        "PYTHONUNBUFFERED": "1",
    }


def service_processes(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """Every process of every service, with its socket in the runtime directory."""
    return [
        _service_process(site, entry, kind, inherited)
        for entry in registry.SERVICES
        for kind in entry.processes
    ]


def _service_process(
    site: Site, entry: Service, kind: Kind, inherited: Mapping[str, str]
) -> Process:
    name = entry.process_name(kind)
    program, *words = (word.format(socket=site.runtime / f"{name}.sock") for word in COMMANDS[kind])
    return Process(
        name=name,
        command=[str(BIN / program), *words],
        cwd=entry.directory,
        environment=environment_of(site, entry.name, inherited),
        group=GROUPS[kind],
    )


def status_process(site: Site, inherited: Mapping[str, str]) -> Process:
    """What knows which processes are ready."""
    services = [name for entry in registry.SERVICES for name in entry.process_names]
    names = [*services, *(["sandbox"] if has_sandbox(inherited) else [])]
    checks = [
        word for name in names for word in ("--check", f"{name}=unix:{site.runtime / name}.sock")
    ]
    socket = str(site.runtime / "status.sock")
    return Process(
        name="status",
        command=[str(BIN / "python"), "-m", "gateway.status", *checks, "--unix-socket", socket],
        cwd=ROOT,
        environment=base(inherited),
    )


def sandbox_processes(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """What stands for the payment provider, unless another one is given."""
    if not has_sandbox(inherited):
        return []
    hooks = [
        word
        for entry in registry.SERVICES
        if entry.webhook
        for word in ("--webhook", f"{site.address(entry.name)}{entry.webhook}")
    ]
    command = [
        *(str(BIN / "python"), "-m", "tools.sandbox", "--port", str(sandbox_port(site.port))),
        *("--unix-socket", str(site.runtime / "sandbox.sock")),
        *("--database", str(site.home / "sandbox.sqlite"), *hooks),
    ]
    environment = {**base(inherited), **payment_settings(site.port, inherited)}
    return [Process(name="sandbox", command=command, cwd=ROOT, environment=environment)]


def gateway_process(site: Site, inherited: Mapping[str, str], nginx: str) -> Process:
    """nginx, with the configuration in the runtime directory."""
    return Process(
        name="gateway",
        command=[nginx, "-e", "stderr", "-c", str(site.runtime / "nginx.conf")],
        cwd=ROOT,
        environment=base(inherited),
        stop_signal=signal.SIGQUIT,
        group=3,
    )


def memory_limit() -> int:
    """What the suite may take, in MB (PSS): so much for PostgreSQL, Redis, nginx, the sandbox and
    the runner, and for each process of a service.
    """
    return SERVERS_MEMORY + PROCESS_MEMORY * sum(
        len(entry.processes) for entry in registry.SERVICES
    )
