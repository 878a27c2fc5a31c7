"""A small store for tests: two gates, two machines with scales, who comes and who looks after it.

`shop.enters(ANN)` and `shop.leaves(ANN)` go by HTTP with a fresh code; `shop.weighs("1001", a=1.5)`
sends a heartbeat in kilograms, whose scales are `a` (cola), `b` (crisps), `c` (nobody has said).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from devices.keys import device_create
from devices.models import DeviceKey
from django.utils import timezone
from store.device_kinds import SCANNER, SHELF
from store.models import Machine, Product, Scale, Scanner, Store
from testing.client import ApiClient

ANN, BOB, CLEO = 21, 22, 23
OPERATOR, ADMIN, REVIEWER, RIVAL = 8, 9, 31, 32
ROLES = {OPERATOR: ("operator",), ADMIN: ("admin",), REVIEWER: ("reviewer",), RIVAL: ("reviewer",)}
COLA, CRISPS = 501, 502  # products: 330 g at 1.50, 100 g at 2.25
ONE, TWO = "1001", "1002"  # machines


class Caller:
    """Whoever has this token or key."""

    def __init__(self, token=""):
        self._token = token

    def get(self, path, **options):
        return self._call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self._call("POST", path, body, **options)

    def put(self, path, body=None):
        return self._call("PUT", path, body)

    def patch(self, path, body=None):
        return self._call("PATCH", path, body)

    def delete(self, path):
        return self._call("DELETE", path)

    def _call(self, method, path, body=None, **options):
        return ApiClient().call(method, path, body, token=self._token, **options)


class Shop:
    """The store of a test."""

    def __init__(self, token):
        self._token = token
        self.seq = dict.fromkeys((ONE, TWO), 0)
        self.keys = {}
        for tag in ("Entry", "Exit"):
            self.keys[tag] = self.scanner(tag)
        for machine_id in (ONE, TWO):
            self.keys[machine_id] = self.machine(machine_id)
        Product.objects.create(product_id=COLA, name="Cola", unit_price=150)
        Product.objects.create(product_id=CRISPS, name="Crisps", unit_price=225)
        self.opens()

    # ---- What there is ----------------------------------------------------------------------

    def scanner(self, tag):
        scanner = Scanner(tag=tag, name=f"Gate {tag}")
        scanner.device = device_create(kind=SCANNER, external_id=str(scanner.pk))
        scanner.save()
        return self._key(scanner.device)

    def scanner_id(self, tag):
        return str(Scanner.objects.get(tag=tag).pk)

    def machine(self, machine_id):
        device = device_create(kind=SHELF, external_id=machine_id)
        machine = Machine.objects.create(machine_id=machine_id, display_name="Rack", device=device)
        for scale_id, product_id, grams in (("a", COLA, 330), ("b", CRISPS, 100)):
            Scale.objects.create(
                machine=machine,
                scale_id=scale_id,
                product_id=product_id,
                unit_weight_g=grams,
                tolerance_g=grams // 10,
            )
        return self._key(device)

    def _key(self, device):
        text = f"key-of-{device.external_id}"
        DeviceKey.objects.create(device=device, digest=hashlib.sha256(text.encode()).hexdigest())
        return text

    # ---- Who calls --------------------------------------------------------------------------

    def by(self, user_id):
        return Caller(self.token(user_id))

    def token(self, user_id):
        return self._token(user_id, roles=ROLES.get(user_id, ()))

    def device(self, name):
        return Caller(self.keys[name])

    # ---- What happens -----------------------------------------------------------------------

    def opens(self, mode="CUSTOMER_MODE"):
        Store.objects.update_or_create(
            pk="store", defaults={"mode": mode, "mode_since": timezone.now() - timedelta(days=1)}
        )

    def code(self, user_id, **asked):
        answer = self.by(user_id).post("/edge/entry-tokens/", asked)
        assert answer.status_code == 201, answer.content
        return answer.json()["token"]

    def scan(self, tag, token):
        call = {"Entry": "/edge/entry/", "Exit": "/edge/exit/"}[tag]
        return self.device(tag).post(call, {"token": token})

    def enters(self, user_id, **asked):
        answer = self.scan("Entry", self.code(user_id, **asked))
        assert answer.status_code == 201, answer.content
        return answer.json()["visit_id"]

    def leaves(self, user_id):
        answer = self.scan("Exit", self.code(user_id))
        assert answer.status_code == 200, answer.content
        return answer.json()["tickets"]

    def beat(self, machine_id, body):
        return self.device(machine_id).post(f"/edge/machines/{machine_id}/heartbeats/", body)

    def weighs(self, machine_id, *, seq=None, **scales):
        """The events that a heartbeat shows; weights are kilograms."""
        self.seq[machine_id] = seq if seq is not None else self.seq[machine_id] + 1
        rows = [[name, kilograms, kilograms, kilograms] for name, kilograms in scales.items()]
        answer = self.beat(machine_id, {"scales": rows, "seq": self.seq[machine_id]})
        assert answer.status_code == 200, answer.content
        return answer.json()["events"]

    def full(self):
        """Both machines are there and full: ten bottles, ten bags, something else."""
        for machine_id in (ONE, TWO):
            assert self.weighs(machine_id, a=3.3, b=1, c=1) == []

    def visit(self, visit_id, by=REVIEWER):
        answer = self.by(by).get(f"/edge/visits/{visit_id}/")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def holds(self, visit_id):
        """Units by product."""
        return {
            line["product_id"]: line["quantity"] for line in self.visit(visit_id)["cart"]["lines"]
        }

    def ticket(self, ticket_id, by=REVIEWER):
        return self.by(by).get(f"/edge/tickets/{ticket_id}/").json()

    def step(self, ticket_id, step, body=None, by=REVIEWER):
        return self.by(by).post(f"/edge/tickets/{ticket_id}/{step}/", body)


@pytest.fixture
def shop(db, signer):
    def token(user_id, roles=()):
        return signer.access(user_id, username=f"user{user_id}", roles=roles)

    return Shop(token)
