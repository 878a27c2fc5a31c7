"""What an entry of the registry is made of: services with their processes, paths and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[1]

#: How a process is run. http: gunicorn. ws: daphne, websockets only. worker: `manage.py work`.
Kind = Literal["http", "ws", "worker"]
HTTP: Kind = "http"
WS: Kind = "ws"
WORKER: Kind = "worker"

#: How answers look. `libs/kit/envelopes.py` makes those of services, `gateway/nginx.conf.template`
#: the gateway's own errors.
#: reason   {"success":true,"response":…}           {"success":false,"reason":…}
#: message  {"success":true,"message":…,"data":…}   {"success":false,"message":…,"errors":{}}
#: error    the bare object                         {"error":…,"message":…}
#: detail   the bare object                         {"detail":…}
#: fault    the bare object                         {"error":…}
#: problem  the bare object                         RFC 9457
Envelope = Literal["reason", "message", "error", "detail", "fault", "problem"]


#: The paths of verification at which passwords are guessed, and mails asked for.
PASSWORDS = (
    *("/verification/login", "/verification/password", "/verification/register"),
    *("/verification/password/forgot", "/verification/password/reset"),
)


@dataclass(frozen=True)
class Route:
    """A public path with everything below it, or, with `exact`, the path alone.

    Both answer with and without a final slash.
    """

    path: str
    process: Kind = HTTP
    envelope: Envelope = "reason"
    exact: bool = False

    @property
    def pattern(self) -> str:
        """A regular expression for a whole path, in the syntax that Python and nginx share."""
        return f"^{re.escape(self.path)}{'/?$' if self.exact else '(/|$)'}"


@dataclass(frozen=True)
class Screen:
    """A page for people, linked from the start page. `audience` says who it is for; in a demo
    `signs_in` makes that link sign them in. `demo` pages are linked only where the demo's devices
    are played.
    """

    title: str
    path: str
    audience: str
    text: str
    signs_in: bool = False
    demo: bool = False


@dataclass(frozen=True)
class Service:
    """One service. Its development port is the gateway's - 80 + `port_index` (8000… for 8080)."""

    name: str
    port_index: int
    purpose: str
    routes: tuple[Route, ...]
    processes: tuple[Kind, ...] = (HTTP,)
    apps: tuple[str, ...] = ()  # Django apps; by default one of the service's name
    peers: tuple[str, ...] = ()  # the services that it calls
    aliases: tuple[str, ...] = ()  # services on whose development port its routes answer too
    guessable: tuple[str, ...] = ()  # paths whose POSTs LOGIN_RATE limits per address
    costly: tuple[str, ...] = ()  # paths whose POSTs take long: limited by themselves
    issuing: tuple[str, ...] = ()  # paths that store something for anybody: the same
    uploads: tuple[str, ...] = ()  # patterns of paths whose POSTs are files, up to UPLOAD_LIMIT
    files: tuple[str, ...] = ()  # paths of files of which a page asks for hundreds at once
    device_paths: tuple[str, ...] = ()  # patterns, limited per device's key: a shop is one address
    polled: tuple[str, ...] = ()  # paths that peers ask each second: answers of 200 are not logged
    screens: tuple[Screen, ...] = ()
    payments: bool = False  # whether it takes payments, and so has the provider's settings
    mails: bool = False  # whether it sends mails: its worker, or where it has none its http process
    printers: bool = False  # whether its worker talks to printers in networks near by
    bucket: bool = False  # whether it may keep files in a bucket of S3
    webhook: str = ""  # the path at which the payment provider tells it what has happened
    admin: str = ""  # the path of its Django admin: `/edge/admin/`
    unavailable: str = ""  # the reason of a 503; by default `<name>_service_unavailable`
    requirements: str = "service"  # the file in requirements/ that its image installs
    directory: Path = Path()  # where manage.py is; by default services/<name>

    def __post_init__(self) -> None:
        defaults = {
            "apps": (self.name,),
            "unavailable": f"{self.name}_service_unavailable",
            "directory": ROOT / "services" / self.name,
        }
        for name, value in defaults.items():
            if getattr(self, name) in ((), "", Path()):
                object.__setattr__(self, name, value)

    @property
    def mailer(self) -> Kind:
        """The kind of process that sends its mails."""
        return WORKER if WORKER in self.processes else HTTP

    def process_name(self, kind: Kind) -> str:
        """The name of a process, and of its socket and its host: `orders-ws`."""
        return f"{self.name}-{kind}"

    @property
    def process_names(self) -> tuple[str, ...]:
        return tuple(map(self.process_name, self.processes))

    @property
    def own_apps(self) -> tuple[str, ...]:
        """Its Django apps without those that are libraries, as `devices`."""
        return tuple(app for app in self.apps if (self.directory / app).is_dir())

    @property
    def live(self) -> bool:
        """Whether it has websockets, and so needs Redis."""
        return WS in self.processes
