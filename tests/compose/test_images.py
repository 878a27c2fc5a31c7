"""What is in the images, and what is not."""

from __future__ import annotations

import os
from itertools import takewhile

import pytest

from tests.support.compose import (
    OTHERS_SECRETS,
    OWN_SECRETS,
    SERVICES,
    VERSION,
    Suite,
    inspect,
    run,
)

BASE = "python:3.13-slim"
IMAGES = [f"aisle-{name}:{VERSION}" for name in (*SERVICES, "gateway", "status", "databases")]
MEGABYTE = 1_000_000
FORBIDDEN = {
    *(".git", ".github", ".ci", ".env", ".venv", ".aisle"),
    *("tests", "testing", "tools", "docs", "node_modules"),
}


def files(image: str, *roots: str) -> list[str]:
    """The paths of everything below these directories of an image, as its own user sees them."""
    find = ("docker", "run", "--rm", "--network=none", "--entrypoint=find", image)
    return run(*find, *roots).splitlines()


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_its_service_and_nothing_else(suite: Suite, service: str) -> None:
    paths = files(f"aisle-{service}:{VERSION}", "/app")

    assert {path.split("/")[3] for path in paths if path.startswith("/app/services/")} == {service}
    parts = {path.split("/")[2] for path in paths if path.count("/") > 1}
    assert parts == {"libs", "services", "suite"}
    assert not [path for path in paths if FORBIDDEN & set(path.split("/"))]
    kinds = {os.path.splitext(path)[1] for path in paths} - {""}
    of_pages = {".html", ".js", ".css", ".svg", ".png", ".webmanifest", ".mo", ".LICENSE"}
    assert kinds <= {".py", ".pyc", ".json", ".txt"} | of_pages
    compiled = {path for path in paths if path.endswith(".pyc")}
    assert len(compiled) == len([path for path in paths if path.endswith(".py")])


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_knows_no_secret(suite: Suite, image: str) -> None:
    facts = inspect(image)
    history = run("docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image)

    for name in OWN_SECRETS | OTHERS_SECRETS:
        assert len(suite.setting(name)) > 10
        assert suite.setting(name) not in history
        assert name not in history
    environment = {one.partition("=")[0] for one in facts["Config"]["Env"]}
    assert not [name for name in environment if name.endswith(("PASSWORD", "SECRET", "_URL"))]
    assert facts["Config"]["User"] not in ("", "0", "root", "0:0")


def test_services_share_their_layers(suite: Suite, measured: list[str]) -> None:
    layers = {name: inspect(f"aisle-{name}:{VERSION}")["RootFS"]["Layers"] for name in SERVICES}
    base = inspect(BASE)["RootFS"]["Layers"]
    rows = zip(*layers.values(), strict=False)
    common = [row[0] for row in takewhile(lambda row: len(set(row)) == 1, rows)]

    # the user and the virtual environment; the list of requirements; what it names
    assert len(common) == len(base) + 3
    lean = inspect(BASE)["Size"]
    sizes = {name: inspect(f"aisle-{name}:{VERSION}")["Size"] - lean for name in SERVICES}
    assert max(sizes.values()) < 180 * MEGABYTE
    text = ", ".join(f"{name} {size / MEGABYTE:.0f}" for name, size in sizes.items())
    measured.append(f"compose: MB on top of {BASE}, most of it shared: {text}")
