"""Names that look the same fold to the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.alike import fingerprint, folded, has_odd_spaces, skeleton


@pytest.mark.parametrize(
    "name",
    [
        "table 1",
        "Table  1",
        " TABLE 1 ",
        "Table\u00a01",
        "Ta\u200bble 1",
        "Ｔable １",
        "Table\t1",
        "Tаblе 1",
        "ΤABLE 1",
        "Table\ufe0f 1",
        "Ta\u034fble\u3164 1",
    ],
)
def test_alike(name):
    assert folded(name) == "table 1"


def test_composed_and_decomposed_letters_are_alike():
    assert folded("Fru\u0308hstu\u0308ck") == folded("Frühstück")


@pytest.mark.parametrize("name", ["Table 11", "Tables 1", "Table1", "Tàble 1", ""])
def test_not_alike(name):
    assert folded(name) != "table 1"


@pytest.mark.parametrize(
    ("one", "other"),
    [("COK", "сок"), ("Вода", "вОДА"), ("ΝΕΡΟ", "Νερο"), ("Chef’s", "chef's"), ("A–Z", "a-z")],
)
def test_alike_in_other_letters(one, other):
    assert folded(one) == folded(other)


MENU = """борщ солянка соль сок вода вино пиво чай кофе сыр суп щи уха морс квас квасс
    σούπα σαλάτα ούζο κρασί νερό τυρί τυρόπιτα σπανακόπιτα τσάι καφές καφέ μπύρα μπίρα οίνος
    قهوة شاي ماء عصير خبز جبن لبن لبنة 水 茶 酒 麺 米 飯 牛 羊 魚 чорба чорби таратор
    mus müs mis mús rose rosé pate pâté 1 2 10 11 B6 Bб Б6 а1 а2"""


def test_a_menu_stays_possible_in_any_script():
    dishes = MENU.split()
    assert len({folded(dish) for dish in dishes}) == len(dishes)


@pytest.mark.parametrize(
    "name",
    [
        *("Admin", "ADMIN", "admin ", " admin", "аdmin", "ɑdmin", "ＡＤＭＩＮ", "adm\u200bin"),
        *("adm1n", "admln", "AdmӀn", "ADMIΝ", "𝐚𝐝𝐦𝐢𝐧", "ad\u00admin", "аԁmіn", "ⓐdmin", "ᎪDMIN"),
    ],
)
def test_who_wants_to_be_taken_for_the_administrator(name):
    assert skeleton(name) == skeleton("admin")


@pytest.mark.parametrize("name", ["admin2", "admi", "badmin", "ädmin", "админ", "adm in", ""])
def test_who_is_somebody_else(name):
    assert skeleton(name) != skeleton("admin")


def test_a_fingerprint_is_of_all_names_and_their_order():
    assert fingerprint("Café", "Uferweg 1") == fingerprint("CAFÉ ", "uferweg  1")
    others = [("Uferweg 1", "Café"), ("Café Uferweg 1",), ("Café", "Uferweg 1", ""), ("Café",)]
    assert len({fingerprint(*names) for names in others} - {fingerprint("Café", "Uferweg 1")}) == 4


@pytest.mark.parametrize(
    "name", [" ann", "ann ", "an  n", "a\tn", "an\u00a0n", "a\u200bn", "a\u2800n", "\ufeffann"]
)
def test_spaces_that_nobody_sees(name):
    assert has_odd_spaces(name)
    assert not has_odd_spaces("Ann Lee é ☕")


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert folded(folded(name)) == folded(name)
