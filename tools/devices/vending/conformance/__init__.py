"""Whether a vending machine, or a server for such machines, keeps to docs/devices.md."""
