"""Trolleys for tests: the service's ASGI application, spoken to over the trolley's own socket."""

from config.asgi import application
from frames import DOWN
from testing.sockets import Socket

TEA, BREAD = "4006381333931", "4006381333948"  # barcodes


class Machine(Socket):
    """A trolley's socket; every frame that it gets is as docs/events/trolley-devices says."""

    application = application

    async def frame(self, seconds=5.0):
        frame = await super().frame(seconds)
        DOWN.validate(frame)
        return frame

    async def ask(self, number, kind, **data):
        """The data of the result of a frame."""
        await self.send(id=number, type=kind, data=data)
        result = await self.frame()
        assert (result["id"], result["type"]) == (number, "result")
        return result["data"]

    async def scan(self, number, barcode=TEA):
        return await self.ask(number, "scan", barcode=barcode)
