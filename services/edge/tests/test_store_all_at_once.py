"""Everything at once about one visit: whoever waits for whom, nobody waits in a circle."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from shop import COLA, REVIEWER, RIVAL
from shop import ONE as M
from store.actions.alerts import alert_raise
from store.actions.sweeps import visit_long_next
from store.models import Alert, Machine, Receipt, Ticket, Visit
from testing.races import at_once
from till import checkout, contest, pay, review, taken, tickets_of

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, EACH = 12, 6
FINE = {200, 201, 409, 403, 404}


@pytest.fixture
def shop(shop, provider_process):
    shop.full()
    return shop


def test_nobody_waits_in_a_circle(shop, box):
    """Late events of a visit, its reviewers, its visitor's contests and payments, staff and their
    alerts: each answers, however they meet.
    """
    visit_id = taken(shop, bottles=0)
    hour = timedelta(hours=1)  # that it lasted, so that what is told now was during it
    Visit.objects.update(exited_at=timezone.now() + hour)
    Ticket.objects.update(end_time=timezone.now() + hour)
    ticket, numbers = tickets_of(visit_id)[0], count(1)

    def late():
        weight = f"{3.3 - 0.33 * (next(numbers) % 5):.2f}"
        rows = [["a", weight, weight, weight], ["b", "1", "1", "1"], ["c", "1", "1", "1"]]
        return shop.beat(M, {"scales": rows})

    def reviews():
        shop.step(ticket, "start")
        return shop.step(ticket, "complete", {"lines": [{"product_id": COLA, "quantity": 1}]})

    def reopens():
        return shop.step(ticket, "reopen", {"reason": "again"}, by=RIVAL)

    def pays():
        answer = checkout(shop, visit_id)
        if answer.status_code == 201:
            pay(shop, box, answer.json())
        return answer

    def looks():
        with transaction.atomic():
            alert_raise("unaccounted", machine=Machine.objects.get(pk=M))
        for alert in Alert.objects.filter(closed_at=None)[:3]:
            shop.by(REVIEWER).post(f"/edge/alerts/{alert.pk}/close/")
        visit_long_next()

    works = [late, reviews, reopens, pays, lambda: contest(shop, visit_id), looks]
    answers = at_once(lambda number: works[number % EACH](), ROUNDS * EACH, threads=EACH)
    statuses = {answer.status_code for answer in answers if hasattr(answer, "status_code")}
    assert statuses <= FINE
    review(shop, visit_id)
    assert Receipt.objects.get(visit=visit_id).status in ("completed", "reviewed")
