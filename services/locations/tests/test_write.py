"""POST /locations/create/ and /locations/edit/: the contract row by row."""

import pytest
from locations.models import Location
from testing.hostile import NO_IDS, NO_NAME_LISTS, NO_NAMES, NO_OBJECTS

pytestmark = pytest.mark.django_db
CREATE = "/locations/create/"
FULL = {
    "name": "Pizzeria Roma",
    "description": "Wood oven",
    "address": "Marktplatz 3",
    "user_id": 1,
    "latitude": "47.66",
    "longitude": 9.1758,
    "website": "https://roma.example",
    "telephone": "07531 1",
    "color": "#0a7c5b",
    "categories": [{"name": "Restaurant"}],
    "tags": [{"name": "Pizza"}, {"name": "pizza"}, {"name": "Vegan"}],
}


def edit_path(location):
    return f"/locations/edit/{location.id}/"


@pytest.mark.parametrize("path", [CREATE, CREATE.rstrip("/")])
def test_created_and_returned(api, owner, path):
    response = api.send(path, {"location": FULL}, token=owner)
    [kept] = Location.objects.all()
    shown = FULL | {
        "id": kept.id,
        "latitude": "47.66000000",
        "longitude": "9.17580000",
        "tags": [{"name": "Pizza"}, {"name": "Vegan"}],
        "logo": None,
    }
    assert (response.status_code, response.json()) == (200, {"success": True, "response": shown})
    assert api.ask(f"/locations/get/{kept.id}").json()["response"] == shown


def test_by_session_key_as_the_original(api, verification, refused):
    user = {"user_id": 1, "username": "anna", "roles": ["customer"]}
    verification.on("POST", "/internal/verify/", {"success": True, "response": user})
    body = {"session_key": "k", "user_id": 1, "location": FULL}
    assert api.send(CREATE, body).status_code == 200
    verification.on("POST", "/internal/verify/", {"success": False}, status=403)
    refused(api.send(CREATE, body), 403, "incorrect_credentials")
    assert Location.objects.count() == 1


def test_only_what_is_there_is_needed(api, owner):
    shown = api.send(CREATE, {"location": {"name": "Bar"}}, token=owner).json()["response"]
    assert (shown["description"], shown["address"], shown["user_id"]) == ("", "", 1)
    assert shown["website"] is shown["telephone"] is shown["latitude"] is shown["longitude"] is None
    assert shown["tags"] == shown["categories"] == []


def test_without_a_name_only_once(api, owner, refused):
    body = {"location": {"description": "no name"}}
    assert api.send(CREATE, body, token=owner).json()["response"]["name"] == ""
    nothing = {"location": {"name": None, "address": None, "tags": None, "website": ""}}
    refused(api.send(CREATE, nothing, token=owner), 400, "duplicate_location")


def test_unique_by_name_and_address(api, owner, other, cafe, refused):
    def send(name, address):
        return api.send(CREATE, {"location": {"name": name, "address": address}}, token=other)

    refused(send("Café Seestern", "Uferweg 1"), 400, "duplicate_location")
    assert send("Café Seestern", "Uferweg 2").status_code == 200
    assert send("Kiosk", "Uferweg 1").status_code == 200
    move = {"location": {"address": "Uferweg 2"}}
    refused(api.send(edit_path(cafe), move, token=owner), 400, "duplicate_location")
    cafe.refresh_from_db()
    assert cafe.address == "Uferweg 1"


