"""The admin of the store: cameras, scanners and machines join here, as the seed describes. Every
write goes through an action, so listeners hear of it; what has happened is only shown.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from kit.admin.pages import ReadOnly, show_key
from kit.admin.site import site

from store.actions import onboarding
from store.models import Camera, Machine, Scanner, Ticket, Video, WeightChange

HARDWARE = ("name", "tag", "model_number", "company", "operation_status")


class Joining(admin.ModelAdmin):  # type: ignore[type-arg]
    """Devices that are added and changed here, and taken out of use instead of deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Clips, scans and tickets refer to it."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The actions have written what refers to other rows."""

    def give_keys(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        """A further key for each of these; older ones stay valid."""
        for row in chosen.select_related("device").order_by("pk"):
            _, key = onboarding.device_key_add(row.device)
            show_key(request, str(row), key)


class CameraForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Camera
        fields = (*HARDWARE, "machines", "stream_url")


@admin.register(Camera, site=site)
class CameraAdmin(Joining):
    """Cameras, and the machines that each of them sees."""

    form = CameraForm
    list_display = (*HARDWARE, "stream_url", "created_at")
    list_filter = ("tag",)
    search_fields = ("name",)
    ordering = ("name",)
    actions = ("take_out",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(removed_at=None)

    def save_model(self, request: HttpRequest, obj: Camera, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.cleaned_data}
        values["machines"] = [machine.pk for machine in values["machines"]]
        if change:
            onboarding.camera_change(camera_id=str(obj.pk), fields=values)
        else:
            obj.pk = onboarding.camera_create(fields=values).pk

    @admin.action(description="Take out of use", permissions=["change"])
    def take_out(self, request: HttpRequest, chosen: QuerySet[Camera]) -> None:
        """Their clips stay."""
        for camera in chosen:
            onboarding.camera_remove(camera_id=str(camera.pk))


class ScannerForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Scanner
        fields = HARDWARE


@admin.register(Scanner, site=site)
class ScannerAdmin(Joining):
    """Scanners at the gates."""

    form = ScannerForm
    list_display = (*HARDWARE, "created_at")
    list_filter = ("tag",)
    search_fields = ("name",)
    ordering = ("name",)
    actions = ("new_key", "take_out")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(removed_at=None)

    def save_model(self, request: HttpRequest, obj: Scanner, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in HARDWARE}
        if change:
            onboarding.scanner_change(scanner_id=str(obj.pk), fields=values)
            return
        scanner = onboarding.scanner_create(fields=values)
        obj.pk, obj.device = scanner.pk, scanner.device
        _, key = onboarding.device_key_add(scanner.device)
        show_key(request, str(scanner), key)

    @admin.action(description="New key", permissions=["change"])
    def new_key(self, request: HttpRequest, chosen: QuerySet[Scanner]) -> None:
        self.give_keys(request, chosen)

    @admin.action(description="Take out of use", permissions=["change"])
    def take_out(self, request: HttpRequest, chosen: QuerySet[Scanner]) -> None:
        """Their keys end."""
        for scanner in chosen:
            onboarding.scanner_remove(scanner_id=str(scanner.pk))


class MachineForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Machine
        fields = ("machine_id", "display_name")


@admin.register(Machine, site=site)
class MachineAdmin(Joining):
    """Machines with scales."""

    form = MachineForm
    list_display = ("machine_id", "display_name", "status", "last_seen", "retired_at")
    list_filter = ("status",)
    search_fields = ("machine_id", "display_name")
    ordering = ("machine_id",)
    actions = ("new_key", "retire")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A number stays: it is on the machine."""
        return ("machine_id",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Machine, form: Any, change: bool) -> None:
        name = form.cleaned_data["display_name"]
        if change:
            onboarding.machine_change(machine_id=obj.pk, display_name=name)
            return
        machine = onboarding.machine_create(
            machine_id=form.cleaned_data["machine_id"], display_name=name
        )
        obj.device = machine.device
        _, key = onboarding.device_key_add(machine.device)
        show_key(request, str(machine), key)

    @admin.action(description="New key", permissions=["change"])
    def new_key(self, request: HttpRequest, chosen: QuerySet[Machine]) -> None:
        self.give_keys(request, chosen.filter(retired_at=None))

    @admin.action(description="Retire", permissions=["change"])
    def retire(self, request: HttpRequest, chosen: QuerySet[Machine]) -> None:
        """They stay for their tickets; their keys end."""
        for machine in chosen:
            onboarding.machine_retire(machine_id=machine.pk)


@admin.register(Ticket, site=site)
class TicketAdmin(ReadOnly):
    """One machine during one visit."""

    list_display = ("name", "machine", "user_id", "start_time", "end_time", "status", "at_risk")
    list_filter = ("status",)
    list_select_related = ("machine",)
    ordering = ("-number",)


@admin.register(Video, site=site)
class VideoAdmin(ReadOnly):
    """Clips."""

    list_display = ("path_local", "camera", "start_time", "end_time", "state", "verified_at")
    list_filter = ("state",)
    list_select_related = ("camera",)
    ordering = ("-start_time",)


@admin.register(WeightChange, site=site)
class WeightChangeAdmin(ReadOnly):
    """What scales have shown."""

    list_display = (
        *("event_time", "machine", "scale_id", "status", "weight_change_g"),
        *("product_id", "quantity", "attribution", "flags"),
    )
    list_filter = ("attribution", "status")
    list_select_related = ("machine",)
    ordering = ("-received_at",)
