"""What happens to the money of the store's tests: visits that are reviewed, paid, contested."""

from datetime import timedelta

from django.utils import timezone
from kit.errands import errand_deliver
from kit.models import Errand
from shop import ANN, REVIEWER
from shop import ONE as M
from store.actions.refunds import engine
from store.models import Payment, Receipt, Refund, Ticket, Visit


def taken(shop, user_id=ANN, bottles=2):
    """The id of a visit that took bottles, 1.50 each, and is over; its tickets wait."""
    visit_id = shop.enters(user_id)
    if bottles:
        shop.weighs(M, a=round(3.3 - 0.33 * bottles, 2), b=1, c=1)
    shop.leaves(user_id)
    restock(shop, bottles)
    return visit_id


def restock(shop, bottles):
    """Nobody is inside: what was taken is put back, for the next one."""
    if bottles:
        shop.weighs(M, a=3.3, b=1, c=1)


def tickets_of(visit_id):
    """The ids of its tickets, that of the first machine first."""
    return [
        str(pk)
        for pk in Ticket.objects.filter(visit=visit_id)
        .order_by("number")
        .values_list("pk", flat=True)
    ]


def review(shop, visit_id, lines=None, by=REVIEWER):
    """Complete all open tickets of a visit; `lines` are for that of the first machine."""
    for number, ticket_id in enumerate(tickets_of(visit_id)):
        if Ticket.objects.get(pk=ticket_id).status == "REVIEW_COMPLETE":
            continue
        assert shop.step(ticket_id, "start", by=by).status_code == 200
        body = {"lines": lines} if lines is not None and number == 0 else {}
        answer = shop.step(ticket_id, "complete", body, by=by)
        assert answer.status_code == 200, answer.content


def receipt_of(shop, visit_id, by=ANN):
    return shop.visit(visit_id, by=by)["receipt"]


def checkout(shop, visit_id, by=ANN, key=None):
    receipt = Receipt.objects.get(visit=visit_id)
    path = f"/edge/receipts/{receipt.receipt_id}/checkout/"
    return shop.by(by).post(path, headers=keyed(key))


def keyed(key):
    return {} if key is None else {"Idempotency-Key": key}


def contest(shop, visit_id, by=ANN, message="I took one", **more):
    return shop.by(by).post(f"/edge/visits/{visit_id}/contest/", {"message": message, **more})


def pay(shop, box, payment, by=ANN):
    """Pay at the hosted page, and bring the proof; what verify answers."""
    proof = box.act(payment["provider_order_id"], "pay")[1]
    answer = shop.by(by).post(f"/edge/payments/{payment['payment_id']}/verify/", proof)
    assert answer.status_code == 200, answer.content
    return answer.json()


def deposit_of(shop, box, by=ANN):
    """A deposit that is authorised."""
    payment = shop.by(by).post("/edge/deposits/").json()
    assert pay(shop, box, payment, by)["status"] == "authorised"
    return payment


def later():
    """Whoever was opening a payment must be dead by now."""
    old = timezone.now() - timedelta(minutes=5)
    Payment.objects.filter(status="opening").update(created_at=old)


def paid_visit(shop, box, bottles=2):
    """The id of a visit that is reviewed and paid."""
    visit_id = taken(shop, bottles=bottles)
    review(shop, visit_id)
    pay(shop, box, checkout(shop, visit_id).json())
    return visit_id


def time_passes():
    past = timezone.now() - timedelta(minutes=1)
    Refund.objects.exclude(state="done").update(try_at=past)
    Payment.objects.filter(status="created").update(expires_at=past, asked_at=None)


def refunds_go(limit=20):
    """The worker sends what is due."""
    while limit and engine.send_next():
        limit -= 1


def errands_go():
    """The worker does what is to be done elsewhere."""
    Errand.objects.filter(state=Errand.State.WAITING).update(due_at=timezone.now())
    while errand_deliver():
        pass


def refunds_of(visit_id):
    """(amount, reason, state) of each refund."""
    rows = Refund.objects.filter(payment__visit=visit_id).order_by("pk")
    return list(rows.values_list("amount", "reason", "state"))


def moves():
    """(product, units, kind) of all that products are to be told, in order."""
    rows = Errand.objects.filter(name="products.move").order_by("pk")
    return [
        (one.payload["product_id"], one.payload["change"], one.payload.get("kind")) for one in rows
    ]


def picture():
    """All that a refusal leaves alone."""
    models = (Visit, Ticket, Receipt, Payment, Refund)
    return {each.__name__: list(each.objects.order_by("pk").values()) for each in models}
