"""The admin of vending machines. Every write goes through an action, so listeners and machines
hear of it; sales, locks, events, mails and notices are only shown.
"""

from __future__ import annotations

from typing import Any, cast

from devices.models import DeviceKey
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from kit.admin.pages import ReadOnly, show_key
from kit.admin.site import site
from kit.clock import iso

from vending.actions import desk
from vending.actions.machines import machine_create
from vending.models import (
    Feedback,
    Lock,
    LoggedEvent,
    Machine,
    Mail,
    Notice,
    Refund,
    Sale,
    SaleStep,
)
from vending.models.machines import MOST_STOCK, UNIT_PRICE
from vending.selectors.machines import machine_shown

SET = ("name", "location", "unit_price", "in_service")  # by desk.machine_change
HIGHEST_PRICE = 2**31 - 1


class MachineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A machine. What was not changed in the form is not written, whatever it is by now."""

    name = forms.CharField(max_length=200, required=False, show_hidden_initial=True)
    location = forms.CharField(max_length=200, required=False, show_hidden_initial=True)
    unit_price = forms.IntegerField(
        min_value=1,
        max_value=HIGHEST_PRICE,
        initial=UNIT_PRICE,
        show_hidden_initial=True,
        help_text="Minor units (paise), for new orders",
    )
    in_service = forms.BooleanField(required=False, initial=True, show_hidden_initial=True)
    current_stock = forms.IntegerField(
        min_value=0,
        max_value=MOST_STOCK,
        initial=0,
        show_hidden_initial=True,
        help_text="Units inside. A change counts as a refill.",
    )

    class Meta:
        model = Machine
        fields = ("machine_id", *SET, "current_stock")


@admin.register(Machine, site=site)
class MachineAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Machines, how they are and what they sell for."""

    form = MachineForm
    list_display = (
        *("machine_id", "name", "location", "status", "current_stock", "available"),
        *("unit_price", "in_service", "last_seen", "last_refill_at"),
    )
    list_filter = ("in_service",)
    list_select_related = ("device",)
    search_fields = ("machine_id", "name", "location")
    ordering = ("machine_id",)
    actions = ("new_key", "end_older_keys")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("machine_id", *SET, "current_stock", *(("keys",) if obj is not None else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A name stays: it is on the machine."""
        return ("machine_id", "keys") if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Sales refer to it: it is taken out of service instead."""
        return False

    @admin.display(description="Status")
    def status(self, machine: Machine) -> str:
        return str(machine_shown(machine)["status"])

    @admin.display(description="Available")
    def available(self, machine: Machine) -> int:
        return int(machine_shown(machine)["available"])

    @admin.display(description="Last seen")
    def last_seen(self, machine: Machine) -> Any:
        return machine.device.last_seen_at

    @admin.display(description="Valid keys")
    def keys(self, machine: Machine) -> str:
        """Since when each valid key is there; no key can be read again."""
        return ", ".join(f"{key.pk} (since {iso(key.created_at)})" for key in _valid(machine))

    def save_model(self, request: HttpRequest, obj: Machine, form: Any, change: bool) -> None:
        """Write what was changed in the form, by the actions."""
        values, by = form.cleaned_data, who(request)
        if not change:
            machine, key = machine_create(machine_id=values["machine_id"], key=None)
            obj.pk = machine.pk
            show_key(request, obj.machine_id, key)
        fields = {name: values[name] for name in SET if name in form.changed_data or not change}
        if fields:
            desk.machine_change(machine_id=obj.machine_id, fields=fields, by=by)
        if "current_stock" in form.changed_data:
            desk.stock_set(machine_id=obj.machine_id, stock=values["current_stock"], by=by)

    @admin.action(description="New key", permissions=["change"])
    def new_key(self, request: HttpRequest, chosen: QuerySet[Machine]) -> None:
        """A further key for each of these machines; older ones stay valid."""
        for machine in chosen.order_by("pk"):
            _, key = desk.machine_key_add(machine_id=machine.machine_id, by=who(request))
            show_key(request, machine.machine_id, key)

    @admin.action(description="End older keys", permissions=["change"])
    def end_older_keys(self, request: HttpRequest, chosen: QuerySet[Machine]) -> None:
        """Leave each of these machines its newest key only."""
        ended = 0
        for machine in chosen.select_related("device").order_by("pk"):
            for key in list(_valid(machine))[:-1]:
                name, by = machine.machine_id, who(request)
                desk.machine_key_remove(machine_id=name, key_id=key.pk, by=by)
                ended += 1
        self.message_user(request, f"Keys ended: {ended}.", messages.SUCCESS)


def _valid(machine: Machine) -> QuerySet[DeviceKey]:
    return machine.device.keys.filter(revoked_at=None).order_by("pk")


def who(request: HttpRequest) -> str:
    """The name of whoever has signed in: an account of verification, or a local superuser."""
    user = cast(User, request.user)  # nobody else gets here
    return user.get_short_name() or user.get_username()


@admin.register(Feedback, site=site)
class FeedbackAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What customers say; only its status is changed."""

    list_display = ("id", "machine", "rating", "comment", "status", "created_at")
    list_filter = ("status", "rating")
    list_select_related = ("machine",)
    search_fields = ("machine__machine_id", "comment")
    ordering = ("-id",)
    fields = ("machine", "rating", "comment", "transaction_id", "created_at", "status")
    readonly_fields = fields[:-1]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Feedback, form: Any, change: bool) -> None:
        desk.feedback_change(feedback_id=obj.pk, status=form.cleaned_data["status"])


class Steps(admin.TabularInline):  # type: ignore[type-arg]
    model = SaleStep
    fields = readonly_fields = ("at", "step", "details")
    extra, max_num, can_delete = 0, 0, False


class Refunds(admin.TabularInline):  # type: ignore[type-arg]
    model = Refund
    fields = readonly_fields = ("created_at", "amount", "reason", "state", "done_at")
    extra, max_num, can_delete = 0, 0, False


@admin.register(Sale, site=site)
class SaleAdmin(ReadOnly):
    """The ledger: every transaction, its steps and its refunds."""

    list_display = (
        *("transaction_id", "machine", "state", "quantity", "dispensed", "amount", "currency"),
        *("flag", "created_at", "updated_at"),
    )
    list_filter = ("state", "flag")
    list_select_related = ("machine",)
    search_fields = ("transaction_id", "machine__machine_id")
    ordering = ("-id",)
    exclude = ("code_hash", "command", "confirmation")
    inlines = (Steps, Refunds)


@admin.register(Lock, site=site)
class LockAdmin(ReadOnly):
    """Who has which machine."""

    list_display = ("machine", "client_id", "name", "status", "locked_at", "expires_at")
    list_select_related = ("machine",)
    exclude = ("code_hash",)


@admin.register(LoggedEvent, site=site)
class EventAdmin(ReadOnly):
    """What has happened to machines."""

    list_display = ("id", "machine", "type", "payload", "client_id", "created_at")
    list_filter = ("type",)
    list_select_related = ("machine",)
    search_fields = ("machine__machine_id",)
    ordering = ("-id",)


@admin.register(Mail, site=site)
class MailAdmin(ReadOnly):
    """Mails to operators."""

    list_display = ("id", "subject", "to", "created_at", "sent_at", "error")
    ordering = ("-id",)


@admin.register(Notice, site=site)
class NoticeAdmin(ReadOnly):
    """Events for the operator's own program."""

    list_display = ("id", "type", "payload", "created_at", "sent_at", "attempts", "error")
    list_filter = ("type",)
    ordering = ("-id",)
