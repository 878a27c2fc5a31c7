"""The words of bills."""

from __future__ import annotations

from charges import states as payment_states
from charges.states import LATE, SURPLUS, WRONG_AMOUNT

# How a payment is made: on the guest's phone by the provider, or with staff.
ONLINE, CASH, CARD = KINDS = ("online", "cash", "card")
AT_COUNTER = (CASH, CARD)

# What is paid of a bill: what is left, chosen items, equal shares, any amount.
ALL, ITEMS, SHARE, AMOUNT = PARTS = ("all", "items", "share", "amount")

# What is taken off after ordering; a reversal puts back what an earlier one has taken off.
DISCOUNT, VOID = ADJUSTMENTS = ("discount", "void")

SALE, REFUND = RECEIPTS = ("sale", "refund")

BY_STAFF, BY_HAND = ("staff", "by_hand")  # BY_HAND: in the provider's dashboard
OF_CREDIT = (BY_STAFF, BY_HAND)  # reasons of refunds of what had counted as paid
REFUND_REASONS = (*OF_CREDIT, LATE, SURPLUS, WRONG_AMOUNT)

PENDING = payment_states.OPEN
