"""The files that pages share: what they name is there, and what others wrote is what it was."""

import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pages
import pytest

HOME = Path(pages.__file__).parent
SHARED = HOME / "static/pages"
VENDORED = tomllib.loads((HOME / "vendor.toml").read_text())
LICENCES = {"BSD-3-Clause": "Redistribution and use", "Apache-2.0": "Apache License"}
LARGEST = 250_000  # bytes


def test_modules_import_what_is_there():
    for module in SHARED.glob("*.js"):
        for name in re.findall(r'from "(\./[^"]+)"', module.read_text()):
            assert (module.parent / name).is_file(), f"{module.name} imports {name}"


@pytest.mark.parametrize("name", VENDORED)
def test_what_others_wrote_is_as_it_was_taken_over(name):
    module = HOME / VENDORED[name]["file"]
    assert sha256(module.read_bytes()).hexdigest() == VENDORED[name]["sha256"]
    assert module.stat().st_size <= LARGEST
    words = LICENCES[VENDORED[name]["licence"]]
    assert words in (HOME / VENDORED[name]["licence_text"]).read_text()


def test_nothing_of_others_is_unknown():
    modules = {str(path.relative_to(HOME)) for path in (SHARED / "vendor").glob("*.js")}
    assert modules == {entry["file"] for entry in VENDORED.values()}
