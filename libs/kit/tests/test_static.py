"""Static files: one tree, whose address holds a hash of its content."""

import re
from pathlib import Path

import pytest
import sample
from django.conf import settings as current
from django.test import Client
from kit import static
from tree import ask

MODULE = Path(sample.__file__).parent / "static/sample/app.js"


def test_a_file_under_the_current_hash_is_kept_for_good():
    status, headers, body = ask(f"{current.STATIC_URL}sample/app.js")
    assert (status, body) == (200, MODULE.read_bytes())
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Type"].startswith("text/javascript")
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("old", ["0123456789ab/", ""])
def test_a_file_under_another_hash_or_none_is_told_but_never_kept(old):
    status, headers, body = ask(f"/sample/static/{old}sample/app.js")
    assert (status, body) == (200, MODULE.read_bytes())
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/sample/static/0123456789ab/sample/none.js",
        "/sample/static/0123456789ab/../settings.py",
        "/sample/static/0123456789ab/0123456789ab/sample/app.js",
        "/sample/static/0123456789abc/sample/app.js",
        "/other/static/0123456789ab/sample/app.js",
        "/sample/page/",
    ],
)
def test_what_is_no_file_reaches_django_as_it_was_asked(path):
    status, _, body = ask(path)
    assert (status, body.decode()) == (418, path)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("pages/dom.js", "text/javascript"),
        ("pages/base.css", "text/css"),
        ("pages/icon.svg", "image/svg+xml"),
        ("pages/app.webmanifest", "application/manifest+json"),
        ("ninja/swagger-ui.css", "text/css"),
    ],
)
def test_the_tree_holds_the_shared_files_and_those_of_the_documentation_page(name, kind):
    status, headers, _ = ask(current.STATIC_URL + name)
    assert (status, headers["Content-Type"].split(";")[0]) == (200, kind)


def test_the_hash_is_that_of_all_names_and_contents(tmp_path):
    (tmp_path / "a.js").write_text("one")
    first = static.digest([tmp_path])
    (tmp_path / "a.js").write_text("two")
    second = static.digest([tmp_path])
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    third = static.digest([tmp_path])
    (tmp_path / "b.js").rename(tmp_path / "a.js")
    assert len({first, second, third}) == 3
    assert static.digest([tmp_path]) == second
    assert re.fullmatch("[0-9a-f]{12}", first)


def test_a_module_that_is_not_there_is_no_page():
    with pytest.raises(FileNotFoundError):
        static.modules(current.SERVICE, "sample/none.js")


def test_the_documentation_page_finds_its_files():
    page = Client().get("/sample/docs/").text
    asked = [path for path in re.findall(r'(?:href|src)="([^"]+)"', page) if "/static/" in path]
    assert asked
    assert {ask(path)[0] for path in asked} == {200}
