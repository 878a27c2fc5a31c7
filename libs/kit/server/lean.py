"""Keeps what a serving process never uses out of its memory."""

from __future__ import annotations

import sys

from django.core import signals


def leave_out_the_test_client() -> None:
    """Call it before `django.setup()`.

    django-ninja takes the signal `setting_changed` from `django.test.signals`, which has it from
    `django.core.signals`. Importing it from there brings Django's test client, unittest, a template
    engine and an XML parser along: 4 MB in every process.
    """
    sys.modules.setdefault("django.test.signals", signals)
