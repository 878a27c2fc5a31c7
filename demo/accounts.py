"""Whose accounts the demo has.

Everybody knows their passwords. So they are open only while the administrator has the well-known
password too; beside a password of your own they are closed: nobody can guess theirs.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

ADMIN = "admin"
ADMIN_PASSWORD = "admin-demo"  # noqa: S105 - of the embedded mode only


@dataclass(frozen=True)
class Account:
    """Somebody with a part in the demo; `role` is one of verification's besides `customer`."""

    username: str
    first_name: str
    purpose: str
    role: str = ""

    @property
    def password(self) -> str:
        return f"{self.username}-demo"

    def hidden_password(self, key: str) -> str:
        """The password while the account is closed; it follows from the suite's secret `key`."""
        return hmac.digest(key.encode(), self.username.encode(), "sha256").hex()


WAITER = Account("waiter", "Willa", "serves in the café")
KEEPER = Account("keeper", "Kim", "owns the supermarket")
SHOPPER = Account("shopper", "Sam", "a customer")
JOHN = Account("john_doe", "John", "a customer with a trolley")
JANE = Account("jane_smith", "Jane", "another customer with a trolley")
OPERATOR = Account("operator", "Olga", "looks after devices", role="operator")
REVIEWER = Account("reviewer", "Ravi", "looks through visits of stores", role="reviewer")
#: Who walk through the store; they are played.
VERA = Account("vera", "Vera", "walks through the store, as played")
VICTOR = Account("victor", "Victor", "another one who does")
VISITORS = (VERA, VICTOR)
ACCOUNTS = (WAITER, KEEPER, SHOPPER, JOHN, JANE, OPERATOR, REVIEWER, *VISITORS)


def admin_password(environment: Mapping[str, str]) -> str:
    """The administrator's: AISLE_ADMIN_PASSWORD, or the well-known one."""
    return environment.get("AISLE_ADMIN_PASSWORD") or ADMIN_PASSWORD


def are_open(password: str) -> bool:
    """Whether the accounts are, beside an administrator with this password."""
    return password == ADMIN_PASSWORD


def logins(environment: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Name, password and purpose of everybody who can sign in."""
    password = admin_password(environment)
    admin = (ADMIN, password, "administrator, owns the café")
    others = ACCOUNTS if are_open(password) else ()
    return [admin, *((one.username, one.password, one.purpose) for one in others)]
