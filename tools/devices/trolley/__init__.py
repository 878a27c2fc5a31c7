"""A trolley that is played by a program, as docs/devices.md wants real ones to behave."""
