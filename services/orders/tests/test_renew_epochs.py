"""After a restored backup nobody goes on in a stream that means something else now."""

import pytest
from django.core.management import call_command
from live.recorder import renew_epochs
from orders.models import OrderSession, Panel
from orders.streams import PanelSource, SessionSource
from world import LOCATION

pytestmark = pytest.mark.django_db


def test_who_comes_back_with_an_old_epoch_gets_a_snapshot(table, order, capsys):
    order()
    order()
    old, old_panel = OrderSession.objects.get().epoch, Panel.objects.get().epoch
    assert len(SessionSource().events(table, 1, old)) == 1

    call_command("renew_epochs")

    assert capsys.readouterr().out == "2 streams have a new epoch\n"
    assert SessionSource().events(table, 1, old) is None
    assert PanelSource().events(str(LOCATION), 1, old_panel) is None
    fresh = SessionSource().snapshot(table)
    assert fresh.seq == 2
    assert fresh.epoch not in {"", old, old_panel}


def test_the_streams_go_on_under_the_new_epoch(table, order):
    order()
    renew_epochs()
    epoch = OrderSession.objects.get().epoch
    order()
    assert [event.seq for event in SessionSource().events(table, 1, epoch)] == [2]