@pytest.mark.parametrize("path", [CREATE, "/locations/edit/{}/"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_wrong_method_wins_over_everything(api, cafe, path, method):
    response = api.call(method, path.format(99), b"{")
    assert response.status_code == 405
    if method != "HEAD":
        assert response.json()["reason"] == "incorrect_access_method"


@pytest.mark.parametrize("missing", [*NO_IDS, "987654"])
def test_an_unknown_location_wins_over_malformed_json(api, cafe, refused, missing):
    refused(api.send(f"/locations/edit/{missing}/", b"{"), 404, "location_not_found")


@pytest.mark.parametrize(
    ("body", "token"),
    # A Bearer token needs no body.
    [
        (body, token)
        for body in NO_OBJECTS.values()
        for token in ("", "foreign")
        if body or not token
    ],
)
def test_malformed_json_wins_over_credentials(api, cafe, refused, body, token):
    for path in (CREATE, edit_path(cafe)):
        refused(api.send(path, body, token=token), 400, "malformed_json")
    assert Location.objects.count() == 1


@pytest.mark.parametrize(
    "claim",
    [
        {},
        {"session_key": "k"},
        {"user_id": 1},
        {"session_key": "", "user_id": 1},
        {"session_key": "k", "user_id": 0},
        {"session_key": 5, "user_id": 1},
        {"session_key": "k", "user_id": "1"},
        {"session_key": ["k"], "user_id": {}},
    ],
)
def test_credentials_win_over_fields(api, cafe, refused, claim):
    for path in (CREATE, edit_path(cafe)):
        refused(api.send(path, claim), 403, "incorrect_credentials")


@pytest.mark.parametrize("token", ["rubbish", "a.b.c", "expired", "service"])
def test_a_token_that_is_none(api, signer, refused, token):
    tokens = {"expired": signer.access(1, lifetime=-5), "service": signer.service("orders")}
    response = api.send(CREATE, {"location": FULL}, token=tokens.get(token, token))
    refused(response, 403, "incorrect_credentials")
    assert not Location.objects.exists()


WRONG = [
    *({}, None, [], "", 0, "x", 5, ["name"], [{}]),
    *({"name": "x", "id": value} for value in (1, 0, None)),
    *({"name": value} for value in NO_NAMES),
    *({"name": "x", "description": value} for value in (5, [], "x" * 2001)),
    *({"name": "x", "address": value} for value in (5, {}, "x" * 301)),
    *({"name": "x", "telephone": value} for value in (5, [], "1" * 51)),
    *({"name": "x", "website": value} for value in (5, "x" * 501)),
    *({"name": "x", "website": value} for value in ("javascript:alert(1)", "http://a\nb")),
    *({"name": "x", "website": value} for value in ("https://u:p@a.example", "u@a.example/x")),
    *({"name": "x", "latitude": value} for value in (90.1, -91, "abc", True, [], "nan", "1" * 50)),
    *({"name": "x", "latitude": value} for value in ("Infinity", "1_0e400", "1e400", 10**18)),
    *({"name": "x", "longitude": value} for value in (180.00001, -180.1, {}, "--1", "sNaN")),
    *({"name": "x", "user_id": value} for value in (2, -1, 2**70, "2", True, 1.5, [1])),
    *({"name": "x", "tags": value} for value in NO_NAME_LISTS),
    *({"name": "x", "categories": value} for value in NO_NAME_LISTS),
]


@pytest.mark.parametrize("location", WRONG, ids=lambda value: repr(value)[:60])
def test_wrong_fields_are_malformed_and_change_nothing(api, owner, cafe, refused, location):
    before = list(Location.objects.values())
    for path in (CREATE, edit_path(cafe)):
        response = api.send(path, {"location": location}, token=owner)
        refused(response, 400, "malformed_json")
    assert list(Location.objects.values()) == before


def test_a_megabyte_is_too_large(api, owner, refused):
    body = {"location": {"name": "x" * 1_000_000}}
    refused(api.send(CREATE, body, token=owner), 413, "request_too_large")
    assert not Location.objects.exists()


def test_the_longest_of_everything_fits(api, owner):
    wide = "\U0001f355"
    fields = {
        "name": wide * 200,
        "address": "".join(chr(0x1F300 + number) for number in range(300)),
        "description": wide * 2000,
        "website": "https://" + wide * 492,
        "tags": [{"name": wide * 98 + f"{number:02}"} for number in range(50)],
    }
    assert api.send(CREATE, {"location": fields}, token=owner).status_code == 200


def test_unknown_fields_assign_nothing(api, owner, other, cafe):
    body = {"location": {"name": "Mine", "pk": cafe.id, "labels": ["tag:x"], "staff": [1]}}
    response = api.send(CREATE, body, token=other)
    assert response.json()["response"]["id"] != cafe.id
    cafe.refresh_from_db()
    assert (cafe.name, cafe.user_id) == ("Café Seestern", 1)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (-90, "-90.00000000"),
        (0, "0.00000000"),
        (-0.0, "0.00000000"),
        ("-0.000000001", "0.00000000"),
        (1e-8, "0.00000001"),
        (52.520008123456, "52.52000812"),
        ("", None),
    ],
)
def test_coordinates_have_eight_decimals(api, owner, sent, shown):
    body = {"location": {"name": "x", "latitude": sent, "longitude": -179.99999999}}
    created = api.send(CREATE, body, token=owner).json()["response"]
    read = api.ask(f"/locations/get/{created['id']}/").json()["response"]
    assert created == read
    assert (read["latitude"], read["longitude"]) == (shown, "-179.99999999")


