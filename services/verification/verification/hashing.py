"""How passwords are stored."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """With the least cost that OWASP's Password Storage Cheat Sheet recommends: 19 MiB, two rounds,
    one lane. Django's own takes five times the memory and eight lanes, for each login at once.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
