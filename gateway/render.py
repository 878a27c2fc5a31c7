"""Renders the gateway's configuration and its pages from the registry.

    python -m gateway.render --mode embedded --port 8080 --runtime DIR --home DIR --out FILE
    python -m gateway.render --mode container --out FILE --pages DIR

`embedded` reaches the services through unix sockets in the runtime directory and also opens their
development ports. `container` (compose and k8s: the same image) reaches them by host name and
leaves the settings as `${NAME}` for `start.sh`, which fills them in at the container's start. The
pages go to HOME/gateway/html; in a container to `--pages`, by default `html/` beside FILE.
"""

from __future__ import annotations

import argparse
import dataclasses
import grp
import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.pages import DEFAULT, LANGUAGES, templates, write_pages
from suite import registry
from suite.registry import HTTP, WS, Route, Service

CONTAINER_RUN = Path("/tmp/nginx")  # noqa: S108 - the one writable place of a read-only container
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # others are a 405
SANDBOX = Route("/sandbox", envelope="error")  # the hosted page of payments, on one machine only
WORKERS = 2  # of a container: each has all the connections, and memory for them, to itself


@dataclasses.dataclass(frozen=True)
class Settings:
    """What an operator may set. `start.sh` holds the same names and defaults for containers."""

    RATE_LIMITS: str = "on"  # `off` for load tests
    LOGIN_RATE: str = "10r/m"  # logins and registrations per address, in nginx's notation
    TRUSTED_PROXIES: str = ""  # comma list of addresses and networks whose X-Forwarded-* count
    HSTS_SECONDS: str = "0"  # above 0: browsers that came by https shall stay with https that long
    LOG_FORMAT: str = "json"  # or `text`

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """The settings of an environment; what is unset or empty keeps its default."""
        names = [field.name for field in dataclasses.fields(cls)]
        return cls(**{name: environment[name] for name in names if environment.get(name)})

    def fill(self, text: str) -> str:
        """`text` with each `${NAME}` replaced."""
        values = dataclasses.asdict(self)
        networks = self.TRUSTED_PROXIES.replace(",", " ").split()
        values["TRUSTED_PROXIES"] = " ".join(f"set_real_ip_from {one};" for one in networks)
        for name, value in values.items():
            text = text.replace("${" + name + "}", value)
        return text


def embedded(
    *,
    port: int,
    runtime: Path,
    pages: Path,
    bind: str = "127.0.0.1",
    settings: Settings | None = None,
    sandbox: bool = False,
) -> str:
    """The configuration for one machine: services at `<runtime>/<process>.sock`, and with
    `sandbox` what stands for the payment provider.
    """
    alone = [f"127.0.0.1:{registry.development_port(one, port)}" for one in registry.SERVICES]
    names = _names(lambda process: f"unix:{runtime}/{process}.sock") | {
        "container": False,
        "development": _development(port),
        "pages": pages,
        "run": runtime / "nginx",
        "run_as": [_owner()] if os.geteuid() == 0 else [],
        "servers": [
            {"comment": "The gateway.", "public": True, "listen": [f"{bind}:{port}"]},
            {"comment": "Services alone, without limits.", "public": False, "listen": alone},
        ],
        "workers": 1,
    }
    if sandbox:
        names |= _with_sandbox(names, f"unix:{runtime}/sandbox.sock")
    return (settings or Settings()).fill(_configuration(names))


def write_embedded(
    out: Path,
    *,
    port: int,
    runtime: Path,
    home: Path,
    bind: str,
    settings: Settings,
    sandbox: bool = False,
    demo: bool = False,
) -> None:
    """All that nginx needs on one machine: the configuration at `out`, directories and pages, with
    `demo` those links too that only the demo has.

    nginx keeps its files in `<runtime>/nginx`; the pages are in `<home>/gateway/html`.
    """
    runtime, pages = runtime.resolve(), home.resolve() / "gateway" / "html"
    (runtime / "nginx").mkdir(parents=True, exist_ok=True)
    write_pages(pages, demo=demo)
    text = embedded(
        port=port, runtime=runtime, pages=pages, bind=bind, settings=settings, sandbox=sandbox
    )
    out.write_text(text)


def container(
    *, pages: Path, run: Path = CONTAINER_RUN, listen: str = "8080", service_port: int = 8000
) -> str:
    """The configuration for the image: services by host name, settings left as `${NAME}`."""
    replicas = "resolve max_fails=1 fail_timeout=1s"
    names = _names(lambda process: f"{process}${{SERVICE_DOMAIN}}:{service_port} {replicas}") | {
        "container": True,
        "development": [],
        "pages": pages,
        "run": run,
        "run_as": [],
        "servers": [{"comment": "The gateway.", "public": True, "listen": [listen]}],
        "workers": WORKERS,
    }
    return _configuration(names)


