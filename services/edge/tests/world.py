"""The place that the tests are about: a snack machine, its customers and its operator."""

from __future__ import annotations

OPERATOR, ADMIN, JOHN = 8, 9, 5
NAMES = {OPERATOR: "operator", ADMIN: "admin", JOHN: "john_doe"}
MACHINE, KEY = "M001", "machine-key-of-M001"
ALICE, BOB = "c1a11ce0-0000-4000-8000-000000000001", "b0b00000-0000-4000-8000-000000000002"
PASSWORD = "operators-password"
