"""What changes a visit."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from kit.errands import errand_add

from visits.models import Visit


@transaction.atomic
def visit_create(*, locker: str, user_id: int) -> Visit:
    """Write a visit; the visitor's name follows."""
    visit = Visit.objects.create(locker=locker, user_id=user_id)
    payload = {"visit": visit.pk, "user": user_id}
    errand_add("visits.name", payload, key=f"visit-{visit.pk}")
    return visit


def visit_named(*, visit_id: int, visitor: str) -> None:
    """The visitor's name has come."""
    Visit.objects.filter(pk=visit_id).update(visitor=visitor, greetings=F("greetings") + 1)
