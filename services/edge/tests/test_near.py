"""Where machines stand: said by operators, shown with the way to them."""

import pytest
from django.db import IntegrityError, transaction
from vending.distances import distance
from vending.models import LoggedEvent, Machine
from world import MACHINE

pytestmark = pytest.mark.django_db

ONE = f"/api/machine/{MACHINE}"
NEAR = "/api/machines/near"
CATHEDRAL = {"latitude": 50.941278, "longitude": 6.958281}


def patch(api, operator, body):
    return api.call("PATCH", ONE, body, token=operator)


def place(machine):
    machine.refresh_from_db()
    return machine.latitude, machine.longitude


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((0, 0), (1, 0), 111_195),  # a degree of a meridian
        ((60, 10), (60, 11), 55_597),  # at 60° north a degree of longitude is half as long
        ((36.12, -86.67), (33.94, -118.40), 2_886_448),  # the airports BNA and LAX
        ((0, 179.5), (0, -179.5), 111_195),  # over the date line
        ((90, 0), (-90, 77), 20_015_115),  # from pole to pole
        ((12, 34), (-12, -146), 20_015_115),  # antipodes
        ((50.941278, 6.958281), (50.941278, 6.958281), 0),
    ],
)
def test_the_distance_between_known_points(here, there, metres):
    assert distance(*here, *there) == pytest.approx(metres, rel=1e-5)
    assert distance(*there, *here) == pytest.approx(distance(*here, *there))


def test_an_operator_says_where_a_machine_stands(api, operator, machine):
    before = api.ask("/api/machines").json()
    response = patch(api, operator, {"latitude": 50.9412784321, "longitude": 6.958281})
    assert (response.status_code, response.json()) == (200, before[0])
    assert place(machine) == (50.941278, 6.958281)
    assert LoggedEvent.objects.get().payload == {**CATHEDRAL, "by": "operator"}
    assert api.ask("/api/machines").json() == before
    assert api.ask("/rest/v1/machines").json() == before


def test_the_same_place_again_is_no_change(api, operator, machine):
    for _ in range(2):
        assert patch(api, operator, CATHEDRAL).status_code == 200
    assert LoggedEvent.objects.count() == 1


def test_a_place_is_taken_away_and_other_changes_leave_it(api, operator, machine):
    patch(api, operator, CATHEDRAL)
    patch(api, operator, {"name": "Snacks"})
    assert place(machine) == tuple(CATHEDRAL.values())
    assert patch(api, operator, {"latitude": None, "longitude": None}).status_code == 200
    assert place(machine) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        {"latitude": 50.9},
        {"longitude": 6.9},
        {"latitude": None},
        {"latitude": 50.9, "longitude": None},
        {"latitude": None, "longitude": 6.9},
        {"latitude": 90.000001, "longitude": 0},
        {"latitude": -91, "longitude": 0},
        {"latitude": 0, "longitude": 180.5},
        {"latitude": 0, "longitude": -181},
        {"latitude": "50.9", "longitude": "6.9"},
        {"latitude": True, "longitude": False},
        {"latitude": [50.9], "longitude": [6.9]},
        b'{"latitude": NaN, "longitude": 0}',
        b'{"latitude": 1e999, "longitude": 0}',
    ],
)
def test_odd_places_are_refused_and_change_nothing(api, operator, machine, body):
    patch(api, operator, CATHEDRAL)
    response = patch(api, operator, body)
    assert (response.status_code, list(response.json())) == (400, ["detail"])
    assert place(machine) == tuple(CATHEDRAL.values())


@pytest.mark.parametrize("odd", [(1, None), (None, 1), (91, 0), (0, -181)])
def test_the_database_holds_no_half_and_no_impossible_place(machine, odd):
    with pytest.raises(IntegrityError), transaction.atomic():
        Machine.objects.update(latitude=odd[0], longitude=odd[1])


@pytest.fixture
def four(make_machine):
    """Two with a place, two without, none of them in the order of its name."""
    make_machine("M1", name="Station", latitude=50.943, longitude=6.9587)
    make_machine("M2", name="Workshop")
    make_machine("M3", name="Cathedral", **CATHEDRAL)
    make_machine("M4", name="Lobby")


def test_the_nearest_machine_comes_first_and_those_without_a_place_last(api, four):
    rows = api.ask(f"{NEAR}?latitude=50.941278&longitude=6.958281").json()
    shown = [(row["name"], row["distance_m"], row["latitude"]) for row in rows]
    assert shown == [
        ("Cathedral", 0, 50.941278),
        ("Station", 194, 50.943),
        ("Lobby", None, None),
        ("Workshop", None, None),
    ]
    known = {row["machine_id"]: row for row in api.ask("/api/machines").json()}
    more = {"latitude", "longitude", "distance_m"}
    for row in rows:
        assert {name: row[name] for name in row if name not in more} == known[row["machine_id"]]


@pytest.mark.parametrize("query", ["", "?latitude=&longitude="])
def test_without_a_position_they_come_by_name(api, four, query):
    rows = api.ask(f"{NEAR}{query}").json()
    assert [row["name"] for row in rows] == ["Cathedral", "Lobby", "Station", "Workshop"]
    assert {row["distance_m"] for row in rows} == {None}
    assert rows[0]["latitude"] == 50.941278


@pytest.mark.parametrize(
    "query",
    [
        "latitude=50",
        "longitude=6",
        "latitude=50&longitude=",
        "latitude=x&longitude=6",
        "latitude=91&longitude=6",
        "latitude=50&longitude=-180.1",
        "latitude=nan&longitude=6",
        "latitude=50&longitude=inf",
        "latitude=50%00&longitude=6",
        "latitude=" + "9" * 400 + "&longitude=6",
    ],
)
def test_odd_positions_are_refused(api, four, query):
    response = api.ask(f"{NEAR}?{query}")
    assert (response.status_code, list(response.json())) == (400, ["detail"])
