"""A vending machine that is played by a program, as docs/devices.md describes real ones."""
