"""Two people inside while something is taken, and the reviewers of their tickets."""

import pytest
from shop import ANN, BOB, REVIEWER, RIVAL
from shop import ONE as M
from store.models import WeightChange


class Contest:
    """Ann and Bob were inside when something was taken; each has a ticket."""

    def __init__(self, shop, **scales):
        self.shop = shop
        shop.full()
        self.ann, self.bob = shop.enters(ANN), shop.enters(BOB)
        self.events = shop.weighs(M, **{"a": 3.3, "b": 1, "c": 1, **scales})
        self.event = self.events[0]["id"]
        self.of_ann, self.of_bob = shop.leaves(ANN)[0]["id"], shop.leaves(BOB)[0]["id"]

    def start(self):
        assert self.shop.step(self.of_ann, "start").status_code == 200
        assert self.shop.step(self.of_bob, "start", by=RIVAL).status_code == 200
        return self

    def ask(self, step, body=None, *, bob=False):
        ticket, by = (self.of_bob, RIVAL) if bob else (self.of_ann, REVIEWER)
        about = {} if step in ("undo", "complete", "reopen") else {"event_id": self.event}
        return self.shop.step(ticket, step, {**about, **(body or {})}, by=by)

    def does(self, step, body=None, *, bob=False):
        answer = self.ask(step, body, bob=bob)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def held(self):
        return self.shop.holds(self.ann), self.shop.holds(self.bob)

    def rows(self):
        """All that undoing has to bring back."""
        events = WeightChange.objects.order_by("weight_change_g").prefetch_related("candidates")
        return [
            (
                *(each.visit_id, each.attribution, each.quantity, each.weight_change_g),
                sorted(visit.pk for visit in each.candidates.all()),
            )
            for each in events
        ]

    def risks(self):
        return [self.shop.ticket(each)["at_risk"] for each in (self.of_ann, self.of_bob)]


@pytest.fixture
def contest(shop):
    """Over three bottles."""
    return Contest(shop, a=2.31)
