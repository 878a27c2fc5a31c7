"""The devices of the store: machines with scales, and scanners at its gates. They call by HTTP, and
whether a machine is there is read from its heartbeats, not from `devices`.
"""

SHELF, SCANNER = "shelf", "scanner"
SILENCE = 1e9  # seconds
