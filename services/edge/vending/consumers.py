"""Websocket adapters: which stream a socket is on, and who may listen. No ORM, no rules."""

from __future__ import annotations

from urllib.parse import parse_qs

from kit.errors import BadRequest
from live.database import in_database
from live.personal import PersonalConsumer
from live.socket import FOREVER, offered_token
from live.stream import StreamConsumer

from vending import access, events
from vending.selectors.machines import machine_find
from vending.streams import (
    LONGEST_CLIENT,
    STRANGER,
    THE_FLEET,
    fleet_source,
    machine_source,
)


class MachineViewConsumer(PersonalConsumer):
    """`/ws/vending/<machine_id>/?client_id=`: anybody follows a machine, as the client that it
    says to be.
    """

    source = STRANGER
    group = events.MACHINE.group

    async def subscription(self) -> tuple[str, float]:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        client_id = query.get("client_id", [""])[0]
        if len(client_id) > LONGEST_CLIENT or "\0" in client_id:
            raise BadRequest("erroneous_value")
        machine_id: str = self.scope["url_route"]["kwargs"]["machine_id"]
        await in_database(machine_find, machine_id)
        self.own = machine_source(client_id)
        return machine_id, FOREVER


class FleetConsumer(StreamConsumer):
    """`/ws/fleet/`: operators follow all machines, until their token ends."""

    source = fleet_source
    group = events.FLEET.group
    reserved = True

    async def subscription(self) -> tuple[str, float]:
        operator = await in_database(access.listener_of, offered_token(self.scope))
        return THE_FLEET, operator.expires_at
