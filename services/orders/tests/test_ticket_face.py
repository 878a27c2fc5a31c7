"""What is on a ticket, in how many columns, and in which letters."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printing import raw
from printing.face import Paper, face
from printing.letters import printable
from printing.schemas import CodePage
from printing.states import CODE_PAGES, KINDS, WIDTHS
from printing.words import WORDS

from tools.devices.printer.paper import Paper as Roll

SENT = "2026-11-28T12:34:00+00:00"


def dish(**changes):
    plain = {"quantity": 2, "name": "Falafel", "options": [], "note": "", "guest": "", "reason": ""}
    return {**plain, **changes}


def content(*lines, **changes):
    head = {"place": "Table 2", "before": "", "batch": 1, "sent": SENT, "by_staff": False}
    return {**head, **changes, "lines": list(lines) or [dish()]}


def on_paper(kind, what, columns=48, language="en", code_page="cp858", **marks):
    """The ticket as a printer prints it, line by line."""
    paper = Paper(columns, language, code_page, lambda moment: f"{moment:%H:%M}")
    marks = {"is_copy": False, "perhaps_twice": False, **marks}
    roll = Roll(columns)
    roll.take(raw.encoded(face(kind, what, paper, **marks), code_page))
    assert roll.strange == []
    (ticket,) = roll.tickets
    return ticket.splitlines()


def test_a_first_order():
    lines = [
        dish(guest="Ann", options=["Large", "No ice"], note="no onions"),
        dish(quantity=1, name="Soup", guest="Ann"),
        dish(quantity=1, name="Cake", guest="Bob"),
    ]
    assert on_paper("added", content(*lines), columns=32) == [
        "NEW",
        "*Table 2*",
        "#1  12:34",
        "-" * 32,
        "Ann:",
        "2 x Falafel",
        "    + Large",
        "    + No ice",
        "+------------------------------+",
        "| no onions                    |",
        "+------------------------------+",
        "1 x Soup",
        "Bob:",
        "1 x Cake",
        "-" * 32,
    ]


def test_what_was_added_cancelled_moved_and_printed_again_is_said():
    later = content(batch=2, by_staff=True)
    assert on_paper("added", later)[:4] == ["ADDED", "*Table 2*", "#2  12:34", "ordered by staff"]
    gone = on_paper("cancelled", content(dish(reason="sold out")))
    assert (gone[0].strip(), gone[5]) == ("[CANCELLED]", "    (sold out)")
    moved = on_paper("moved", content(place="Terrace", before="Table 2"))
    assert [each.strip() for each in moved[:3]] == ["[MOVED]", "Table 2 to", "*Terrace*"]
    copy = on_paper("added", content(), is_copy=True, perhaps_twice=True)
    assert [each.strip() for each in copy[:3]] == [
        "[REPRINT? MAY BE A SECOND COPY]",
        "[REPRINT]",
        "NEW",
    ]


def test_in_german():
    assert on_paper("cancelled", content(), language="de")[0].strip() == "[STORNIERT]"
    assert WORDS["en"].keys() == WORDS["de"].keys()


def test_accents_stay_and_what_a_code_page_lacks_is_like_it():
    assert "2 x Crème brûlée €3" in on_paper("added", content(dish(name="Crème brûlée €3")))
    assert "2 x Zólty EUR" in on_paper("added", content(dish(name="Żółty €")), code_page="cp437")
    assert printable("“Łódź” – ½…", "cp437") == '"Lódz" - ½...'
    assert "2 x Борщ" in on_paper("added", content(dish(name="Борщ")), code_page="cp866")


def test_what_cannot_be_printed_is_said_on_the_ticket():
    rows = on_paper("added", content(dish(name="فلافل")))
    assert "2 x ?????" in rows
    assert rows[-1] == "Some letters cannot be printed: see the panel."
    assert "see the panel" not in " ".join(on_paper("added", content(dish(name="Why?"))))


EVIL = ["\x1bp\x00\x19\x19", "\x1dV\x00", "\x10\x14\x01\x00\x01", "\x1b@"]


@pytest.mark.parametrize("evil", EVIL)
def test_what_guests_type_is_no_command(evil):
    """The drawer stays shut, the paper whole."""
    rows = on_paper("added", content(dish(name=f"Tea{evil}", note=evil, guest=evil)))
    assert any(each.startswith("2 x Tea") for each in rows)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
@given(
    name=st.text(max_size=200), note=st.text(max_size=500), code_page=st.sampled_from(CODE_PAGES)
)
def test_any_text_fits_the_paper(kind, columns, name, note, code_page):
    what = content(
        dish(name=name, note=note, guest=name[:40], options=[name]), place=name, before=name
    )
    paper = Paper(columns, "en", code_page, lambda moment: f"{moment:%H:%M}")
    rows = face(kind, what, paper, is_copy=True, perhaps_twice=True)
    for row in rows:
        assert len(row.text) <= (columns // 2 if row.style == "big" else columns)
        row.text.encode(code_page)
        assert row.text.isprintable()


def test_every_code_page_is_the_printers_too():
    assert get_args(CodePage) == CODE_PAGES
    for code_page in CODE_PAGES:
        assert on_paper("test", content(), code_page=code_page)[0].strip() == "[TEST]"
