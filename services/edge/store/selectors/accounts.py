"""How visits stand with their money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from store.account import Account, standing
from store.models import Contest, Payment, Receipt, Refund, Visit
from store.reckoning import Standing


def accounts_of(visits: Iterable[Visit]) -> Mapping[UUID, Account]:
    """The accounts of these visits, by their ids; few questions, however many they are."""
    visits = list(visits)
    accounts = {visit.pk: Account() for visit in visits}
    over = [visit.pk for visit in visits if visit.exited_at is not None and visit.billable]
    receipts = Receipt.objects.filter(visit__in=over) if over else []
    by_number = {receipt.pk: receipt.visit_id for receipt in receipts}
    for receipt in receipts:
        accounts[receipt.visit_id].receipt = receipt
    contested = [each.pk for each in receipts if each.contested_at is not None]
    if contested:
        for contest in Contest.objects.filter(receipt__in=contested).order_by("pk"):
            accounts[by_number[contest.receipt_id]].contest = contest
    _pay_in(accounts)
    return accounts


def _pay_in(accounts: Mapping[UUID, Account]) -> None:
    payments = Payment.objects.filter(visit__in=list(accounts)).order_by("pk")
    visits = {payment.pk: payment.visit_id for payment in payments}
    for payment in payments:
        if payment.visit_id is not None:
            accounts[payment.visit_id].payments.append(payment)
    if not visits:
        return
    for refund in Refund.objects.filter(payment__in=list(visits)).order_by("pk"):
        visit_id = visits[refund.payment_id]
        if visit_id is not None:
            accounts[visit_id].refunds.append(refund)


def standing_of(receipt: Receipt) -> Standing:
    """How a receipt stands."""
    payments = Payment.objects.filter(visit=receipt.visit_id).order_by("pk")
    refunds = Refund.objects.filter(payment__visit=receipt.visit_id)
    return standing(payments, refunds)
