"""Payment providers behind one small interface; see README.md."""

from payments.cash import Cash
from payments.errors import (
    Declined,
    Forged,
    Misconfigured,
    PaymentError,
    Unavailable,
    Unknown,
)
from payments.objects import Checkout, Order, Payment, Refund
from payments.provider import Provider
from payments.razorpay import Razorpay

__all__ = [
    "Cash",
    "Checkout",
    "Declined",
    "Forged",
    "Misconfigured",
    "Order",
    "Payment",
    "PaymentError",
    "Provider",
    "Razorpay",
    "Refund",
    "Unavailable",
    "Unknown",
]
