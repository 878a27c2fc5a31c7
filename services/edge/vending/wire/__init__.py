"""How things look on the wire, one place for each."""

from vending.wire import machines, sales

__all__ = ["machines", "sales"]
