"""The pages' texts: `python -m tools.messages [domain …]` brings catalogues up to date.

A domain is a page (`static/<service>/<domain>/` and its template), modules that several pages of a
service share, `pages`, or `gateway`. Its texts are taken from `t("…")`, `n("…", "…", count)`,
`{% text "…" %}` and, for the gateway, the registry; they are merged into each language's .po file,
and compiled. `--check` changes nothing and says what is missing, as `make check` does.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from suite import registry
from tools.stack import plan

#: Plural forms are in CLDR's order (zero, one, two, few, many, other): browsers count by it.
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
}
STRING = r"\s*(\"(?:[^\"\\\n]|\\.)*\")\s*"
CALL = re.compile(r"(?<![\w.$#])(?<!function )(?:t|n)\(")
ONE = re.compile(rf"t\({STRING}[,)]")
MANY = re.compile(rf"n\({STRING},{STRING},")
IN_TEMPLATE = re.compile(r"{% text \"([^\"]+)\" %}")
PLACEHOLDER = re.compile(r"{(\w+)}")
#: The domains that customers see.
CUSTOMERS = {
    *("gateway", "pages", "guest", "dish", "cart", "shopper", "own", "vend", "machine", "receipt"),
    "visit",
}
WIDTH = 100
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


@dataclass(frozen=True)
class Domain:
    """The texts of one page."""

    name: str
    home: Path  # the directory of `locale`
    modules: Path
    templates: tuple[Path, ...]
    sayings: tuple[str, ...] = ()  # what is said elsewhere, as in the registry

    def catalogue(self, language: str) -> Path:
        return self.home / "locale" / language / "LC_MESSAGES" / f"{self.name}.po"

    def whole(self, language: str) -> bool:
        """Whether every text must be translated: what customers see is, staff may meet English."""
        return language == "de" or self.name in CUSTOMERS


def domains() -> Iterator[Domain]:
    """The one that pages share, and one for each directory of modules that a service has, but for
    those that say nothing.
    """
    shared = plan.ROOT / "libs/pages"
    yield Domain("pages", shared, shared / "static/pages", _in(shared / "templates/pages"))
    yield _gateway()
    for entry in registry.SERVICES:
        for app in entry.apps:
            modules = entry.directory.glob(f"{app}/static/{app}/*/*.js")
            for home in sorted({module.parent for module in modules}):
                template = entry.directory / app / "templates" / app / f"{home.name}.html"
                domain = Domain(home.name, entry.directory, home, (template,))
                if len(_said(domain)):
                    yield domain


def _in(directory: Path) -> tuple[Path, ...]:
    return tuple(sorted(directory.glob("*.html")))


def _gateway() -> Domain:
    """The start page and its like, which show what the registry says of screens and services."""
    home = plan.ROOT / "gateway"
    screens = registry.screens(demo=True)
    said = [text for one in screens for text in (one.audience, one.title, one.text)]
    said += [entry.purpose for entry in registry.SERVICES]
    return Domain("gateway", home, home / "html/assets", _in(home / "html"), tuple(said))


def code_of(domain: Domain) -> Catalog:
    """All texts of the domain's code, not translated; but those that are shared already."""
    found = _said(domain)
    shared = next(domains())
    if domain.home not in (shared.home, plan.ROOT / "gateway"):
        for message in _said(shared):
            found.delete(message.id)
    return found


def _said(domain: Domain) -> Catalog:
    found = Catalog()
    for path in sorted(set(domain.modules.rglob("*.js")) - set(domain.modules.glob("vendor/*"))):
        place = path.relative_to(plan.ROOT).as_posix()
        for message in in_code(path.read_text(), place):
            found.add(message, locations=[(place, 0)])
    for path in filter(Path.exists, domain.templates):
        place, text = path.relative_to(plan.ROOT).as_posix(), path.read_text()
        for message in (*IN_TEMPLATE.findall(text), *_written(text)):
            found.add(message, locations=[(place, 0)])
    for message in domain.sayings:
        found.add(message, locations=[("suite/registry.py", 0)])
    return found


def _written(template: str) -> Iterator[str]:
    """What a template of the gateway says: `t(name)` is of the registry."""
    calls = (ONE.match(template, call.start()) for call in CALL.finditer(template))
    return (json.loads(call[1]) for call in calls if call)


