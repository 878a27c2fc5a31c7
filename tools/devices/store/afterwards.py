"""What happens once people have gone, in a store that is played: a reviewer looks through tickets,
visitors pay their receipts, and say now and then that one is wrong.

The newest of each are left to whoever looks at the demo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.devices.store.accounts import Account
from tools.devices.store.line import Refused

Json = dict[str, Any]
WAITING = 5  # tickets that are left to be reviewed
CONTESTS = 4  # each so manieth receipt is contested
LATEST = 20  # visits of a person that are looked at
MESSAGE = "I have put one of these back."
FINAL = ("completed", "reviewed")


@dataclass
class Afterwards:
    """Who reviews and who pays; `say` tells what they do."""

    reviewers: Mapping[str, Account]
    visitors: Mapping[str, Account]
    say: Callable[[str], None]

    def go(self) -> None:
        """Let it happen. What the suite refuses is said and not raised."""
        for deed, people in ((self._reviews, self.reviewers), (self._settles, self.visitors)):
            for account in people.values():
                try:
                    deed(account)
                except Refused as refused:
                    self.say(f"{account.username} {refused}")

    def _reviews(self, reviewer: Account) -> None:
        for ticket in _tickets(reviewer, "TO_BE_REVIEWED")[WAITING:]:
            self._completes(reviewer, ticket, None)
        for ticket in _tickets(reviewer, "CONTESTED")[1:]:
            self._completes(reviewer, ticket, _one_less(ticket["lines"]))

    def _completes(self, reviewer: Account, ticket: Json, lines: list[Json] | None) -> None:
        path = f"/edge/tickets/{ticket['id']}"
        reviewer.call("POST", f"{path}/start/", {})
        for event in ticket["events"]:
            if event["attribution"] == "contested" and event["visit_id"] is None:
                reviewer.call("POST", f"{path}/claim-event/", {"event_id": event["id"]})
        reviewer.call("POST", f"{path}/complete/", {} if lines is None else {"lines": lines})
        self.say(f"{reviewer.username} completes {ticket['TktID']}")

    def _settles(self, visitor: Account) -> None:
        """What is due of their visits, but for the latest."""
        found = visitor.call("GET", f"/edge/visits/?open=false&limit={LATEST}")["results"]
        for visit in found[1:]:
            receipt = visit["receipt"]
            if receipt is None or receipt["status"] not in FINAL:
                continue
            if _is_to_be_contested(receipt):
                contest = f"/edge/visits/{visit['id']}/contest/"
                visitor.call("POST", contest, {"message": MESSAGE})
                self.say(f"{visitor.username} contests {receipt['number']}")
            elif float(receipt["due"]):
                self._pays(visitor, receipt)

    def _pays(self, visitor: Account, receipt: Json) -> None:
        """At the sandbox's page; with a provider of its own nobody pays who is not there."""
        payment = visitor.call("POST", f"/edge/receipts/{receipt['id']}/checkout/", {})
        checkout = payment["checkout"]
        if checkout is None or checkout["url"] is None:
            return
        proof = visitor.call("POST", f"/sandbox/pay/{checkout['order_id']}", {"action": "pay"})
        visitor.call("POST", f"/edge/payments/{payment['payment_id']}/verify/", proof)
        self.say(f"{visitor.username} pays {receipt['number']}: {receipt['due']}")


def _tickets(reviewer: Account, status: str) -> list[Json]:
    """Those of customers in this state, newest first."""
    found = reviewer.call("GET", f"/edge/tickets/?status={status}&limit=200")["results"]
    return [ticket for ticket in found if ticket["billable"]]


def _one_less(lines: list[Json]) -> list[Json]:
    """The visitor was right about the first of these."""
    said = [{"product_id": each["product_id"], "quantity": each["quantity"]} for each in lines]
    said[0]["quantity"] = max(0, said[0]["quantity"] - 1)
    return said


def _is_to_be_contested(receipt: Json) -> bool:
    number = int(receipt["number"].partition("-")[2])
    is_new = receipt["contest"] is None and bool(receipt["lines"])
    return is_new and number % CONTESTS == 0
