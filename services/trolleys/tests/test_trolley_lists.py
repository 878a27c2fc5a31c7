"""Lists of trolleys: filters and pages."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from trolleys.models import Trolley
from world import JANE, JOHN, MARKET

pytestmark = pytest.mark.django_db

PATH = "/api/trolleys"


@pytest.fixture
def fleet(make_trolley, make_session):
    """One trolley in each state, and two that are two things at once."""
    later = timezone.now() + timedelta(minutes=5)
    make_trolley("A-FREE")
    make_session(on=make_trolley("B-USED"), user_id=JOHN)
    make_trolley("C-RESERVED", reserved_by=JANE, reserved_until=later)
    make_trolley("D-OFF", is_active=False)
    make_session(on=make_trolley("E-USED-OFF", is_active=False))
    make_trolley("F-RESERVED-OFF", is_active=False, reserved_by=JANE, reserved_until=later)
    make_trolley("G-LAPSED", reserved_by=JANE, reserved_until=timezone.now())
    make_session(on=make_trolley("H-EXPIRED"), alive_until=timezone.now())
    make_trolley("I-ELSEWHERE", location_id=0)
    Trolley.objects.filter(trolley_id="TROLLEY_01").delete()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ABCDEFGHI"),
        ("status=&active=&location_id=", "ABCDEFGHI"),
        ("status=available", "AGHI"),
        ("status=in_use", "BE"),
        ("status=reserved", "C"),
        ("status=inactive", "DF"),
        ("active=true", "ABCGHI"),
        ("active=false", "DEF"),
        ("active=false&status=in_use", "E"),
        ("location_id=31&status=available", "AGH"),
        ("location_id=0", "I"),
        ("location_id=77", ""),
    ],
)
def test_lists_are_filtered_and_agree_with_what_they_show(api, fleet, query, found):
    answer = api.ask(f"{PATH}?{query}").json()
    assert "".join(one["trolley_id"][0] for one in answer["results"]) == found
    assert (answer["count"], answer["next"], answer["previous"]) == (len(found), None, None)
    status = parse_qs(query).get("status")
    assert not status or {one["status"] for one in answer["results"]} == set(status)
    for one in answer["results"]:
        assert api.ask(f"{PATH}/{one['trolley_id']}").json() == one


def test_following_next_walks_the_whole_list_and_previous_back(api, make_trolley):
    names = [make_trolley(f"T-{number}").trolley_id for number in range(7)]
    path, seen, pages = f"{PATH}?limit=3&location_id={MARKET}&status=available", [], []
    while path:
        answer = api.ask(path).json()
        seen += [one["trolley_id"] for one in answer["results"]]
        pages.append(answer)
        path = answer["next"]
        assert len(pages) < 5
    assert (seen, {one["count"] for one in pages}) == (names, {7})
    back = pages[-1]["previous"]
    assert parse_qs(urlsplit(back).query)["offset"] == ["3"]
    assert api.ask(back).json() == pages[1]
    assert pages[0]["previous"] is None
    beyond = api.ask(f"{PATH}?offset=100").json()
    assert (beyond["count"], beyond["results"], beyond["next"]) == (7, [], None)


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=-1", "limit=x", "limit=1.5", "offset=-1", "offset=x"),
        *("status=busy", "status=IN_USE", "active=perhaps", "location_id=x", "location_id=-1"),
        *(f"offset={10**30}", f"location_id={2**63}", "status=%00"),
    ],
)
def test_odd_parameters_are_refused(api, trolley, query):
    answer = api.ask(f"{PATH}?{query}")
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid request")


def test_a_list_costs_the_same_however_long_it_is(api, make_trolley, make_session):
    costs = []
    for number in range(4):
        for part in range(number + 1):
            make_session(on=make_trolley(f"T-{number}-{part}"), user_id=JOHN)
        with CaptureQueriesContext(connection) as queries:
            api.ask(PATH)
        costs.append(len(queries))
    assert costs == [4] * 4  # how many there are, they, who has them, what their places say
