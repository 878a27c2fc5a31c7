"""What is read from the database."""

from vending.selectors import machines, sales

__all__ = ["machines", "sales"]
