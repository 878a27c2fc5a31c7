"""The uniformity check finds what it is for, in a small repository with one fault at a time."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import check_services
from tools.stack import plan
from tools.uniformity import budgets, code, pages, shape, source, surroundings
from tools.uniformity.source import Finding

GOOD = '"""Says what it is for."""\n'
API = "services/codes/codes/api.py"
VIEWS = "services/codes/codes/api/codes.py"
ACTIONS = "services/codes/codes/actions.py"
PAGE = "services/codes/codes/templates/codes/page.html"
STYLE = "services/codes/codes/static/codes/page/page.css"
MODULE = "services/codes/codes/static/codes/page/app.js"
MODELS = "services/codes/codes/models.py"


def function(lines: int, name: str = "f") -> str:
    body = "".join(f"    x{number} = {number}\n" for number in range(lines))
    return f'{GOOD}\n\ndef {name}():\n    """Does."""\n{body}'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Write files into a repository of its own, which the checks then look at. A `~` in a fault
    keeps the checks from finding it here.
    """

    def write(**files: str) -> None:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content.replace("~", ""))

    caches = (source.tracked, source.text, source.tree)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.setattr(plan, "ROOT", tmp_path)
    for cache in caches:
        cache.cache_clear()
    yield write
    for cache in caches:
        cache.cache_clear()


Check = Callable[[], Iterator[Finding]]


@pytest.mark.parametrize(
    ("check", "path", "content", "place"),
    [
        (code.lengths, "libs/kit/a.py", GOOD + "x = 1\n" * 300, "libs/kit/a.py"),
        (code.lengths, "libs/kit/a.py", function(30), "libs/kit/a.py::f"),
        (code.lengths, "services/codes/tests/test_a.py", function(40), "…/test_a.py::f"),
        (code.lengths, API, function(16), f"{API}::f"),
        (code.lengths, VIEWS, function(16), f"{VIEWS}::f"),
        (code.unfinished, "tools/a.py", "# TO~DO later\n", "tools/a.py"),
        (code.unfinished, "deploy/a.sh", "# FIX~ME\n", "deploy/a.sh"),
        (code.unfinished, "libs/a.py", "raise Not~ImplementedError\n", "libs/a.py"),
        (code.unfinished, "tests/test_a.py", 'pytest.~skip("why")\n', "tests/test_a.py"),
        (code.settings, API, "import os\nx = os.environ['X']\n", API),
        (code.settings, "libs/kit/a.py", "import os\nx = os.getenv('X')\n", "libs/kit/a.py"),
        (code.models, MODELS, "class A:\n    def save(self): ...\n", f"{MODELS}::save"),
        (code.models, API, "from django.db.models import signals\n", API),
        (code.actions, ACTIONS, "def code_create(a, b): ...\n", f"{ACTIONS}::code_create"),
        (code.docstrings, API, "x = 1\n", API),
        (surroundings.machines, "a.md", "see /ro~ot/x\n", "a.md"),
        (surroundings.machines, "a.txt", "--index~-url x\n", "a.txt"),
        (surroundings.requirements, "requirements/a.txt", "a>=1\n", "requirements/a.txt"),
        (surroundings.requirements, "requirements/a.in", "--extra x\n", "requirements/a.in"),
        (surroundings.requirements, "requirements/a.in", "a @ http://x/a\n", "requirements/a.in"),
        (pages.inline, PAGE, "<script>alert(1)</script>", PAGE),
        (pages.inline, PAGE, '<p class="a" style="color: red">', PAGE),
        (pages.inline, PAGE, '<button onclick="a()">', PAGE),
        (pages.inline, PAGE, "<style>p { color: red }</style>", PAGE),
        (pages.directions, STYLE, "p { margin-left: 1rem; }", STYLE),
        (pages.directions, STYLE, "p { color: red; right: 0 }", STYLE),
        (pages.directions, STYLE, "p { text-align: left; }", STYLE),
        (
            pages.copies,
            str(pages.SHARED / "tokens.css"),
            ":root { --a: 1px; }",
            str(pages.GATEWAYS / "tokens.css"),
        ),
        (pages.modules, MODULE, "x;\n" * 301, MODULE),
        (pages.modules, MODULE, "x" * 121, MODULE),
    ],
)
def test_a_fault_is_found(
    repository: Callable[..., None], check: Check, path: str, content: str, place: str
) -> None:
    repository(**{path: content})
    assert [one.place.endswith(place.removeprefix("…")) for one in check()] == [True]


