"""The word of a sitting: four digits that staff see and a phone shows once."""

import pytest
from kit.models import FailureCount
from orders.actions import places
from orders.models import CartLine, Order, Phone
from rooms import seated, session_of
from world import (
    ADD,
    CALL,
    CHANGE,
    CREATE,
    LOCATION,
    PLACE,
    REMOVE,
    SEND,
    answer,
    espresso,
    refusal,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]

JOIN = "/orders/sessions/join/{}/"


@pytest.fixture
def asked(sell):
    """The code of a sitting that asks for its word."""
    places.place_set(location_id=LOCATION, fields={"ask_word": True})
    sell(1337, espresso())
    return seated()[1]


def join(api, code, **body):
    return api.send(JOIN.format(code), body)


def joined(api, code):
    """The key of a phone that has shown the word."""
    return answer(join(api, code, word=session_of(code).word))["guest_key"]


def other(code):
    """Four other digits."""
    return f"{(int(session_of(code).word) + 1) % 10_000:04}"


def test_staff_see_it_and_guests_do_not(api, asked, owner):
    word = session_of(asked).word
    assert (len(word), word.isdigit()) == (4, True)
    found = answer(api.ask(f"/orders/tables/find/?location_id={LOCATION}", token=owner))
    assert found[0]["session"]["word"] == word
    panel = answer(api.ask(f"/orders/panel/live/{LOCATION}/", token=owner))["data"]
    assert panel["sessions"][0]["word"] == word
    for path in (f"/orders/sessions/get/{asked}/", f"/orders/sessions/live/{asked}/"):
        response = api.ask(path)
        assert f'"{word}"' not in response.content.decode()
    assert answer(api.ask(f"/orders/sessions/get/{asked}/"))["asks_word"] is True


def test_it_is_asked_once_of_each_phone(api, asked):
    key = joined(api, asked)
    assert answer(join(api, asked, guest_key=key)) == {"guest_key": key, "guest_id": 1}
    assert refusal(join(api, asked)) == (403, "word_needed")
    assert Phone.objects.count() == 1


@pytest.mark.parametrize("word", [None, "", "12345", "١٢٣٤", "abcd"])
def test_another_word_joins_nobody(api, asked, word):
    assert refusal(join(api, asked, word=word)) == (403, "word_needed")
    assert not Phone.objects.exists()


@pytest.mark.parametrize("word", [1234, True, ["1234"], "x" * 41])
def test_what_is_no_word_is_malformed(api, asked, word):
    assert refusal(join(api, asked, word=word)) == (400, "malformed_json")
    assert not FailureCount.objects.exists()


def test_after_five_wrong_ones_none_is_right_for_a_minute(api, asked):
    for _ in range(5):
        assert refusal(join(api, asked, word=other(asked))) == (403, "word_needed")
    refused = join(api, asked, word=session_of(asked).word)
    assert refusal(refused) == (429, "too_many_attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    FailureCount.objects.all().delete()  # the minute is over
    assert joined(api, asked)


def test_who_only_asks_is_not_counted(api, asked):
    for _ in range(7):
        assert refusal(join(api, asked)) == (403, "word_needed")
    assert joined(api, asked)


def test_another_table_is_not_counted_out(api, asked):
    _, neighbour = seated()
    for _ in range(6):
        join(api, asked, word=other(asked))
    assert joined(api, neighbour)


def writes(code):
    """Whatever a guest may do at a table."""
    one = {"session_code": code, "product_id": 1337}
    return {
        CREATE: one,
        PLACE: {"session_code": code, "lines": [{"product_id": 1337}]},
        ADD: one,
        CHANGE.format(1): {"session_code": code, "add": 1},
        REMOVE.format(1): {"session_code": code},
        SEND: {"session_code": code},
        CALL: {"session_code": code, "kind": "waiter"},
    }


def test_nothing_is_done_without_joining(api, asked, heard):
    told = heard()
    for path, body in writes(asked).items():
        assert refusal(api.send(path, body)) == (403, "word_needed"), path
        wrong = api.send(path, body, headers={"X-Guest-Key": "k" * 43})
        assert refusal(wrong) == (403, "word_needed"), path
    assert heard() == told
    assert not Order.objects.exists()
    assert not CartLine.objects.exists()


def test_who_has_joined_does_all_of_it(api, asked):
    headers = {"X-Guest-Key": joined(api, asked)}
    added = answer(api.send(ADD, writes(asked)[ADD], headers=headers))
    change = {"session_code": asked, "add": 1}
    assert answer(api.send(CHANGE.format(added["id"]), change, headers=headers))["quantity"] == 2
    for path in (SEND, CREATE, PLACE, CALL):
        answer(api.send(path, writes(asked)[path], headers=headers))
    by_body = {**writes(asked)[CREATE], "guest_key": headers["X-Guest-Key"]}
    order = api.send(CREATE, by_body, headers={"Prefer": "return=minimal"})
    assert answer(order)["guest_id"] == 1


def test_the_key_of_another_table_is_none_here(api, asked):
    _, neighbour = seated()
    headers = {"X-Guest-Key": joined(api, neighbour)}
    response = api.send(CREATE, writes(asked)[CREATE], headers=headers)
    assert refusal(response) == (403, "word_needed")


def test_staff_need_no_word(api, asked, owner):
    body = writes(asked)[PLACE]
    assert answer(api.send(PLACE, body, token=owner))["orders"][0]["by_staff"] is True


def test_the_setting_holds_for_what_is_opened_afterwards(api, sell):
    sell(1337, espresso())
    _, before = seated()
    places.place_set(location_id=LOCATION, fields={"ask_word": True})
    _, after = seated()
    places.place_set(location_id=LOCATION, fields={"ask_word": False})
    assert answer(api.send(CREATE, writes(before)[CREATE]))
    assert refusal(api.send(CREATE, writes(after)[CREATE])) == (403, "word_needed")
