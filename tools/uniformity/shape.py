"""Know one service, know all: the same files, the same plumbing, a short README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from suite import registry
from tools.stack import plan
from tools.uniformity.source import Finding, text, tracked

OF_SERVICE = (
    "manage.py",
    "pyproject.toml",
    "README.md",
    "openapi.json",
    "config/__init__.py",
    "config/settings.py",
    "config/urls.py",
    "config/wsgi.py",
    "tests/test_openapi.py",
)
OF_APP = (
    "{app}/__init__.py",
    "{app}/apps.py",
    "{app}/models.py",
    "{app}/actions.py",
    "{app}/selectors.py",
    "{app}/schemas.py",
    "{app}/api.py",
    "{app}/migrations/0001_initial.py",
)
WITH_SOCKETS = (
    "config/asgi.py",
    "{app}/consumers.py",
    "{app}/events.py",
    "{app}/routing.py",
    "{app}/states.py",
)
ALIKE = ("manage.py", "pyproject.toml", "config/wsgi.py", "{app}/apps.py", "tests/test_openapi.py")
README_LINES = 60
README_SAYS = {
    "what it owns": r"\*\*Owns\*\*",
    "whom it calls": r"\*\*Calls\*\*",
    "its events": r"\*\*Events\*\*|^## Events$",
    "what happens when something is down": r"\*\*When it is down\*\*|^## When .* is down$",
}


def files(service: str) -> Iterator[Finding]:
    """Every service has the files that a reader looks for; a module may be a package."""
    present = {path.as_posix() for path in tracked()}
    entry = registry.service(service)
    wanted = [*OF_SERVICE, *(each.format(app=app) for app in entry.own_apps for each in OF_APP)]
    if entry.live:
        wanted += [each.format(app=entry.apps[-1]) for each in WITH_SOCKETS]
    # Who asks for credentials and names, or for a location's staff only, has the kit and the
    # library `peers` for it and needs no clients of its own.
    if set(entry.peers) - {"verification", "locations"}:
        wanted.append(f"{entry.apps[-1]}/clients.py")
    for name in wanted:
        path = f"services/{service}/{name}"
        package = path.removesuffix(".py") + "/__init__.py"
        if path not in present and package not in present:
            yield Finding("files", path, "is missing")


def alike(service: str) -> Iterator[Finding]:
    """The plumbing differs from another service's by names only."""
    entry, first = registry.service(service), registry.SERVICES[0]
    for name in ALIKE:
        path, model = _place(entry, name), _place(first, name)
        if _unnamed(path, entry) != _unnamed(model, first):
            yield Finding("alike", path.as_posix(), f"is not like {model}")


def _place(entry: registry.Service, name: str) -> Path:
    """Where a service has this file, in its own app if it is one of an app's."""
    return Path(f"services/{entry.name}", name.format(app=entry.apps[-1]))


def _unnamed(path: Path, entry: registry.Service) -> str:
    content = text(path) if (plan.ROOT / path).is_file() else ""
    for name in (entry.name, entry.apps[-1]):
        content = content.replace(name, "NAME").replace(name.capitalize(), "NAME")
    return content


def readme(service: str) -> Iterator[Finding]:
    """Short, titled by the service's name, and with an answer to what everybody asks."""
    path = Path("services", service, "README.md")
    content = text(path) if (plan.ROOT / path).is_file() else ""
    lines = content.splitlines()
    if len(lines) > README_LINES:
        yield Finding("readme", str(path), f"has {len(lines)} lines, more than {README_LINES}")
    if lines[:1] != [f"# {service}"]:
        yield Finding("readme", str(path), f"does not begin with `# {service}`")
    for what, pattern in README_SAYS.items():
        if not re.search(pattern, content, re.MULTILINE):
            yield Finding("readme", str(path), f"does not say {what}")


def urls(service: str) -> Iterator[Finding]:
    """Health, readiness and metrics are where they are everywhere: kit.urls puts them there."""
    path = Path("services", service, "config/urls.py")
    if "service_urls(api)" not in text(path):
        yield Finding("urls", str(path), "does not use kit.urls.service_urls")