@pytest.mark.parametrize(
    ("check", "path", "content"),
    [
        (code.lengths, "libs/kit/a.py", function(29)),
        (code.lengths, API, function(15)),
        (code.lengths, "services/codes/codes/migrations/0001_initial.py", function(60)),
        (code.settings, "services/codes/manage.py", "import os\nos.environ.setdefault('A', 'b')\n"),
        (code.actions, ACTIONS, "def code_create(a, *, b): ...\ndef _f(a, b): ...\n"),
        (code.unfinished, "tests/test_a.py", "@pytest.mark.skipif(x, reason='y')\n"),
        (surroundings.machines, "a.md", "http://localhost/root/x and services/work/\n"),
        (
            surroundings.requirements,
            "requirements/a.txt",
            f"a==1 \\\n    --hash=sha256:{'0' * 64}\n",
        ),
        (surroundings.requirements, "requirements/a.in", "-r b.in\na[b]>=1,<2\n# why\n"),
        (pages.inline, PAGE, '<script type="module" src="/a.js"></script><p data-on="1">'),
        (pages.inline, PAGE, '<script id="texts" type="application/json">{}</script>'),
        (pages.directions, STYLE, "/* left: 0 */ p { margin-inline-start: 0; inset-inline: 0; }"),
        (pages.directions, STYLE, "a:hover { text-align: start; } .left { top: 0; }"),
        (pages.modules, MODULE, "x;\n" * 300),
        (pages.modules, "libs/pages/static/pages/vendor/a.js", "x" * 121),
    ],
)
def test_what_is_right_is_left_alone(
    repository: Callable[..., None], check: Check, path: str, content: str
) -> None:
    repository(**{path: content})
    assert list(check()) == []


def test_a_service_without_anything_lacks_everything(repository: Callable[..., None]) -> None:
    repository(**{"services/codes/README.md": "# other\n" + "x\n" * 60})
    missing = {one.place for one in shape.files("codes")}
    assert {f"services/codes/{name}" for name in ("manage.py", "codes/models.py")} <= missing
    assert len(list(shape.readme("codes"))) == 2 + len(shape.README_SAYS)


def test_settings_and_their_description_agree(repository: Callable[..., None]) -> None:
    repository(
        **{
            ".env.example": "LOG_LEVEL=INFO\n# UNREAD=1\n",
            "libs/kit/settings.py": 'x = env.text("LOG_LEVEL"), env.whole("UNTOLD", 1)\n',
            "libs/kit/client.py": 'x = environ.get("HIDDEN")\n',
            "docker-compose.yml": "a: ${COMPOSED:-1}\n",
        }
    )
    found = {one.place: one.says for one in surroundings.settings_described()}
    assert "nothing reads it" in found["UNREAD"]
    assert {"UNTOLD", "HIDDEN", "COMPOSED"} <= found.keys()
    assert "LOG_LEVEL" not in found


LIBRARY = '''"""A docstring
of two lines."""

import a
from b import (
    c,
)

# a comment
x = 1  # counted


class K:
    """Says."""

    y = """counted
    twice"""
'''


def test_code_lines_are_those_that_do_something(repository: Callable[..., None]) -> None:
    repository(**{"libs/kit/a.py": LIBRARY})
    assert budgets.code_lines(Path("libs/kit/a.py")) == 4


def test_a_library_keeps_to_its_budget(repository: Callable[..., None]) -> None:
    repository(
        **{
            str(budgets.ADR): "| `kit` | 1,000 | a |\n| `live` | 3 | b |\n| `gone` | 9 | c |\n",
            "libs/kit/a.py": "x = 1\n" * 1000,
            "libs/kit/tests/test_a.py": LIBRARY,
            "libs/live/a.py": LIBRARY,
            "libs/new/a.py": LIBRARY,
        }
    )
    assert {(one.place, one.says) for one in budgets.budgets()} == {
        ("libs/live", "has 4 lines of 3"),
        ("libs/new", f"has no budget in {budgets.ADR}"),
        ("libs/gone", f"has a budget in {budgets.ADR}, and no code"),
    }


def test_an_exemption_has_to_be_needed() -> None:
    one, other = Finding("length", "a.py", "is long"), Finding("length", "b.py", "is long")
    exempt = {("length", "a.py"): "a table"}
    assert check_services.judge([one], exempt) == []
    assert check_services.judge([one, other], exempt) == ["length: b.py is long"]
    assert check_services.judge([], exempt) == ["length: a.py needs its exemption no more"]


def test_every_exemption_has_a_reason() -> None:
    assert all(len(reason) > 10 for reason in check_services.EXEMPT.values())
