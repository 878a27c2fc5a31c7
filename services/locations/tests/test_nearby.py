"""GET /locations/nearby/: circles on a globe."""

import math
import random
from urllib.parse import urlencode

import pytest
from locations import actions
from locations.geo import EARTH
from locations.models import Location

pytestmark = pytest.mark.django_db
DEGREE = EARTH * math.pi / 180  # metres along a meridian


def put(name, latitude, longitude):
    fields = {"name": name, "latitude": latitude, "longitude": longitude}
    actions.location_create(owner_id=1, fields=fields, unlimited=True)


def near(api, latitude, longitude, radius="", offset=0):
    asked = {"latitude": latitude, "longitude": longitude, "radius": radius, "offset": offset}
    query = urlencode({key: value for key, value in asked.items() if value != ""})
    response = api.ask(f"/locations/nearby/?{query}")
    assert response.status_code == 200
    return [(one["location"]["name"], one["distance"]) for one in response.json()["response"]]


def names(*arguments):
    return [name for name, _ in near(*arguments)]


def haversine(a, b, c, d):
    """Metres between (a, b) and (c, d) in degrees."""
    a, b, c, d = map(math.radians, (a, b, c, d))
    part = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1, part)))


def test_distance_in_metres_nearest_first(api):
    put("north", "48.00", "9.00")
    put("here", "47.95", "9.00")
    put("unknown place", None, None)
    put("half a place", "47.95", None)
    [(first, zero), (second, distance)] = near(api, 47.95, 9)
    assert (first, second, zero) == ("here", "north", 0)
    assert distance == pytest.approx(0.05 * DEGREE, abs=0.01)


def test_the_default_radius_is_ten_kilometres(api):
    put("inside", f"{9990 / DEGREE:.8f}", "0")
    put("outside", f"{10010 / DEGREE:.8f}", "0")
    assert names(api, 0, 0) == ["inside"]
    assert names(api, 0, 0, 10020) == ["inside", "outside"]


def test_a_circle_has_no_corners(api):
    put("corner", f"{9000 / DEGREE:.8f}", f"{9000 / DEGREE:.8f}")
    put("side", "0", f"{9000 / DEGREE:.8f}")
    assert names(api, 0, 0, 10000) == ["side"]


@pytest.mark.parametrize("longitude", [179.99, -179.99, 180, -180])
def test_across_the_date_line(api, longitude):
    put("east", "0", "179.98")
    put("west", "0", "-179.98")
    put("far", "0", "0")
    assert sorted(names(api, 0, longitude, 5000)) == ["east", "west"]


@pytest.mark.parametrize("pole", [90, -90])
def test_at_the_poles_all_longitudes_are_near(api, pole):
    sign = 1 if pole > 0 else -1
    put("one side", f"{sign * 89.99}", "0")
    put("other side", f"{sign * 89.98}", "179")
    put("equator", "0", "0")
    assert names(api, pole, 55, 5000) == ["one side", "other side"]
    assert names(api, sign * 89.995, 90, 5000) == ["one side", "other side"]


def test_a_whole_globe(api):
    put("antipode", "0", "180")
    put("here", "0", "0")
    assert near(api, 0, 0, 1e308)[1] == ("antipode", pytest.approx(math.pi * EARTH))
    assert names(api, 0, 0, math.pi * EARTH - 10) == ["here"]


def test_as_a_plain_search_would_find(api):
    chance = random.Random(7)
    points = {
        f"p{number}": (
            round(chance.choice([1, chance.random()]) * chance.uniform(-90, 90), 8),
            round(chance.choice([1, -1]) * (180 - abs(chance.gauss(0, 40)) % 360), 8),
        )
        for number in range(90)
    }
    for name, (latitude, longitude) in points.items():
        put(name, f"{latitude:.8f}", f"{longitude:.8f}")
    for _ in range(60):
        centre = (chance.uniform(-90, 90), chance.uniform(-180, 180))
        radius = chance.choice([1e5, 1e6, 4e6, 1.1e7, 1.9e7])
        true = {name: haversine(*centre, *point) for name, point in points.items()}
        wanted = sorted((d, name) for name, d in true.items() if d <= radius)
        assert names(api, *centre, radius) == [name for _, name in wanted]


@pytest.mark.parametrize("radius", [-1, -0.001, -1e300])
def test_a_negative_radius_holds_nothing(api, cafe, radius, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert near(api, 47.65, 9.18, radius) == []


@pytest.mark.parametrize("radius", ["0", "-0.0"])
def test_a_radius_of_zero_holds_its_centre(api, cafe, radius):
    assert names(api, 47.65, 9.18, radius) == ["Café Seestern"]


@pytest.mark.parametrize(
    "query",
    [
        *("", "latitude=1", "longitude=1", "latitude=&longitude=1", "latitude=1&longitude="),
        *("latitude=1&longitude=1&radius=", "latitude=x&longitude=1", "latitude=1&longitude=1,5"),
        *("latitude=nan&longitude=1", "latitude=1&longitude=inf", "latitude=91&longitude=1"),
        *("latitude=-90.1&longitude=1", "latitude=1&longitude=180.1", "latitude=1&longitude=-181"),
        *(f"latitude=1&longitude=1&radius={radius}" for radius in ("nan", "inf", "-inf", "1e999")),
        *("latitude=1&longitude=1&radius=abc", "latitude=1&longitude=1&offset=-1"),
    ],
)
def test_erroneous_values(api, cafe, refused, query):
    refused(api.ask(f"/locations/nearby/?{query}"), 400, "erroneous_value")


def test_pages_of_a_hundred_by_distance_in_one_query(api, django_assert_num_queries):
    Location.objects.bulk_create(
        Location(name=f"n{number}", user_id=1, latitude="0", longitude=f"{number / 10000:.8f}")
        for number in range(150)
    )
    with django_assert_num_queries(1):
        first = names(api, 0, 0)
    assert first == [f"n{number}" for number in range(100)]
    assert names(api, 0, 0, "", 100) == [f"n{number}" for number in range(100, 150)]
