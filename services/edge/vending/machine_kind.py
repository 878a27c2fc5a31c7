"""The kind of device that a vending machine is (devices.kinds)."""

KIND = "machine"
GROUP = "machine_{}"  # by machine_id
SILENCE = 60.0  # seconds: two heartbeats that nobody answered
