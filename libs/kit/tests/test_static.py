"""Static files: one tree, whose address holds a hash of its content."""

import gzip
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
        ("pages/icon-512.png", "image/png"),
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


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (current.STATIC_URL, "public, max-age=31536000, immutable"),
        ("/sample/static/0123456789ab/", "no-store"),
        ("/sample/static/", "no-store"),
    ],
)
def test_a_joined_file_is_told_like_any_other(before, kept):
    status, headers, body = ask(f"{before}joined/pages.css", HTTP_ACCEPT_ENCODING="gzip, br")
    assert (status, headers["Cache-Control"], headers["Vary"]) == (200, kept, "Accept-Encoding")
    assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert headers["Content-Encoding"] == "gzip"
    assert int(headers["Content-Length"]) == len(body)
    rules = gzip.decompress(body).decode()
    plain = ask(f"{before}joined/pages.css")
    assert (plain[2].decode(), "Content-Encoding" in plain[1]) == (rules, False)
    assert rules.index("--paper:") < rules.index(".dialog {") < rules.index(".field {")
    head = ask(f"{before}joined/pages.css", REQUEST_METHOD="HEAD")
    assert (head[0], head[1]["Content-Length"], head[2]) == (200, str(len(plain[2])), b"")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("joined/pages.css", "POST"),
        ("joined/none.css", "GET"),
        ("joined/sample/first.js", "GET"),
        ("joined/../settings.py", "GET"),
        ("joined/sample/app.js", "GET"),  # its modules import each other, so they stay apart
    ],
)
def test_what_is_not_joined_is_no_file(path, method):
    assert ask(current.STATIC_URL + path, REQUEST_METHOD=method)[0] == 418


@pytest.mark.parametrize("old", [f"{'0' * 12}/", "", None])
def test_a_developer_edits_a_file_and_sees_it(old, tmp_path, monkeypatch):
    monkeypatch.setattr(static, "roots", lambda entry: [tmp_path])
    address = current.STATIC_URL if old is None else f"/sample/static/{old}"
    for text in ("export const first = 1;", "export const longer = 22;"):
        (tmp_path / "a.js").write_text(text)
        status, headers, body = ask(f"{address}a.js", changing=True)
        assert (status, body.decode(), headers["Cache-Control"]) == (200, text, "no-cache")
    assert ask(f"{address}none.js", changing=True)[0] == 418


def test_the_documentation_page_finds_its_files():
    page = Client().get("/sample/docs/").text
    asked = [path for path in re.findall(r'(?:href|src)="([^"]+)"', page) if "/static/" in path]
    assert asked
    assert {ask(path)[0] for path in asked} == {200}
