"""Tables of a place: their codes are good for years, whoever sits there."""

import pytest
from kit.shortcodes import read_short_code, short_code
from orders.actions import sessions
from orders.models import Table
from rooms import TABLES, new_table, seated, session_of
from testing.hostile import NO_IDS, NO_OBJECTS
from world import LOCATION, STRANGER, WAITER, answer, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]

CREATE, FIND = TABLES.format("create"), "/orders/tables/find/?location_id={}"


@pytest.fixture
def short(codes):
    """What codes gives out next."""
    value = short_code()
    codes.on("POST", "/codes/short/", {"success": True, "response": {"value": value}})
    return value


def wanted(**changes):
    return {"location_id": LOCATION, "name": "Table 3", **changes}


def test_staff_set_a_table_up(api, short, signer):
    position = {"x": 2, "y": 0}
    made = answer(api.send(CREATE, wanted(seats=4, position=position), token=signer.access(WAITER)))
    assert made == {
        "id": Table.objects.get().id,
        "location_id": LOCATION,
        "name": "Table 3",
        "code": short,
        "seats": 4,
        "position": position,
        "is_active": True,
    }
    assert read_short_code(made["code"].lower()) == short


def test_setting_up_is_for_staff(api, short, signer):
    for token in (None, signer.access(STRANGER)):
        assert refusal(api.send(CREATE, wanted(), token=token)) == (403, "incorrect_credentials")
    assert not Table.objects.exists()


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_no_object(api, owner, body):
    assert refusal(api.send(CREATE, body, token=owner)) == (400, "malformed_json")


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""},
        {"name": " "},
        {"name": 7},
        {"name": "x" * 201},
        {"seats": 0},
        {"seats": 100},
        {"seats": "four"},
        {"seats": 2.5},
        {"position": {}},
        {"position": {"x": 1}},
        {"position": {"x": -1, "y": 0}},
        {"position": {"x": 1000, "y": 0}},
        {"position": [1, 2]},
        {"location_id": "x"},
        {"location_id": None},
    ],
    ids=str,
)
def test_odd_values_change_nothing(api, short, owner, odd):
    assert refusal(api.send(CREATE, wanted(**odd), token=owner)) == (400, "malformed_json")
    assert not Table.objects.exists()


@pytest.mark.parametrize("alike", ["Table 3", "table  3", "TABLE 3", "Ｔable 3", "Table\u200b 3"])
def test_names_that_look_alike_are_one(api, short, owner, alike):
    new_table("Table 3")
    assert refusal(api.send(CREATE, wanted(name=alike), token=owner)) == (400, "duplicate_table")
    assert Table.objects.count() == 1


def test_another_place_has_a_table_of_the_name(api, short, owner):
    new_table("Table 3", location_id=LOCATION + 1)
    assert answer(api.send(CREATE, wanted(), token=owner))["name"] == "Table 3"


def test_a_repeat_makes_no_second_one(api, short, owner, codes):
    headers = {"Idempotency-Key": "tap"}
    first, again = (
        answer(api.send(CREATE, wanted(), token=owner, headers=headers)) for _ in range(2)
    )
    assert first == again
    assert codes.asked("POST", "/codes/short/") == 1


def test_while_codes_is_down_nothing_is_set_up(api, owner, codes):
    codes.broken = True
    response = api.send(CREATE, wanted(), token=owner)
    assert refusal(response) == (503, "code_service_unavailable")
    assert not Table.objects.exists()


def test_a_place_has_500_tables(api, short, owner):
    Table.objects.bulk_create(
        Table(location_id=LOCATION, name=str(n), folded_hash=str(n), code=f"C{n}")
        for n in range(500)
    )
    assert refusal(api.send(CREATE, wanted(), token=owner)) == (400, "too_many_tables")


def edited(api, table, token, **changes):
    return api.send(TABLES.format(f"edit/{table['id']}"), changes, token=token)


def test_only_what_is_sent_changes(api, owner):
    table = new_table("Table 3", seats=4, position={"x": 1, "y": 2})
    assert answer(edited(api, table, owner, seats=6)) == {**table, "seats": 6}
    cleared = answer(edited(api, table, owner, seats=None, position=None))
    assert cleared == {**table, "seats": None, "position": None}
    assert answer(edited(api, table, owner)) == cleared


def test_a_photographed_code_is_renewed(api, short, owner):
    table, code = seated()
    renewed = answer(edited(api, table, owner, renew_code=True))
    assert renewed == {**table, "code": short}
    assert refusal(api.ask(TABLES.format(f"get/{table['code']}"))) == (404, "table_not_found")
    assert answer(api.ask(TABLES.format(f"get/{short}")))["session"] == code


def test_a_renamed_table_renames_who_sits_there(api, owner, heard):
    table, code = seated("Table 3")
    answer(edited(api, table, owner, name="Terrace 1"))
    assert session_of(code).name == "Terrace 1"
    assert heard()[-1] == "session.moved"
    assert answer(api.ask(f"/orders/sessions/get/{code}/"))["table_id"] == table["id"]


def test_the_new_name_is_not_anothers(api, owner):
    table, code = seated("Table 3")
    new_table("Table 4")
    assert refusal(edited(api, table, owner, name="table 4")) == (400, "duplicate_table")
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="Terrace")
    assert refusal(edited(api, table, owner, name="terrace")) == (400, "duplicate_session")
    assert (session_of(code).name, Table.objects.get(id=table["id"]).name) == ("Table 3",) * 2


def test_its_own_name_in_other_letters_is_taken(api, owner):
    table = new_table("table 3")
    assert answer(edited(api, table, owner, name="Table 3"))["name"] == "Table 3"


def test_an_occupied_table_stays(api, owner):
    table, _ = seated()
    remove = TABLES.format(f"remove/{table['id']}")
    assert refusal(edited(api, table, owner, is_active=False)) == (409, "table_occupied")
    assert refusal(api.send(remove, token=owner)) == (409, "table_occupied")
    kept = Table.objects.get()
    assert (kept.is_active, kept.removed_at) == (True, None)


def test_a_table_that_is_off_leads_nowhere(api, owner):
    table = new_table()
    answer(edited(api, table, owner, is_active=False))
    for path in ("get", "open", "call"):
        ask = api.ask if path == "get" else api.send
        response = ask(TABLES.format(f"{path}/{table['code']}"))
        assert refusal(response) == (404, "table_not_found")
    answer(edited(api, table, owner, is_active=True))
    assert answer(api.ask(TABLES.format(f"get/{table['code']}")))["session"] is None


def test_a_removed_table_is_gone_and_its_name_free(api, short, owner):
    table = new_table("Table 3")
    remove = TABLES.format(f"remove/{table['id']}")
    for _ in range(2):
        assert api.send(remove, token=owner).json() == {"success": True}
    assert answer(api.ask(FIND.format(LOCATION), token=owner)) == []
    assert refusal(edited(api, table, owner, seats=2)) == (404, "table_not_found")
    assert answer(api.send(CREATE, wanted(), token=owner))["code"] == short


@pytest.mark.parametrize("table_id", [*NO_IDS, "999"])
@pytest.mark.parametrize("act", ["edit", "remove", "answer"])
def test_only_who_has_signed_in_learns_that_there_is_no_such_table(api, owner, act, table_id):
    path = TABLES.format(f"{act}/{table_id}")
    assert refusal(api.send(path, {})) == (403, "incorrect_credentials")
    assert refusal(api.send(path, {}, token=owner)) == (404, "table_not_found")
