"""Codes that people read aloud, and the slips that their check finds."""

from kit.shortcodes import ALPHABET, LENGTH, check_character, read_short_code, short_code


def test_a_code_is_eight_characters_without_look_alikes():
    codes = {short_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OILU")


def test_codes_are_read_in_any_case():
    code = short_code()
    assert read_short_code(code) == read_short_code(code.lower()) == code


def test_the_check_of_known_codes():
    """Reckoned by hand after the standard; its own example, 0794 with 5, is of ten characters."""
    assert "".join(map(check_character, ("2222222", "ZZZZZZZ", "2345678"))) == "6C9"


def test_each_wrong_character_is_found():
    code = short_code()
    for place in range(LENGTH):
        for other in ALPHABET.replace(code[place], ""):
            assert read_short_code(code[:place] + other + code[place + 1 :]) is None


def test_nearly_each_swap_of_neighbours_is_found():
    missed = tried = 0
    for first in ALPHABET:
        for second in ALPHABET.replace(first, ""):
            for place in range(LENGTH - 2):
                body = "2" * place + first + second + "2" * (LENGTH - 3 - place)
                swapped = "2" * place + second + first + "2" * (LENGTH - 3 - place)
                tried += 1
                missed += check_character(body) == check_character(swapped)
    assert tried == 30 * 29 * (LENGTH - 2)
    assert missed / tried < 0.04


def test_what_is_no_code():
    code = "SPYQAVPN"
    assert read_short_code(code) == code
    odd = ["", code[:-1], f"{code}2", "O" + code[1:], code[:-1] + "é", "ſ" + code[1:], " " + code]
    assert [read_short_code(text) for text in odd] == [None] * len(odd)
