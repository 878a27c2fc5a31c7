"""`/ws/devices/trolleys/<trolley_id>/`: the trolley itself. Its frames: docs/devices.md."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import orjson
from devices.consumer import Claim, DeviceConsumer
from devices.repeats import frame_known, possible
from kit.errors import ApiError, BadRequest
from live.database import in_database, write
from peers.products import Product

from trolleys.actions import barcodes, commands
from trolleys.selectors.scanners import Visit, lock_wanted, visit_on_device

# Products may be slow to answer: scans wait in threads of their own, so that nobody waits with
# them for the database.
_asking = ThreadPoolExecutor(4, thread_name_prefix="trolleys-products")


class TrolleyConsumer(DeviceConsumer):
    """One socket of a trolley. Every frame is `{"id","type","data"}`; its result has its id."""

    kind = "trolley"

    def parse(self, text: str | None) -> dict[str, Any] | None:
        """A strict device: whatever is no frame closes the socket with 4400."""
        frame = super().parse(text)
        match frame:
            case {"id": str(number), "data": dict()} if possible(number):
                return frame
        raise BadRequest("malformed_json")

    def claim(self, frame: dict[str, Any]) -> Claim | None:
        match frame:
            case {"type": "register", "data": {"key": str(key)}}:
                return Claim(self.scope["url_route"]["kwargs"]["trolley_id"], key)
        return None

    async def registered(self, frame: dict[str, Any]) -> None:
        locked = await in_database(lock_wanted, self.device_id)
        self._result(frame["id"], {"ok": True, "locked": locked})

    async def heard(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "heartbeat"}:
                self._result(frame["id"], {"ok": True})
            case {"type": "scan", "data": {"barcode": str(barcode)}}:
                self._result(frame["id"], await self._scan(frame["id"], barcode))
            case {"type": "status", "data": {"locked": bool(locked)}}:
                self._result(frame["id"], await self._status(frame["id"], locked))
            case {"type": "result", "data": {"ok": bool()}}:
                await self.answered(frame["id"], frame["data"])
            case _:
                raise BadRequest("malformed_json")

    async def _scan(self, frame_id: str, barcode: str) -> dict[str, Any]:
        """One unit more in the cart of whoever has the trolley. Products is asked before anything
        is locked, and not for a frame that comes again.
        """
        known: dict[str, Any] | None = await in_database(frame_known, self.device_id, frame_id)
        return known or await self._add(frame_id, barcode, anew=False)

    async def _add(self, frame_id: str, barcode: str, *, anew: bool) -> dict[str, Any]:
        """Who would be refused by what was known of the product is told so after another look."""
        visit = await in_database(visit_on_device, self.device_id)
        product = await self._product(barcode, visit, anew=anew)
        scan = partial(barcodes.barcode_scan, visit=visit, product=product, final=anew)
        result = await write(partial(scan, device_id=self.device_id, frame_id=frame_id))
        return result or await self._add(frame_id, barcode, anew=True)

    async def _product(
        self, barcode: str, visit: Visit | None, *, anew: bool
    ) -> Product | ApiError | None:
        """What was scanned, or why there is none; None on a trolley that nobody has."""
        if visit is None:
            return None
        ask = partial(barcodes.product_ask, barcode=barcode, visit=visit, anew=anew)
        try:
            return await asyncio.get_running_loop().run_in_executor(_asking, ask)
        except ApiError as refusal:
            return refusal

    async def _status(self, frame_id: str, locked: bool) -> dict[str, Any]:
        report = partial(commands.lock_reported, device_id=self.device_id, locked=locked)
        change = partial(barcodes.frame_result, frame_id=frame_id, change=report)
        return await write(partial(change, device_id=self.device_id))

    def _result(self, frame_id: str, data: dict[str, Any]) -> None:
        self.push(orjson.dumps({"id": frame_id, "type": "result", "data": data}).decode())
