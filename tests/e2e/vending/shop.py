"""The world of these tests: an operator, machines that are played, and what time does to them.

`shop.machine(name="Lobby", stock=3, price=150)` is a machine of the test's own, switched on, which
shows its code. It is a `Stand`: `stand.code_of_now()`, `stand.faults.jam_after = 1`,
`stand.leave()`, `stand.back()`, `stand.played.machine.lcd`, `stand.customer(2).buys()` for somebody
who buys without a browser.
"""

from __future__ import annotations

import secrets
from typing import Any

from tests.e2e.logins import signed_in
from tests.integration.machines.vendor import PRICE, WITHIN, Stand, Vendor
from tests.support.machines import BRISK
from tests.support.waiting import wait_for
from tools.devices.vending.board import Timing

#: Slow enough to be seen at work.
LEISURELY = Timing(reconnect=BRISK.reconnect, unit=1.5)
MACHINE = (
    "(SELECT machine.id FROM vending_machine machine JOIN devices_device device"
    " ON device.id = machine.device_id WHERE device.external_id = %s)"
)

COMMANDED = "device_id = (SELECT id FROM devices_device WHERE external_id = %s)"


class Shop(Vendor):
    """Whoever sells by machines here. What is played ends with the test."""

    @property
    def login(self) -> dict[str, Any]:
        """The operator's, for `open_window(TABLET, signed_in=shop.login)`."""
        return signed_in(self.operator, "operator")

    def machine(
        self,
        *,
        name: str = "",
        location: str = "",
        price: int = PRICE,
        stock: int = 10,
        is_on: bool = True,
        **played: Any,
    ) -> Stand:
        """A machine with so many units inside at so much each (minor units). What else is said is
        for what plays it: `timing=LEISURELY`, `firmware=LATER`, `faults=Faults(jam_after=1)`.
        """
        stand = self._made(stock)
        about = {"name": name, "location": location, "unit_price_paise": price}
        self.call("PATCH", stand.path(""), about)
        self.call("POST", stand.path("/update-stock"), {"stock": stock})
        if is_on:
            stand.play(**played)
            stand.code_of_now()
        return stand

    def lock_is_over(self, stand: Stand) -> None:
        """Ten minutes pass for whoever has locked it."""
        for statement in (
            f"UPDATE vending_sale SET kept_until = now() WHERE machine_id = {MACHINE}",
            f"UPDATE vending_lock SET expires_at = now() WHERE machine_id = {MACHINE}",
            f"UPDATE devices_command SET expires_at = now() WHERE sent_at IS NULL AND {COMMANDED}",
        ):
            self.stack.sql("edge", statement, stand.machine_id)
        # Until its end has been written down, the display shows the code that has been used.
        wait_for(lambda: not self._locks(stand), WITHIN, "the lock has ended")

    def _locks(self, stand: Stand) -> list[Any]:
        """The lock whose time is over but which has not ended yet, if there is one."""
        statement = f"SELECT 1 FROM vending_lock WHERE status = 'locked' AND machine_id = {MACHINE}"
        return self.stack.sql("edge", statement, stand.machine_id)

    def code_is_over(self, stand: Stand) -> None:
        """Ten minutes pass for the code on its display."""
        statement = (
            f"UPDATE vending_machine SET display_code_expires_at = now() WHERE id = {MACHINE}"
        )
        self.stack.sql("edge", statement, stand.machine_id)

    def forget_failures(self) -> None:
        """Nobody has tried a wrong code or password."""
        self.stack.sql("edge", "DELETE FROM kit_failurecount")

    def _made(self, stock: int) -> Stand:
        machine_id = f"M-{secrets.token_hex(4)}"
        made = self.call("POST", "/api/machine/register", {"machine_id": machine_id})
        return Stand(self, machine_id, made["api_key"], stock)
