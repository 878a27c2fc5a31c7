"""The pages' catalogues: what is taken out of code, merged, compiled, and found wrong."""

from __future__ import annotations

import dataclasses
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from suite import registry
from tools import messages
from tools.stack import plan

MODULE = "services/codes/codes/static/codes/page/app.js"
SHELL = "services/codes/codes/templates/codes/page.html"
CODE = """\
import { n, t } from "../../pages/texts.js";
export const one = () => `${t("Table \\"{name}\\"", { name })} ${t("Open")}`;
export const items = (count) => n(
  "{count} item",
  "{count} items",
  count,
);
"""
GERMAN = {
    "Open": "Offen",
    'Table "{name}"': "Tisch „{name}“",
    "Title": "Titel",
    "{count} item": ("{count} Teil", "{count} Teile"),
}


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> messages.Domain:
    """A page with a few texts, in a repository of its own."""
    monkeypatch.setattr(plan, "ROOT", tmp_path)
    for name, content in ((MODULE, CODE), (SHELL, '<h1>{% text "Title" %}</h1>')):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(content)
    entry = dataclasses.replace(registry.service("codes"), directory=tmp_path / "services/codes")
    monkeypatch.setattr(registry, "SERVICES", (entry,))
    [*_, found] = messages.domains()
    return found


def translate(page: messages.Domain, language: str = "de") -> None:
    catalogue = messages.merged(page, language)
    for message in catalogue:
        if message.id:
            german = GERMAN[messages.english_of(message.id)]
            message.string = german if isinstance(german, str) else tuple(german)
    page.catalogue(language).write_text(messages.text_of(catalogue, language))


def test_texts_come_from_modules_and_the_shell(page: messages.Domain) -> None:
    assert {messages.english_of(each.id) for each in messages.code_of(page) if each.id} == set(
        GERMAN
    )


def test_what_is_missing_is_said_until_it_is_there(page: messages.Domain) -> None:
    messages.update(page, "de")
    assert len(list(messages.problems(page, "de"))) == len(GERMAN)
    translate(page)
    assert [problem.split(": ")[1] for problem in messages.problems(page, "de")] == [
        "is not compiled"
    ]
    messages.update(page, "de")
    assert not list(messages.problems(page, "de"))
    told = GNUTranslations(BytesIO(page.catalogue("de").with_suffix(".mo").read_bytes()))
    assert told.gettext("Open") == "Offen"
    assert told.ngettext("{count} item", "{count} items", 2) == "{count} Teile"


def test_an_update_without_news_writes_nothing(page: messages.Domain) -> None:
    messages.update(page, "de")
    files = list(page.catalogue("de").parent.iterdir())
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    messages.update(page, "de")
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before


def test_staff_may_meet_english_in_other_languages(page: messages.Domain) -> None:
    messages.update(page, "ar")
    assert not list(messages.problems(page, "ar"))


def test_a_text_that_is_gone_leaves_its_catalogue(page: messages.Domain) -> None:
    messages.update(page, "de")
    (page.modules / "app.js").write_text('export const x = t("New");')
    assert any("make messages" in problem for problem in messages.problems(page, "de"))
    messages.update(page, "de")
    assert "Open" not in page.catalogue("de").read_text()


@pytest.mark.parametrize("call", ["t(name)", "t(`Table`)", 't("a" + b)', 'n("one", count)'])
def test_a_text_that_is_not_in_its_call_is_refused(call: str) -> None:
    with pytest.raises(SystemExit, match=r"page/app\.js:2:"):
        list(messages.in_code(f"\nconst x = {call};", "page/app.js"))


def test_texts_are_found_wherever_they_are_called() -> None:
    code = 'html`<p>${t("One")}</p>${ok ? html`<b>${n("a", "b", 2)}</b>` : `${t("Two")}`}`;'
    code += 'class A { #n(x) { return t("Three"); } }'
    found = list(messages.in_code(code, "page/app.js"))
    assert found == ["One", ("a", "b"), "Two", "Three"]


@pytest.mark.parametrize(
    "code", ["format(x)", "this.#n(x)", "this.t(x)", "function t(message) {}", "const n = 1;"]
)
def test_what_only_looks_like_a_call_is_none(code: str) -> None:
    assert not list(messages.in_code(code, "page/app.js"))


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (Message("At {time}", "Um {time}"), []),
        (Message("At {time}", "Um {zeit}"), ["other placeholders in “Um {zeit}”"]),
        (Message("At {time}", "Jetzt"), ["other placeholders in “Jetzt”"]),
        (Message("Open", "Offen", flags=["fuzzy"]), ["fuzzy"]),
        (Message("Open", ""), ["not translated"]),
        (Message(("{count} cup", "{count} cups"), ("Eine Tasse", "{count} Tassen")), []),
        (Message(("{count} cup", "{count} cups"), ("Eine Tasse", "")), ["not translated"]),
    ],
)
def test_a_translation_says_what_the_text_says(message: Message, said: list[str]) -> None:
    assert list(messages.wrong(message, must_be_there=True)) == said


def test_the_command_says_what_is_wrong(
    page: messages.Domain,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(messages, "domains", lambda: iter([page]))
    assert messages.main(["--check"]) == 1
    assert "make messages" in capsys.readouterr().out
    assert not page.catalogue("de").exists()


OURS = list(messages.domains())
OFFERED = [(domain, tag) for domain in OURS for tag in messages.PLURALS if domain.whole(tag)]


@pytest.mark.parametrize(
    ("domain", "language"), OFFERED, ids=lambda each: getattr(each, "name", each)
)
def test_no_text_lacks_its_translation_where_a_language_is_offered(
    domain: messages.Domain, language: str
) -> None:
    catalogue = messages.merged(domain, language)
    texts = [message for message in catalogue if message.id]
    assert texts or not list(domain.modules.rglob("*.js"))
    assert not list(messages.problems(domain, language))
    told = domain.catalogue(language).with_suffix(".mo").read_bytes() if texts else b""
    for message in texts:
        one = messages.english_of(message.id)
        if one != message.string:
            assert GNUTranslations(BytesIO(told)).gettext(one) != one or message.pluralizable


def test_the_gateways_pages_say_what_the_registry_says() -> None:
    [gateway] = [domain for domain in OURS if domain.name == "gateway"]
    said = {messages.english_of(each.id) for each in messages.code_of(gateway) if each.id}
    for screen in registry.screens(demo=True):
        assert {screen.title, screen.text, screen.audience} <= said


def test_one_thing_has_one_name_on_all_pages() -> None:
    said = {
        messages.english_of(message.id)
        for domain in OURS
        for message in messages.code_of(domain)
        if message.id
    }
    assert "Username" in said
    others = ("user name", "login name", "your email", "email address")
    assert not [text for text in said if any(one in text.lower() for one in others)]
