"""Renders the gateway's configuration and its pages from the route table.

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
import html
import os
import pwd
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.routes import GUESSABLE, SCREENS, SERVICES, development_port

HERE = Path(__file__).resolve().parent
CONTAINER_RUN = Path("/tmp/nginx")  # noqa: S108 - the one writable place of a read-only container
_PLACE = re.compile(r"\{\{([\w.]+)\}\}")


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
) -> str:
    """The configuration for one machine: services at `<runtime>/<process>.sock`."""
    development = [
        {"port": development_port(service, port), "path": path, "process": process}
        for service in SERVICES
        for path, process in _development_paths(service.processes)
    ]
    alone = [f"127.0.0.1:{development_port(service, port)}" for service in SERVICES]
    names = _names(lambda process: f"unix:{runtime}/{process}.sock") | {
        "container": False,
        "development": development,
        "pages": pages,
        "run": runtime / "nginx",
        "run_as": [_owner()] if os.geteuid() == 0 else [],
        "servers": [
            {"comment": "The gateway.", "public": True, "listen": [f"{bind}:{port}"]},
            {"comment": "Services alone, without limits.", "public": False, "listen": alone},
        ],
        "workers": 1,
    }
    return (settings or Settings()).fill(_expand(_template(), names))


def write_embedded(
    out: Path, *, port: int, runtime: Path, home: Path, bind: str, settings: Settings
) -> None:
    """All that nginx needs on one machine: the configuration at `out`, directories and pages.

    nginx keeps its files in `<runtime>/nginx`; the pages are in `<home>/gateway/html`.
    """
    runtime, pages = runtime.resolve(), home.resolve() / "gateway" / "html"
    (runtime / "nginx").mkdir(parents=True, exist_ok=True)
    write_pages(pages)
    text = embedded(port=port, runtime=runtime, pages=pages, bind=bind, settings=settings)
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
        "workers": "auto",
    }
    return _expand(_template(), names)


def write_pages(directory: Path) -> None:
    """The start page, the documentation page and their assets, put into `directory`."""
    shutil.copytree(HERE / "html" / "assets", directory / "assets", dirs_exist_ok=True)
    names = {"screens": SCREENS, "services": SERVICES}
    for name in ("index.html", "docs.html"):
        lines = (HERE / "html" / name).read_text().splitlines()
        (directory / name).write_text(_expand(lines, names, escape=html.escape))


def _template() -> list[str]:
    return (HERE / "nginx.conf.template").read_text().splitlines()


def _names(address: Any) -> dict[str, Any]:
    """What both modes share; `address` gives the upstream address of a process."""
    processes = [
        {"name": process, "address": address(process), "unavailable": service.unavailable}
        for service in SERVICES
        for process in service.processes
    ]
    status = {"name": "status", "address": address("status"), "unavailable": "unavailable"}
    routes = [
        {
            "prefix": route.prefix,
            "envelope": route.envelope,
            "process": f"{service.name}-{'ws' if route.ws else 'http'}",
        }
        for service in SERVICES
        for route in service.routes
    ]
    return {"guessable": "|".join(GUESSABLE), "processes": [*processes, status], "routes": routes}


def _development_paths(processes: tuple[str, ...]) -> list[tuple[str, str]]:
    """What each process answers on the service's own port: `/ws…` for websockets, else http."""
    http, *ws = processes
    return [*(("/ws", one) for one in ws), ("", http)]


def _owner() -> str:
    """nginx's workers keep the account that starts them: the sockets belong to it."""
    return f"{pwd.getpwuid(os.geteuid()).pw_name} {grp.getgrgid(os.getegid()).gr_name}"


def _expand(lines: list[str], names: Mapping[str, Any], escape: Any = str) -> str:
    """Fills a template: `{{name.part}}`, and `%for x in name` or `%if name` up to its `%end`."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        words = lines[at].split()
        if words and words[0] in ("%for", "%if"):
            end = _end_of_block(lines, at)
            for inner in _scopes(words, names):
                out.append(_expand(lines[at + 1 : end], inner, escape))
            at = end
        else:
            out.append(_PLACE.sub(lambda m: escape(str(_look_up(m[1], names))), lines[at]) + "\n")
        at += 1
    return "".join(out)


def _scopes(words: list[str], names: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The names each repetition of a block sees: one per item of `%for`, one or none for `%if`."""
    if words[0] == "%if":
        return [names] if _look_up(words[1], names) else []
    return [{**names, words[1]: item} for item in _look_up(words[3], names)]


def _end_of_block(lines: list[str], start: int) -> int:
    depth = 0
    for at in range(start, len(lines)):
        depth += lines[at].lstrip().startswith(("%for ", "%if "))
        depth -= lines[at].strip() == "%end"
        if depth == 0:
            return at
    raise ValueError(f"line {start + 1} of the template has no %end: {lines[start]}")


def _look_up(path: str, names: Mapping[str, Any]) -> Any:
    first, *rest = path.split(".")
    value = names[first]
    for part in rest:
        value = value[part] if isinstance(value, Mapping) else getattr(value, part)
    return value


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
    return parser


if __name__ == "__main__":
    main()
