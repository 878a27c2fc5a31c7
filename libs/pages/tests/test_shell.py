"""The shells of pages: their language, their texts, their policy, what they load."""

import json
import re
import struct
from pathlib import Path

import pytest
import sample
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings as current
from django.test import Client
from kit.joined.tree import JoinedTree
from pages import texts
from tree import ask

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
    forget()
    yield
    forget()


def forget():
    """What is kept of catalogues."""
    texts.texts.cache_clear()
    texts.is_whole.cache_clear()


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
        ("*", "", "en"),
        ("en;q=0.4, de-CH;q=0.9", "", "de"),
        ("ar-EG", "", "ar"),
        ("de;q=0, ar", "", "ar"),
        ("xx-YY, de-AT;q=0.7", "", "de"),
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
    assert [language["tag"] for language in told(page)["languages"]] == ["en", "de"]


@pytest.mark.parametrize(
    ("accepted", "chosen", "expected"),
    [
        ("ar", "", "en"),
        ("ar, de;q=0.5", "", "de"),
        ("en", "ar", "en"),
        ("de", "ar", "de"),
        ("ar-EG", "de", "de"),
    ],
)
def test_a_page_without_all_its_arabic_is_in_another_language_as_a_whole(
    web, german, accepted, chosen, expected
):
    web.cookies.load({"aisle_language": chosen})
    page = web.get("/sample/page/", headers={"Accept-Language": accepted})
    assert f'<html lang="{expected}" dir="ltr">' in page.text
    assert told(page)["language"] == expected
    assert ("Zum Inhalt springen" in page.text) == (expected == "de")


def test_no_text_ends_the_script_that_holds_it(web, german):
    page = web.get("/sample/page/", headers={"Accept-Language": "de"})
    assert told(page)["texts"]["</script><b>"] == "</script><i>"
    assert "</script><" not in page.text.replace("</script>\n", "")


def test_a_page_is_only_read(web):
    head = web.head("/sample/page/")
    assert (head.status_code, head.content) == (200, b"")


def test_everything_a_shell_loads_is_in_the_tree(web):
    page = web.get("/sample/page/").text
    asked = re.findall(r'(?:href|src)="(/[^"]+/static/[^"]+)"', page)
    assert len(asked) == 8
    assert [ask(path)[0] for path in asked] == [200] * 8


def test_a_shell_names_every_module_that_will_be_needed_once(web):
    page = web.get("/sample/page/").text
    early = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    names = ["first.js", "deep/second.js", "deep/third.js"]
    assert early == [f"{current.STATIC_URL}sample/{name}" for name in names]
    assert f'<script type="module" src="{current.STATIC_URL}sample/app.js"></script>' in page


def test_a_shell_has_one_style_sheet(web):
    page = web.get("/sample/page/").text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)">', page) == [
        f"{current.STATIC_URL}joined/pages.css"
    ]


def test_developers_get_each_file_as_it_lies_there(web, settings):
    settings.STATIC_JOINED = False
    page = web.get("/sample/page/").text
    names = ["tokens.css", "base.css", "forms.css", "narrow.css"]
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)">', page) == [
        f"{current.STATIC_URL}pages/{name}" for name in names
    ]
    assert "joined" not in page


def test_a_page_that_can_be_joined_starts_by_one_module(web, monkeypatch):
    read = {"sample/app.js": 'import "./a.js";', "sample/a.js": ""}.__getitem__
    tree = JoinedTree(read, [Path(sample.__file__).parent / "templates"])
    monkeypatch.setattr("pages.templatetags.pages.joined", lambda entry: tree)
    page = web.get("/sample/page/").text
    assert page.count('type="module"') == 1
    assert f'src="{current.STATIC_URL}joined/sample/app.js"' in page
    assert "modulepreload" not in page


@pytest.mark.parametrize(
    ("asked", "language", "name"),
    [("de", "de", "Muster"), ("ar", "en", "Sample"), ("x", "en", "Sample")],
)
def test_a_page_has_a_manifest_at_an_address_that_stays(web, german, asked, language, name):
    page = web.get("/sample/page/").text
    assert '<link rel="manifest" href="/sample/page/?manifest=en">' in page
    answer = web.get(f"/sample/page/?manifest={asked}")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["short_name"], told["lang"]) == (f"{name} – Aisle", name, language)
    assert told["id"] == told["start_url"] == told["scope"] == "/sample/page/"
    purposes = [(icon["sizes"], icon["purpose"]) for icon in told["icons"]]
    assert purposes == [(s, p) for p in ("any", "maskable") for s in ("192x192", "512x512")]
    for icon in told["icons"]:
        status, headers, body = ask(icon["src"])
        assert (status, headers["Content-Type"], body[:4]) == (200, "image/png", b"\x89PNG")
        assert struct.unpack(">I", body[16:20])[0] == int(icon["sizes"].partition("x")[0])
