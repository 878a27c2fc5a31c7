"""What listeners of machines and of the fleet read."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from live.frames import Snapshot
from live.replay import Recorded, RecordedSource

from vending import events
from vending.actions.telling import VIEW
from vending.models import Fleet, Machine
from vending.models.columns import TEXT
from vending.models.machines import FLEET
from vending.selectors.machines import fleet_rows, machine_find, status_shown

NOTHING = "null"  # what others have to do with a machine
THE_FLEET = FLEET  # the name of its one stream
LONGEST_CLIENT = TEXT  # characters of what a listener calls itself


class MachineSource(RecordedSource):
    """Streams named by the ids of machines, as one client sees them; `""` is a stranger.

    Their events are neutral, and read at the moment of sending: one that says that there is
    something to see is the machine's public status of then, one of a transaction is the transaction
    for its own client, and null for all others.
    """

    stream = events.MACHINE

    def __init__(self, client_id: str = "") -> None:
        self._client_id = client_id

    def snapshot(self, stream: str) -> Snapshot:
        """The public status; raises 404 `Machine not found`. The number is read before the rest:
        what is newer comes again as an event, which says how things are and not what was added.
        """
        machine = machine_find(stream)
        return Snapshot(machine.seq, machine.epoch, self._view(machine))

    def seen(self, stream: str, events: Sequence[Recorded]) -> list[str]:
        """The data of each event as this client sees it; the status is read once for all."""
        view = VIEW.decode()
        has_views = any(event.data == view for event in events)
        status = self._view(machine_find(stream)) if has_views else NOTHING
        return [status if event.data == view else self._transaction(event) for event in events]

    def _view(self, machine: Machine) -> str:
        return orjson.dumps(status_shown(machine, self._client_id)).decode()

    def _transaction(self, event: Recorded) -> str:
        data = orjson.loads(event.data)
        own = self._client_id != "" and data["client_id"] == self._client_id
        return orjson.dumps(data["transaction"]).decode() if own else NOTHING


STRANGER = MachineSource()  # one for all, so that they share what they read


def machine_source(client_id: str) -> MachineSource:
    """The streams of machines for this client."""
    return MachineSource(client_id) if client_id else STRANGER


class FleetSource(RecordedSource):
    """The one stream of all machines, `{"machines":[…]}`; empty until something has happened."""

    stream = events.FLEET

    def snapshot(self, stream: str) -> Snapshot:
        """All machines. The number is read before them, as with a machine."""
        head = Fleet.objects.filter(pk=stream).values_list("seq", "epoch").first()
        seq, epoch = head or (0, "")
        return Snapshot(seq, epoch, orjson.dumps({"machines": fleet_rows()}).decode())


fleet_source = FleetSource()
