"""Which sessions are drawn for a spot check."""

import pytest
from trolleys.actions.checks import check_draw, is_drawn
from trolleys.models import PlaceSettings
from world import MARKET

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    """The market checks this many in a hundred."""

    def decide(percent):
        PlaceSettings.objects.update_or_create(
            location_id=MARKET, defaults={"spot_check_percent": percent}
        )

    return decide


def test_nobody_is_drawn_at_0_and_everybody_at_100():
    for percent, drawn in ((0, 0), (100, 200)):
        assert sum(is_drawn(percent) for _ in range(200)) == drawn


def test_about_30_in_100_are_drawn():
    drawn = sum(is_drawn(30) for _ in range(10_000))
    assert 2725 <= drawn <= 3275  # six standard deviations


def test_a_session_is_drawn_once_whatever_its_place_decides_later(session, place):
    place(percent=0)
    assert check_draw(session) is None
    place(percent=100)
    assert check_draw(session) is None
    session.refresh_from_db()
    assert (session.check_drawn, session.check_state) == (False, "none")