def in_code(code: str, place: str) -> Iterator[str | tuple[str, str]]:
    """The texts of a module; raises SystemExit for a call whose text is not written there."""
    for call in CALL.finditer(code):
        plain, plural = ONE.match(code, call.start()), MANY.match(code, call.start())
        if plain:
            yield json.loads(plain[1])
        elif plural:
            yield json.loads(plural[1]), json.loads(plural[2])
        else:
            line = code.count("\n", 0, call.start()) + 1
            raise SystemExit(f"{place}:{line}: the text is not written in the call")


def merged(domain: Domain, language: str) -> Catalog:
    """What the language's catalogue should hold: the code's texts with the translations it has."""
    path = domain.catalogue(language)
    written = path.read_text() if path.exists() else header(language)
    catalogue = read_po(StringIO(written), locale=language)
    catalogue.update(code_of(domain), no_fuzzy_matching=True)
    return catalogue


def header(language: str) -> str:
    return HEADER.format(language=language, plural=PLURALS[language])


def text_of(catalogue: Catalog, language: str) -> str:
    """The .po file."""
    written = BytesIO()
    write_po(
        written,
        catalogue,
        width=WIDTH,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return header(language) + written.getvalue().decode()


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file: what is translated, plural texts in all their forms only."""
    whole = read_po(StringIO(header(str(catalogue.locale))), locale=catalogue.locale)
    for message in catalogue:
        if message.id and not message.fuzzy and all(_forms(message)):
            whole[message.id] = message
    written = BytesIO()
    write_mo(written, whole)
    return written.getvalue()


def stale(path: Path, catalogue: Catalog) -> bool:
    """Whether the .mo file says something else; its head, which has a date, does not count."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        told = read_mo(file)
    with BytesIO(compiled(catalogue)) as file:
        return _strings(told) != _strings(read_mo(file))


def _strings(catalogue: Catalog) -> dict[str, list[str]]:
    return {english_of(message.id): _forms(message) for message in catalogue if message.id}


def update(domain: Domain, language: str) -> None:
    """Write the catalogue and what is compiled of it, where they have changed."""
    catalogue = merged(domain, language)
    path = domain.catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = text_of(catalogue, language)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    if stale(path.with_suffix(".mo"), catalogue):
        path.with_suffix(".mo").write_bytes(compiled(catalogue))


def problems(domain: Domain, language: str) -> Iterator[str]:
    """What is wrong with a catalogue."""
    path = domain.catalogue(language)
    catalogue = merged(domain, language)
    name = path.relative_to(plan.ROOT)
    if not path.exists() or path.read_text() != text_of(catalogue, language):
        yield f"{name}: is not what the code says: make messages"
    if stale(path.with_suffix(".mo"), catalogue):
        yield f"{name}: is not compiled: make messages"
    for message in catalogue:
        if message.id:
            for problem in wrong(message, must_be_there=domain.whole(language)):
                yield f"{name}: {problem}: {english_of(message.id)}"


def wrong(message: Message, *, must_be_there: bool) -> Iterator[str]:
    """A text without a translation, with one that was guessed, or with other placeholders."""
    forms = _forms(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms):
        if must_be_there or any(forms):
            yield "not translated"
        return
    wanted = _placeholders(message.id)
    for form in forms:
        if not wanted - {"count"} <= _placeholders(form) <= wanted:
            yield f"other placeholders in “{form}”"


def _forms(message: Message) -> list[str]:
    text = message.string or ""
    return [text] if isinstance(text, str) else list(text)


def _placeholders(texts: str | list[str] | tuple[str, ...]) -> set[str]:
    together = texts if isinstance(texts, str) else " ".join(texts)
    return set(PLACEHOLDER.findall(together))


def english_of(identity: str | list[str] | tuple[str, ...]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def main(words: list[str]) -> int:
    """The command line; returns the exit status."""
    names = [word for word in words if not word.startswith("-")]
    asked = [domain for domain in domains() if not names or domain.name in names]
    pairs = [(domain, language) for domain in asked for language in PLURALS]
    if "--check" not in words:
        for pair in pairs:
            update(*pair)
    found = [problem for pair in pairs for problem in problems(*pair)]
    print("\n".join(found) or f"{len(pairs)} catalogues are whole")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
