"""Pages: their language, their texts, their policy; their files, under a hash or not."""

import json
import re
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
import sample
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings as current
from django.test import Client
from kit import static
from pages import texts

MODULE = Path(sample.__file__).parent / "static/sample/app.js"
TRANSLATED = {
    "Sample": "Muster",
    "</script><b>": "</script><i>",
    ("{count} cup", "{count} cups"): ("{count} Tasse", "{count} Tassen"),
}


@pytest.fixture
def web():
    return Client()


@pytest.fixture
def german(tmp_path, settings):
    """The sample's German catalogue."""
    place = tmp_path / "locale/de/LC_MESSAGES/sample.mo"
    place.parent.mkdir(parents=True)
    catalogue = Catalog("de")
    for message, translation in TRANSLATED.items():
        catalogue.add(message, translation)
    with place.open("wb") as file:
        write_mo(file, catalogue)
    settings.BASE_DIR = tmp_path
    texts.texts.cache_clear()
    yield
    texts.texts.cache_clear()


def told(page):
    """What the page hands to its modules."""
    found = re.search(r'<script id="texts" type="application/json">(.*?)</script>', page.text)
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("accepted", "chosen", "expected"),
    [
        ("", "", "en"),
        ("de", "", "de"),
        ("de-AT, en;q=0.5", "", "de"),
        ("fr, ar;q=0.8, en;q=0.5", "", "ar"),
        ("fr", "", "en"),
        ("de", "ar", "ar"),
        ("de", "xx", "de"),
        ("de", "../../etc", "de"),
        ("*" * 600, "", "en"),
    ],
)
def test_a_page_speaks_the_language_that_was_chosen_or_the_browsers(
    web, accepted, chosen, expected
):
    web.cookies.load({"aisle_language": chosen})
    page = web.get("/sample/page/", headers={"Accept-Language": accepted})
    direction = "rtl" if expected == "ar" else "ltr"
    assert f'<html lang="{expected}" dir="{direction}">' in page.text
    assert page.headers["Content-Language"] == told(page)["language"] == expected
    assert set(page.headers["Vary"].split(", ")) == {"Accept-Language", "Cookie"}


def test_a_page_for_another_origin_still_varies_by_language(web, settings):
    settings.CORS_ALLOWED_ORIGINS = frozenset({"https://a.example"})
    page = web.get("/sample/page/", headers={"Origin": "https://a.example"})
    assert set(page.headers["Vary"].split(", ")) == {"Accept-Language", "Cookie", "Origin"}


def test_a_page_may_do_what_it_needs_and_nothing_else(web):
    page = web.get("/sample/page/")
    rules = dict(rule.split(" ", 1) for rule in page.headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-cache"
    scripts = re.findall(r"<script([^>]*)>", page.text)
    assert all("src=" in script or "application/json" in script for script in scripts)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page.text)


def test_a_page_brings_its_texts_and_the_kits(web, german):
    page = web.get("/sample/page/", headers={"Accept-Language": "de"})
    assert "<h1>Muster</h1>" in page.text
    assert "Zum Inhalt springen" in page.text
    found = told(page)["texts"]
    assert found["Cancel"] == "Abbrechen"
    assert found["{count} cup"] == ["{count} Tasse", "{count} Tassen"]
    assert [language["tag"] for language in told(page)["languages"]] == ["en", "de", "ar"]


def test_no_text_ends_the_script_that_holds_it(web, german):
    page = web.get("/sample/page/", headers={"Accept-Language": "de"})
    assert told(page)["texts"]["</script><b>"] == "</script><i>"
    assert "</script><" not in page.text.replace("</script>\n", "")


def test_a_page_is_only_read(web):
    head = web.head("/sample/page/")
    assert (head.status_code, head.content) == (200, b"")


def ask(path, **headers):
    """A static file's status, headers and body; 418 when Django is reached."""
    answer = {}

    def start(status, fields):
        answer["status"], answer["headers"] = int(status.split()[0]), dict(fields)

    def django(environ, start_response):
        start_response("418 Django", [])
        return BytesIO(environ["PATH_INFO"].encode())

    tree = static.StaticTree(django, current.SERVICE)
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **headers}
    with closing(tree(environ, start)) as body:
        return answer["status"], answer["headers"], b"".join(body)


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


def test_everything_a_shell_loads_is_in_the_tree(web):
    page = web.get("/sample/page/").text
    asked = re.findall(r'(?:href|src)="(/[^"]+)"', page)
    assert len(asked) == 8
    assert [ask(path)[0] for path in asked] == [200] * 8


def test_a_shell_names_every_module_that_will_be_needed_once(web):
    page = web.get("/sample/page/").text
    early = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    names = ["first.js", "deep/second.js", "deep/third.js"]
    assert early == [f"{current.STATIC_URL}sample/{name}" for name in names]
    assert f'<script type="module" src="{current.STATIC_URL}sample/app.js"></script>' in page


def test_a_module_that_is_not_there_is_no_page():
    with pytest.raises(FileNotFoundError):
        static.modules(current.SERVICE, "sample/none.js")


def test_modules_import_what_is_there():
    for module in Path(static.__file__).parents[1].glob("static/pages/*.js"):
        for name in re.findall(r'from "(\./[^"]+)"', module.read_text()):
            assert (module.parent / name).is_file(), f"{module.name} imports {name}"


def test_the_manifests_icons_are_there():
    shared = Path(texts.__file__).parent / "static/pages"
    manifest = json.loads((shared / "app.webmanifest").read_text())
    assert all((shared / icon["src"]).is_file() for icon in manifest["icons"])


def test_the_documentation_page_finds_its_files(web):
    page = web.get("/sample/docs/").text
    asked = [path for path in re.findall(r'(?:href|src)="([^"]+)"', page) if "/static/" in path]
    assert asked
    assert {ask(path)[0] for path in asked} == {200}
