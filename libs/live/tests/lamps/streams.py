"""The streams of lamps, houses and visitors."""

import orjson
from kit.errors import NotFound
from live.frames import Snapshot
from live.recorder import Recorder, Stream
from live.replay import RecordedSource

from lamps.models import House, Lamp, LampEvent, Visitor, VisitorEvent

LAMP = Stream(Lamp, name="code", group="lamp_{}", events=LampEvent, link="lamp")
HOUSE = Stream(
    House, name="id", group="house_{}", events=LampEvent, link="house", number="house_seq"
)
VISITOR = Stream(Visitor, name="id", group="visitor_{}", events=VisitorEvent, link="visitor")

lamps = Recorder(own=LAMP, board=HOUSE)
visitors = Recorder(own=VISITOR)

SWITCH = lamps.statement(
    "lamp_switch",
    """
own AS (UPDATE lamps_lamp SET seq = seq + 1, switched = switched + 1
        WHERE code = %(code)s::text AND switched < 2 RETURNING *),
payload AS (SELECT json_build_object('switched', switched)::text AS data FROM own)
""",
)
FLICKER = lamps.statement(
    "lamp_flicker",
    """
own AS (UPDATE lamps_lamp SET seq = seq + %(times)s::int, switched = switched + %(times)s::int
        WHERE code = %(code)s::text RETURNING *),
payload AS (SELECT n, n::text AS data FROM own, generate_series(1, %(times)s::int) n)
""",
    count="%(times)s::int",
    returning=["switched"],
)


class LampSource(RecordedSource):
    stream = LAMP

    def snapshot(self, stream):
        lamp = Lamp.objects.filter(code=stream).first()
        if lamp is None:
            raise NotFound("lamp_not_found")
        data = orjson.dumps({"switched": lamp.switched}).decode()
        return Snapshot(lamp.seq, lamp.epoch, data)


class ViewedLampSource(LampSource):
    """A lamp as one visitor sees it: how it is now, and only what that visitor did."""

    def __init__(self, visitor):
        self.visitor = visitor

    def snapshot(self, stream):
        whole = super().snapshot(stream)
        return Snapshot(whole.seq, whole.epoch, self.view(stream))

    def seen(self, stream, events):
        view = self.view(stream) if events else ""
        own = orjson.dumps({"by": self.visitor}).decode()
        return [
            view if event.kind == "lamp.changed" else event.data if event.data == own else "null"
            for event in events
        ]

    def view(self, stream):
        switched = Lamp.objects.values_list("switched", flat=True).get(code=stream)
        return orjson.dumps({"switched": switched, "visitor": self.visitor}).decode()


class HouseSource(RecordedSource):
    stream = HOUSE

    def snapshot(self, stream):
        house = House.objects.get(id=stream)
        return Snapshot(house.seq, house.epoch, "{}")


class VisitorSource(RecordedSource):
    stream = VISITOR

    def snapshot(self, stream):
        visitor = Visitor.objects.get(id=stream)
        return Snapshot(visitor.seq, visitor.epoch, "{}")
