"""Modules and style sheets joined into one file: what each says is what it said alone."""

import json
import logging
import re

import pytest
from kit.joined import UnjoinableError
from kit.joined.join import Page
from kit.joined.rewrite import module
from kit.joined.scan import Scanner
from kit.joined.styles import sheet
from kit.joined.tree import STYLES, JoinedTree

SOURCES = {
    "place/app.js": """/** Starts. */
import { t as text, n } from "../pages/texts.js";
import * as money from "../pages/money.js";
import "./alone.js";

export { sum } from "../pages/money.js";
const later = () => import("./late.js");
document.body.append(text("import { x } from \\"./y.js\\""), n, money.sum, later);
""",
    "place/alone.js": "globalThis.alone = new URL('a.css', import.meta.url);\n",
    "place/late.js": """import { t } from "../pages/texts.js";
import { shared } from "./shared.js";
export const view = `${t(`a ${shared} }`)} // no comment`; // a comment
""",
    "place/shared.js": "export const shared = 1;\n",
    "pages/texts.js": """// Texts.
export function t(text) { return text.replace(/[/"'`]/g, ""); }
export const n = 4 / 2 /* halves */ / 1;
""",
    "pages/money.js": "const add = (a, b) => a + b;\nexport { add as sum };\n",
}


def files(**more):
    read = {**SOURCES, **more}.__getitem__
    return dict(Page("place/app.js", read).files())


def test_a_page_is_one_file_and_one_for_each_module_that_comes_later():
    names = ["joined/place/app.js", "joined/place/app/place/late.js"]
    assert list(files()) == [each for name in names for each in (name, f"{name}.map")]


def test_each_module_comes_after_what_it_imports_and_once():
    found = re.findall(r'\$m\["([^"]+)"\] \?\?=', files()["joined/place/app.js"])
    assert found == ["pages/texts.js", "pages/money.js", "place/alone.js", "place/app.js"]


def test_what_is_there_already_is_not_in_what_comes_later():
    late = files()["joined/place/app/place/late.js"]
    found = re.findall(r'\$m\["([^"]+)"\] \?\?=', late)
    assert found == ["place/shared.js", "place/late.js"]
    assert late.startswith('import { $m, $at, $late } from "../../app.js";\n')
    assert 'export default $m["place/late.js"];' in late


def test_names_are_taken_and_given_as_they_were():
    text = files()["joined/place/app.js"]
    assert 'const { t: text, n: n } = $m["pages/texts.js"];' in text
    assert 'const money = $m["pages/money.js"];' in text
    assert 'return { sum: $m["pages/money.js"].sum };' in text
    assert "return { sum: add };" in text
    assert "return { t, n };" in text


def test_comments_go_and_what_looks_like_them_stays():
    text = "".join(files().values())
    assert "Starts." not in text
    assert "halves" not in text
    assert "a comment" not in text
    assert "${t(`a ${shared} }`)} // no comment`" in text
    assert "/[/\"'`]/g" in text
    assert r'text("import { x } from \"./y.js\"")' in text


def test_what_a_template_says_over_several_lines_stays_as_it_is():
    source = "// a\n\nexport const a = `one  \n\n  ${2\n\n+ 3} \n`;\n\nexport const b = 1;"
    made = files(**{"place/alone.js": source})
    text = made["joined/place/app.js"]
    assert "const a = `one  \n\n  ${2\n+ 3} \n`;\nconst b = 1;" in text
    number = text[: text.index("const b = 1")].count("\n")
    assert where(json.loads(made["joined/place/app.js.map"]), number) == (
        "../../place/alone.js",
        9,
    )


def test_addresses_stay_those_of_the_single_files():
    text = files()["joined/place/app.js"]
    assert "new URL('a.css', $at(\"place/alone.js\"))" in text
    assert 'new URL("../../" + name, import.meta.url)' in text
    assert '$late("place/late.js")' in text


