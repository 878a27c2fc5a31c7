"""Neither drawing nor asking for codes takes what others need."""

import threading
from datetime import timedelta

import pytest
from codes import actions, rendering
from codes.models import Code
from codes.turns import Turns
from django.utils import timezone
from kit.errors import Unavailable
from testing.client import ApiClient
from testing.races import at_once

DRAW = "/codes/render/qr/"
BUSY = {"success": False, "reason": "code_service_unavailable"}


@pytest.fixture
def held(monkeypatch, settings):
    """Of four threads let two draw until the returned event is set."""
    settings.HTTP_THREADS = 4
    go_on, drawing, draw = threading.Event(), threading.Semaphore(0), rendering.qr.qr_svg

    def slowly(value):
        drawing.release()
        assert go_on.wait(10)
        return draw(value)

    monkeypatch.setattr(rendering.qr, "qr_svg", slowly)
    clients = [
        threading.Thread(target=lambda: ApiClient().send(DRAW, {"value": "x"})) for _ in "12"
    ]
    for client in clients:
        client.start()
        assert drawing.acquire(timeout=10)
    yield go_on
    go_on.set()
    for client in clients:
        client.join(10)


@pytest.mark.django_db(transaction=True)
def test_while_half_of_the_threads_draw_codes_are_issued_and_others_wait(held):
    waiting = threading.Thread(target=lambda: ApiClient().send(DRAW, {"value": "y"}))
    assert ApiClient().ask("/codes/new/").status_code == 200
    refused = ApiClient().send(DRAW, {"value": "z"})  # waits for a second
    assert (refused.status_code, refused.json()) == (503, BUSY)
    assert refused.headers["Retry-After"] == "1"
    waiting.start()
    held.set()
    waiting.join(10)
    assert ApiClient().send(DRAW, {"value": "z"}).status_code == 200


def test_one_waits_and_the_next_is_refused_at_once(monkeypatch):
    monkeypatch.setattr("codes.turns.PATIENCE", 10.0)
    turns, entered = Turns(at_once=1, waiting=1), threading.Event()

    def wait():
        with turns.turn():
            entered.set()

    with turns.turn():
        waiter = threading.Thread(target=wait)
        waiter.start()
        while turns._here._value:  # until it waits
            assert waiter.is_alive()
        with pytest.raises(Unavailable), turns.turn():
            pass
        assert not entered.is_set()
    waiter.join(10)
    assert entered.is_set()
    with turns.turn():
        pass


def test_an_error_gives_the_turn_back():
    turns = Turns(at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError


@pytest.mark.django_db
def test_rows_of_codes_are_kept_for_a_day():
    for _ in range(25):
        actions.code_issue()
    Code.objects.update(created_at=timezone.now() - timedelta(hours=25))
    young = [actions.code_issue().value for _ in range(20)]
    assert set(Code.objects.values_list("value", flat=True)) == set(young)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_remove_each_row_once(monkeypatch):
    monkeypatch.setattr(actions, "EVERY", 1)
    Code.objects.bulk_create(Code(value=f"{number:040x}") for number in range(100))
    Code.objects.update(created_at=timezone.now() - timedelta(hours=25))
    issued = at_once(lambda _: actions.code_issue().value, 32)
    assert set(Code.objects.values_list("value", flat=True)) == set(issued)
