"""A whole server for one vending machine and its customer, with something wrong on demand: what the
conformance kit has to find.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.devices.vending.conformance.port import Call, Heard, Wire
from tools.devices.vending.conformance.server import PlayedServer, command

Reply = tuple[int, object]
OK = {"status": "ok"}


class WrongServer(PlayedServer):
    """Keeps to the rules, but for `wrong`."""

    def __init__(self, machine_id: str, key: str, wrong: str = "") -> None:
        super().__init__(machine_id, key)
        self.wrong = wrong
        self.stock, self.holder = 9, ""
        self.sandbox = True
        self._triggered = set[str]()
        self._counted = set[str]()

    # Its machine.

    def _answer(self, wire: Wire, heard: Heard) -> None:
        frame = heard.frame or {}
        if heard.kind == "register" and self.wrong == "acknowledges":
            wire.send({"type": "registered"})
        if heard.kind == "register" and frame.get("api_key") != self.key and self._misjudges(wire):
            return
        is_early = heard.kind == "fetch_display" and wire is not self._registered
        is_repeated = heard.kind == "status active" and self.wrong == "locks once"
        if not is_repeated and not (is_early and self.wrong == "says nothing too early"):
            super()._answer(wire, heard)

    def _misjudges(self, wire: Wire) -> bool:
        """Do something wrong with a wrong key."""
        if self.wrong == "takes any key":
            self._take_in(wire)
        elif self.wrong == "closes properly":
            wire.send({"type": "error", "error": "invalid_api_key"})
            wire.close(1000)
        elif self.wrong == "tells everybody":
            wire.send(self._code_frame())
        elif self.wrong == "kicks the real one" and self.wire is not None:
            self.wire.close(4409)
        return self.wrong in {"takes any key", "closes properly"}

    def _register(self, wire: Wire, frame: dict[str, Any]) -> None:
        if self.wrong == "takes any machine":
            frame = frame | {"machine_id": self.machine_id}
        super()._register(wire, frame)

    def _take_in(self, wire: Wire) -> None:
        if self.wrong == "keeps both":
            self._registered = wire
            return
        if self.wrong == "forgets the lock":
            self.locked_until = ""
        super()._take_in(wire)

    def _hear(self, wire: Wire, heard: Heard) -> None:
        if heard.frame is None and self.wrong == "closes on junk":
            wire.close(1003)
        super()._hear(wire, heard)

    def _code_frame(self) -> dict[str, Any]:
        value: object = int(self.code) if self.wrong == "sends numbers" else self.code
        filler = {"filler": 250 * "x"} if self.wrong == "sends too much" else {}
        return {"type": "display_code", "value": value, **filler}

    def unlock(self) -> None:
        self.holder = ""
        if self.wrong == "keeps the code":
            self.locked_until = ""
            self.send({"type": "unlock"})
            self.send(self._code_frame())
        else:
            super().unlock()

    # Its customer.

    async def _respond(self, call: Call) -> Reply:
        place = f"/api/machine/{self.machine_id}"
        customers: dict[str, Callable[[Call], Reply]] = {
            f"{place}/public-status": self._shown,
            f"{place}/unlock": self._unlocked,
            f"{place}/trigger-dispense": self._trigger,
            f"{place}/status": self._status,
            "/api/lock-by-code": self._lock,
            "/create-order": self._order,
            "/pay": lambda _: (200, OK),
            "/verify-payment": lambda _: (200, OK),
        }
        if call.path in customers:
            return customers[call.path](call)
        if "authorization" not in call.headers:
            missing = "Missing Authorization header"
            return 401, {"detail": "Who?" if self.wrong == "another text" else missing}
        return await super()._respond(call)

    def _shown(self, call: Call) -> Reply:
        is_holder = call.query.get("client_id") == self.holder
        status = "offline" if self.wire is None else "locked" if self.locked_until else "idle"
        shown = {
            "status": "idle" if self.wrong == "always idle" else status,
            "current_stock": self.stock,
            "locked": bool(self.locked_until),
            "locked_by": self.holder if is_holder or self.wrong == "names the holder" else None,
        }
        return 200, shown | ({"code": self.code} if self.wrong == "shows the code" else {})

    def _status(self, call: Call) -> Reply:
        if call.headers.get("authorization") != f"Bearer {self.key}" and self.wrong != "open door":
            return 401, {"detail": "Missing Authorization header"}
        found = {"machine_id": self.machine_id, "status": "idle", "current_stock": self.stock}
        return 200, found | {"display_code": self.code, "locked": bool(self.locked_until)}

    def _lock(self, call: Call) -> Reply:
        if call.body["code"] != self.code:
            return 400, {"detail": "Code not found or expired"}
        self.holder = call.body["client_id"]
        self.lock()
        until = self.locked_until
        if self.wrong == "two times":
            until = until.replace("+00:00", "Z")
        return 200, {"machine_id": self.machine_id, "status": "locked", "expires_at": until}

    def lock(self) -> None:
        wire, self._registered = self._registered, None
        if self.wrong != "locks in silence":
            self._registered = wire
        super().lock()
        self._registered = wire

    def _unlocked(self, _: Call) -> Reply:
        if not self.locked_until:
            return 409, {"detail": "No active lock to unlock"}
        self.unlock()
        return 200, {"status": "unlocked", "new_display_code": None}

    def _order(self, call: Call) -> Reply:
        page = f"{self.url}/pay" if self.sandbox else None
        amount = call.body["amount"]
        return 200, {"id": "order_1", "amount": amount, "checkout": {"url": page}}

    def _trigger(self, call: Call) -> Reply:
        transaction_id, units = call.body["transaction_id"], call.body["quantity"]
        if transaction_id not in self._triggered or self.wrong == "commands twice":
            self._triggered.add(transaction_id)
            self._sold[transaction_id] = units
            self.send(command(1 if self.wrong == "commands one" else units, transaction_id))
        return 200, {"status": "dispatch_sent"}

    def _confirm(self, body: dict[str, Any]) -> Reply:
        transaction_id = str(body.get("transaction_id"))
        status, answer = super()._confirm(body)
        if status == 200:
            if transaction_id not in self._counted or self.wrong == "counts twice":
                self.stock -= body["dispensed"]
            elif self.wrong == "refuses a repeat":
                return 409, {"detail": "Confirmed before"}
            self._counted.add(transaction_id)
        return status, answer
