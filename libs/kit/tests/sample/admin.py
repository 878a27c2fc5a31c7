"""What the sample's admin shows: one model that operators may change, one for administrators."""

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from kit.admin.site import site
from kit.errors import Conflict
from kit.models import FailureCount, IdempotentAnswer


@admin.register(FailureCount, site=site)
class FailureCountAdmin(admin.ModelAdmin):
    def save_model(
        self, request: HttpRequest, obj: models.Model, form: object, change: bool
    ) -> None:
        """13 is refused, as an action may refuse a change."""
        if obj.count == 13:
            raise Conflict("unlucky_number")
        if obj.count == 14:
            raise RuntimeError("secret detail")
        obj.save()
        messages.info(request, "A key that is shown once")


@admin.register(IdempotentAnswer, site=site)
class IdempotentAnswerAdmin(admin.ModelAdmin):
    list_display = ("scope", "status")