def test_a_line_of_the_joined_file_is_found_in_its_source():
    text, found = (files()[f"joined/place/app.js{end}"] for end in ("", ".map"))
    lines = {number: line for number, line in enumerate(text.splitlines()) if "n = 4 / 2" in line}
    told = json.loads(found)
    assert [where(told, number) for number in lines] == [("../../pages/texts.js", 2)]
    assert text.endswith("//# sourceMappingURL=app.js.map\n")


def where(told, wanted):
    """The source and its line, from 0, of a line of the joined file."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    source = line = 0
    for number, mapping in enumerate(told["mappings"].split(";")):
        steps, value, shift = [], 0, 0
        for digit in map(digits.index, mapping):
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                steps.append(-(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        if steps:
            source, line = source + steps[1], line + steps[2]
        if number == wanted:
            return told["sources"][source], line
    raise AssertionError(wanted)


@pytest.mark.parametrize(
    "source",
    [
        "export let changing = 1;",
        "export var changing = 1;",
        "export default 1;",
        "export * from './a.js';",
        "export const a = 1, b = 2;",
        "export const { a = 1 } = {};",
        'import a from "./a.js";',
        'import { default as a } from "./a.js";',
        'import { a } from "elsewhere";',
        "const wanted = import(name);",
        "await ready();",
        "const $m = 1;",
        "const a = `open",
        'import { a } from "./app.js";',
    ],
)
def test_what_is_not_understood_is_never_joined(source):
    with pytest.raises(UnjoinableError):
        files(**{"place/alone.js": source})


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("export const { a, b: c } = { a: 1, b: 2 };", ["a", "c"]),
        ("export const [a, b] = [1, 2];", ["a", "b"]),
        ("export async function a() {}\nexport class B {}\n", ["a", "B"]),
        ("export function* a() {}", ["a"]),
        ("export const a = 1;\nlet b = 2, c = 3;", ["a"]),
        ("const it = map;\nit.import(2);\nexport { it };", ["it: it"]),
    ],
)
def test_what_is_exported(source, given):
    assert module("a.js", source).exports == given


def test_pieces_are_the_source_again():
    for source in SOURCES.values():
        scanner, found = Scanner(source), ""
        while scanner.more:
            found += scanner.piece()[1]
        assert found == source
        assert scanner.level == 0


def test_style_sheets_keep_their_order_and_lose_their_comments():
    read = {"a.css": "/* one */ p { color: red; }\n\n", "b.css": "  p { color: blue; }"}.get
    assert sheet(["a.css", "b.css"], read) == "p { color: red; }\np { color: blue; }\n"
    with pytest.raises(UnjoinableError):
        sheet(["c.css"], {"c.css": "a { background: url(b.png); }"}.get)


@pytest.fixture
def templates(tmp_path):
    shell = """{% module 'place/app.js' %} {% module "place/odd.js" %}
        {% styles "a.css" 'b/c.css' %}"""
    (tmp_path / "shell.html").write_text(shell)
    return tmp_path


def test_only_what_the_shells_name_is_joined(templates, caplog):
    shared = dict.fromkeys(STYLES, "p {}")
    styles = {"a.css": "a {}", "b/c.css": "b {}", **shared}
    read = {**SOURCES, **styles, "place/odd.js": "export default 1;"}.__getitem__
    tree = JoinedTree(read, [templates])
    assert tree.module("place/app.js") == "joined/place/app.js"
    assert tree.module("place/late.js") == ""
    assert tree.content("joined/place/app/place/late.js.map")
    assert tree.content("joined/a~b.c.css")
    assert tree.content("joined/pages.css")
    unknown = ["place/app.js", "joined/place/late.js", "joined/place/app.css", "joined/x.map"]
    assert [tree.content(name) for name in unknown] == [None] * 4
    with caplog.at_level(logging.WARNING):
        assert tree.module("place/odd.js") == ""
    assert "place/odd.js is served as single files" in caplog.text
