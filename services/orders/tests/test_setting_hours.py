"""Setting when guests order: what is taken, and what is erroneous."""

import json

import pytest
from opening import NEVER, daily, menu, times
from world import LOCATION, answer, refusal

pytestmark = pytest.mark.django_db


ODD = [
    {"hours": []},
    {"hours": {"week": NEVER[1:], "days": []}},
    {"hours": {"week": [times("9:00", "17:00"), *NEVER[1:]]}},
    {"hours": {"week": [times("09:00", "24:00"), *NEVER[1:]]}},
    {"hours": {"week": [times("09:00:00", "17:00"), *NEVER[1:]]}},
    {"hours": {"week": [times("٠٩:00", "17:00"), *NEVER[1:]]}},
    {"hours": {"week": [times("09:00", "10:00") * 7, *NEVER[1:]]}},
    {"hours": {"week": [[{"from": "09:00"}], *NEVER[1:]]}},
    {"hours": {"week": NEVER, "days": [{"date": "2026-02-30", "times": []}]}},
    {"hours": {"week": NEVER, "days": [{"date": "20261201", "times": []}]}},
    {"hours": {"week": NEVER, "days": [{"date": "2026-12-01", "times": []}] * 2}},
    {"hours": {"week": NEVER, "days": [], "more": 1}},
    {"kitchen": {"week": NEVER, "days": []}},
    {"kitchen": {"week": NEVER, "days": [], "categories": []}},
    {"kitchen": {"week": NEVER, "days": [], "categories": ["  "]}},
    {"menus": None},
    {"menus": [menu("", ["A"], "07:00", "11:00")]},
    {"menus": [menu("B", [], "07:00", "11:00")]},
    {"menus": [menu("B", ["A"], "07:00", "11:00", weekdays=[])]},
    {"menus": [menu("B", ["A"], "07:00", "11:00", weekdays=[0])]},
    {"menus": [menu("B", ["A"], "07:00", "11:00", weekdays=[1, 1])]},
    {"menus": [menu("B", ["A"], "07:00", "11:00", weekdays=[True])]},
    {"menus": [menu("B", ["A"], "07:00", "11:00")] * 21},
    {"tell_wait": "yes"},
]


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
def test_odd_hours_are_erroneous_and_change_nothing(api, location, owner, odd):
    before = answer(api.ask(f"/orders/settings/{LOCATION}/"))
    response = api.send(f"/orders/settings/{LOCATION}/", odd, token=owner)
    assert refusal(response) == (400, "erroneous_value")
    assert answer(api.ask(f"/orders/settings/{LOCATION}/")) == before


def test_hours_are_answered_as_they_were_sent(api, location, owner):
    body = {
        "hours": daily("09:00", "17:00") | {"days": [{"date": "2026-12-24", "times": []}]},
        "kitchen": daily("12:00", "02:00", categories=["Warm food"]),
        "menus": [menu("Breakfast", ["Breakfast"], "07:00", "11:00", weekdays=[6, 7])],
        "tell_wait": False,
    }
    changed = answer(api.send(f"/orders/settings/{LOCATION}/", body, token=owner))
    assert {name: changed[name] for name in body} == body
    cleared = {"hours": None, "kitchen": None, "menus": []}
    changed = answer(api.send(f"/orders/settings/{LOCATION}/", cleared, token=owner))
    assert {name: changed[name] for name in cleared} == cleared