def _configuration(names: Mapping[str, Any]) -> str:
    return templates.get_template("nginx.conf.template").render(names)


def _names(address: Any) -> dict[str, Any]:
    """What both modes share; `address` gives the upstream address of a process."""
    processes = [
        {
            "name": entry.process_name(kind),
            "address": address(entry.process_name(kind)),
            "unavailable": entry.unavailable,
        }
        for entry in registry.SERVICES
        for kind in (HTTP, WS)  # nobody reaches a worker from outside
        if kind in entry.processes
    ]
    status = {"name": "status", "address": address("status"), "unavailable": "unavailable"}
    owners = {route: entry for entry in registry.SERVICES for route in entry.routes}
    return {
        "body_limit": registry.BODY_LIMIT,
        "polled": [path for entry in registry.SERVICES for path in entry.polled],
        "costly": _paths("costly"),
        "device_paths": _paths("device_paths"),
        "guessable": _paths("guessable"),
        "files": _paths("files"),
        "issuing": _paths("issuing"),
        "language": DEFAULT,
        "languages": LANGUAGES,
        "methods": METHODS,
        "processes": [*processes, status],
        "routes": [_route(owners[route], route) for route in registry.ranked(owners)],
        "upload_limit": registry.UPLOAD_LIMIT,
        "uploads": _paths("uploads"),
    }


def _with_sandbox(names: Mapping[str, Any], address: str) -> dict[str, Any]:
    """The processes and routes, with the sandbox among them."""
    process = {"name": "sandbox", "address": address, "unavailable": "sandbox_unavailable"}
    pattern = SANDBOX.pattern.removeprefix("^")
    route = {"pattern": pattern, "envelope": SANDBOX.envelope, "process": "sandbox"}
    return {
        "processes": [*names["processes"], process],
        "routes": [route, *names["routes"]],
    }


def _paths(kind: str) -> str:
    """All services' paths of a kind, as alternatives of a regular expression."""
    return "|".join(path for entry in registry.SERVICES for path in getattr(entry, kind))


def _route(entry: Service, route: Route) -> dict[str, str]:
    return {
        "pattern": route.pattern.removeprefix("^"),
        "envelope": route.envelope,
        "process": entry.process_name(route.process),
    }


def _development(gateway_port: int) -> list[dict[str, Any]]:
    """What answers on the development ports, the most exact first: a service's own, and there the
    routes of those that name it in their `aliases`.
    """
    return [
        {"port": registry.development_port(host, gateway_port), **answer}
        for host in registry.SERVICES
        for answer in (*_aliased(host.name), *_own(host))
    ]


def _aliased(host: str) -> list[dict[str, str]]:
    guests = [entry for entry in registry.SERVICES if host in entry.aliases]
    return [_route(entry, route) for entry in guests for route in registry.ranked(entry.routes)]


def _own(entry: Service) -> list[dict[str, str]]:
    """Its websockets, and its http process for everything else, whether or not it is public."""
    sockets = [route for route in registry.ranked(entry.routes) if route.process == WS]
    rest = {"pattern": "", "process": entry.process_name(HTTP)}
    return [*(_route(entry, route) for route in sockets), rest]


def _owner() -> str:
    """nginx's workers keep the account that starts them: the sockets belong to it."""
    return f"{pwd.getpwuid(os.geteuid()).pw_name} {grp.getgrgid(os.getegid()).gr_name}"


def main() -> None:
    """The command line; settings come from the environment."""
    parser = _parser()
    options = parser.parse_args()
    if options.mode == "container":
        pages = options.pages or options.out.resolve().parent / "html"
        write_pages(pages)
        options.out.write_text(container(pages=pages))
        return
    if not (options.runtime and options.home):
        parser.error("--mode embedded needs --runtime and --home")
    settings = Settings.of(os.environ)
    if options.no_limits:
        settings = dataclasses.replace(settings, RATE_LIMITS="off")
    write_embedded(
        options.out,
        port=options.port,
        runtime=options.runtime,
        home=options.home,
        bind=options.bind,
        settings=settings,
        sandbox=options.sandbox,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mode", choices=("embedded", "container"), required=True)
    parser.add_argument("--out", type=Path, required=True, help="the configuration file to write")
    parser.add_argument("--pages", type=Path, help="container: where the pages go")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--bind", default="127.0.0.1")
    parser.add_argument("--runtime", type=Path, help="embedded: where the sockets are")
    parser.add_argument("--home", type=Path, help="embedded: where data stays")
    parser.add_argument("--no-limits", action="store_true", help="embedded: RATE_LIMITS=off")
    parser.add_argument("--sandbox", action="store_true", help="embedded: show the hosted page")
    return parser


if __name__ == "__main__":
    main()
