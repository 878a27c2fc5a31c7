"""Random holds, sales, releases, moves and time that goes by, against a model of a few lines."""

from dataclasses import dataclass, field

import pytest
from books import pass_time
from conftest import HERE, OWNER
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from kit.errors import ApiError
from products.actions import holds, stock
from products.actions.products import product_create, product_edit
from products.models import HoldLine, Movement, Product
from products.selectors import product_batch
from testing.scale import scale, scaled

STOCKS = (5, None)
KEYS = st.sampled_from("abcdefgh")
WHICH = st.integers(0, len(STOCKS) - 1)
LINES = st.dictionaries(WHICH, st.integers(1, 3), min_size=1)
SECONDS = st.sampled_from([100, 300])  # far more than a run takes
WORDS = {"reference": "r", "who": "w"}


@dataclass
class Held:
    """A key of the model; `units` are those that were counted."""

    state: str
    lines: dict[int, int] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    ends: int = 0


class Ledger(RuleBasedStateMachine):
    """Each rule does the same to both and compares what they answer."""

    def __init__(self):
        super().__init__()
        self.clean = transaction.atomic()
        self.clean.__enter__()
        self.now, self.moves, self.stocks = 0, 0, dict(enumerate(STOCKS))
        self.keys: dict[str, Held] = {}
        self.ids = [
            product_create(
                seller_id=OWNER,
                fields={"location_id": HERE, "name": f"P{number}", "price": 1, "stock": units},
            ).id
            for number, units in self.stocks.items()
        ]

    def teardown(self):
        transaction.set_rollback(True)
        self.clean.__exit__(None, None, None)

    def real(self, call, *, lines=None, **more):
        """The reason of a refusal, or None."""
        if lines is not None:
            pairs = sorted((self.ids[which], units) for which, units in lines.items())
            more["lines"] = [holds.Line(*pair) for pair in pairs]
        try:
            call(service="orders", **more)
        except ApiError as refused:
            return refused.reason
        return None

    def live(self, held):
        return held.state == "held" and held.ends > self.now

    def free(self, which, *, besides=None):
        """What nobody keeps of a product; without end where nobody counts."""
        if self.stocks[which] is None:
            return 10**9
        others = (held for key, held in self.keys.items() if key != besides and self.live(held))
        return self.stocks[which] - sum(held.units.get(which, 0) for held in others)

    def fits(self, lines):
        return all(self.free(which) >= units for which, units in lines.items())

    def take_out(self, lines):
        for which, units in lines.items():
            if self.stocks[which] is not None:
                self.stocks[which] = max(0, self.stocks[which] - units)

    def over(self, key, lines):
        """Why a key that was there before refuses these lines; "" when it does not."""
        held = self.keys[key]
        if held.lines and held.lines != lines:
            return "idempotency_key_reused"
        if held.state in ("released", "gone"):
            return "hold_released"
        return "hold_expired" if held.state == "held" and not self.live(held) else ""

    @rule(key=KEYS, lines=LINES, seconds=SECONDS)
    def take(self, key, lines, seconds):
        expected = None
        if key in self.keys:
            committed = self.keys[key].state == "committed"
            expected = self.over(key, lines) or ("hold_committed" if committed else None)
        elif not self.fits(lines):
            expected = "insufficient_stock"
        else:
            units = {which: n for which, n in lines.items() if self.stocks[which] is not None}
            self.keys[key] = Held("held", lines, units, self.now + seconds)
        assert self.real(holds.hold_take, key=key, lines=lines, seconds=seconds) == expected

    @rule(key=KEYS, lines=LINES)
    def sell(self, key, lines):
        expected = None
        if key in self.keys:
            expected = self.over(key, lines) or None
            if expected is None and self.keys[key].state == "held":
                expected = self.committed(key)
        elif not self.fits(lines):
            expected = "insufficient_stock"
        else:
            self.keys[key] = Held("committed", lines)
            self.take_out(lines)
        assert self.real(holds.hold_sell, key=key, lines=lines, **WORDS) == expected

    def committed(self, key):
        """Commit in the model; why not."""
        held = self.keys.get(key)
        if held is None:
            return "hold_not_found"
        if held.state != "held":
            over = {"committed": None, "released": "hold_released", "gone": "stock_gone"}
            return over[held.state]
        if not all(self.sells(key, held, which) for which in held.lines):
            held.state = "gone"
            return "stock_gone"
        held.state = "committed"
        self.take_out(held.lines)
        return None

    def sells(self, key, held, which):
        if self.stocks[which] is None or (self.live(held) and which not in held.units):
            return True
        left = self.stocks[which] if self.live(held) else self.free(which, besides=key)
        return left >= held.lines[which]

    @rule(key=KEYS)
    def commit(self, key):
        expected = self.committed(key)
        assert self.real(holds.hold_commit, key=key, **WORDS) == expected

    @rule(key=KEYS, unknown=st.integers(0, 9))
    def release(self, key, unknown):
        if key not in self.keys and unknown:
            return  # a key that came too early is used up: a few are enough
        held = self.keys.setdefault(key, Held("released"))
        expected = "hold_committed" if held.state == "committed" else None
        if held.state == "held":
            held.state = "released"
        assert self.real(holds.hold_release, key=key) == expected

    @rule(which=WHICH, change=st.integers(-5, 5).filter(bool))
    def move(self, which, change):
        self.moves += 1
        line = stock.Change(self.ids[which], change)
        key = f"m{self.moves}"
        for _ in range(2):
            stock.stock_move(service="edge", key=key, kind="restock", lines=[line], **WORDS)
        self.take_out({which: -change})

    @rule(which=WHICH, units=st.sampled_from([0, 2, 4, 5, 7, None]))
    def count(self, which, units):
        product_edit(product_id=self.ids[which], at_location=HERE, fields={"stock": units})
        self.stocks[which] = units

    @rule(seconds=st.sampled_from([50, 150]))
    def wait(self, seconds):
        self.now += seconds
        pass_time(seconds)

    @rule(first=KEYS, second=KEYS, lines=LINES, seconds=SECONDS)
    def overtake(self, first, second, lines, seconds):
        """Somebody comes between a hold that is over and its commit."""
        self.take(first, lines, 100)
        self.wait(150)
        self.take(second, lines, seconds)
        self.commit(first)

    @rule()
    def sweep(self):
        assert holds.holds_expire() is False

    @invariant()
    def same(self):
        for which, shown in enumerate(product_batch(self.ids)):
            on_hand = self.stocks[which]
            free = None if on_hand is None else max(0, self.free(which))
            assert (shown["stock"], shown["available"]) == (on_hand, free)

    @invariant()
    def books_agree(self):
        for product in Product.objects.filter(id__in=self.ids):
            kept = HoldLine.objects.filter(product=product).values_list("units", flat=True)
            assert product.reserved == sum(kept)
            before = 0
            for move in Movement.objects.filter(product_id=product.id).order_by("id"):
                assert move.stock is None or move.stock == before + move.change
                before = move.stock or 0
            assert before == (product.stock or 0)


@pytest.mark.django_db
@pytest.mark.timeout(300 * scale())
def test_the_ledger_is_what_the_model_is():
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=scaled(400),
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