def test_edit_changes_what_is_sent(api, owner, cafe):
    before = api.ask(f"/locations/get/{cafe.id}/").json()["response"]
    response = api.send(edit_path(cafe), {"location": {"description": "New"}}, token=owner)
    assert response.json() == {"success": True, "response": before | {"description": "New"}}
    body = {"location": {"tags": [], "website": None, "telephone": "", "latitude": None}}
    emptied = {"tags": [], "website": None, "telephone": None, "latitude": None}
    response = api.send(edit_path(cafe).rstrip("/"), body, token=owner)
    assert response.json()["response"] == before | {"description": "New"} | emptied
    assert api.ask(f"/locations/get/{cafe.id}/").json() == response.json()
    assert api.ask("/locations/find/?tag=vegan").json()["response"] == []
    assert len(api.ask("/locations/find/?category=café").json()["response"]) == 1


def test_edit_is_the_owners_and_the_administrators(api, other, admin, cafe, refused):
    change = {"location": {"name": "Taken"}}
    refused(api.send(edit_path(cafe), change, token=other), 403, "incorrect_credentials")
    cafe.refresh_from_db()
    assert cafe.name == "Café Seestern"
    round_trip = {"location": {"name": "Moderated", "user_id": 1}}
    response = api.send(edit_path(cafe), round_trip, token=admin)
    assert response.json()["response"]["name"] == "Moderated"
    assert response.json()["response"]["user_id"] == 1
    give_away = {"location": {"name": "Other", "user_id": 2}}
    refused(api.send(edit_path(cafe), give_away, token=admin), 400, "malformed_json")


def test_staff_do_not_edit_the_location(api, signer, cafe, refused):
    cafe.staff.create(user_id=3)
    change = {"location": {"name": "Taken"}}
    refused(api.send(edit_path(cafe), change, token=signer.access(3)), 403, "incorrect_credentials")


def test_a_repeat_with_the_same_key_creates_one(api, owner, other, refused):
    key = {"Idempotency-Key": "5f2c"}
    first = api.send(CREATE, {"location": FULL}, token=owner, headers=key)
    again = api.send(CREATE, {"location": FULL}, token=owner, headers=key)
    assert first.content == again.content
    changed = {"location": FULL | {"name": "Else"}}
    refused(api.send(CREATE, changed, token=owner, headers=key), 422, "idempotency_key_reused")
    mine = {"location": {"name": "Mine"}}  # the same key of somebody else is another key
    assert api.send(CREATE, mine, token=other, headers=key).status_code == 200
    assert Location.objects.count() == 2


def test_a_refused_write_leaves_its_key_free(api, owner, cafe, refused):
    key = {"Idempotency-Key": "again"}
    body = {"location": {"name": cafe.name, "address": cafe.address}}
    refused(api.send(CREATE, body, token=owner, headers=key), 400, "duplicate_location")
    cafe.delete()
    assert api.send(CREATE, body, token=owner, headers=key).status_code == 200


def test_a_deep_body_with_a_key(api, owner, refused):
    body = b'{"location":{"name":"x","y":' + b"[" * 900 + b"]" * 900 + b"}}"
    headers = {"Idempotency-Key": "deep"}
    refused(api.send(CREATE, body, token=owner, headers=headers), 400, "malformed_json")
    assert api.send(CREATE, body, token=owner).status_code == 200


def test_any_content_type_is_json(client, owner):
    body = b'{"location":{"name":"Plain"}}'
    headers = {"Authorization": f"Bearer {owner}"}
    response = client.generic("POST", CREATE, body, content_type="text/plain", headers=headers)
    assert response.status_code == 200


def test_a_byte_order_mark_is_no_part_of_the_body(api, owner, refused):
    body = b'{"location":{"name":"Plain"}}'
    mark = b"\xef\xbb\xbf"
    assert api.send(CREATE, mark + body, token=owner).status_code == 200
    for wrong in (mark, mark + mark + body, body.decode().encode("utf-16"), body + mark):
        refused(api.send(CREATE, wrong, token=owner), 400, "malformed_json")


def test_query_counts(api, owner, cafe, django_assert_num_queries):
    with django_assert_num_queries(5):  # savepoint, lock, count, insert, release
        api.send(CREATE, {"location": FULL}, token=owner)
    with django_assert_num_queries(6):  # known, savepoint, lock, alike, update, release
        api.send(edit_path(cafe), {"location": {"name": "New"}}, token=owner)
