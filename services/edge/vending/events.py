"""The streams of vending: that of a machine, and the fleet's."""

from __future__ import annotations

from live.recorder import Recorder, Stream

from vending.models import Fleet, FleetEvent, Machine, MachineEvent

MACHINE = Stream(
    Machine, name="machine_id", group="vending_{}", events=MachineEvent, link="machine"
)
FLEET = Stream(Fleet, name="name", group="vending_of_{}", events=FleetEvent, link="fleet")

machine_recorder = Recorder(own=MACHINE)
fleet_recorder = Recorder(own=FLEET)
