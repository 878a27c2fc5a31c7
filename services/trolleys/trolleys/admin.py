"""The admin of trolleys. Every write goes through an action, so listeners hear of it; sessions and
the audit of carts are only shown.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from kit.admin.pages import ReadOnly
from kit.admin.site import site
from kit.errors import Conflict

from trolleys import life, wire
from trolleys.actions import trolleys as actions
from trolleys.actions.unassign import trolley_unassign
from trolleys.models import CartAudit, Session, Trolley
from trolleys.models.trolleys import NO_NAMES

GUEST = "(guest)"
WRITABLE = ("is_active", "location_id")


def holder(trolley: Any) -> Session | None:
    """The living session on a row of TrolleyAdmin."""
    rows = getattr(trolley, "open_sessions", None)
    if rows is None:
        rows = list(Session.objects.filter(life.alive(), trolley=trolley.pk)) if trolley.pk else []
    return rows[0] if rows else None


class TrolleyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A trolley. Clearing `assigned_to` takes it away from who had it when the form was opened."""

    location_id = forms.IntegerField(
        min_value=0, initial=0, show_hidden_initial=True, help_text="0: without a location"
    )
    is_active = forms.BooleanField(required=False, initial=True, show_hidden_initial=True)
    assigned_to = forms.ChoiceField(
        required=False, show_hidden_initial=True, help_text="Clear it to force unassign."
    )

    class Meta:
        model = Trolley
        fields = ("trolley_id", *WRITABLE)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        session = holder(self.instance)
        choices = [("", "---------")]
        if session is not None:
            choices.append((str(session.session_id), session.user_name or GUEST))
        self.fields["assigned_to"].choices = choices  # type: ignore[attr-defined]
        self.initial["assigned_to"] = choices[-1][0]

    def clean_trolley_id(self) -> str:
        name: str = self.cleaned_data["trolley_id"]
        if name in NO_NAMES:
            raise forms.ValidationError("This is no name of a trolley.")
        return name

    @property
    def seen(self) -> str:
        """The session that had the trolley when the form was opened."""
        hidden = self.data.get(self.add_initial_prefix("assigned_to"))
        return str(self.initial["assigned_to"] if hidden is None else hidden)


@admin.register(Trolley, site=site)
class TrolleyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Trolleys, who has them and since when."""

    form = TrolleyForm
    list_display = (
        *("trolley_id", "status", "assigned_to", "assigned_since", "is_active", "is_locked"),
        *("location_id", "last_seen", "created_at"),
    )
    list_filter = ("is_active", "location_id")
    search_fields = ("trolley_id",)
    ordering = ("trolley_id",)
    actions = ("force_unassign",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trolley]:
        alive = Prefetch("sessions", Session.objects.filter(life.alive()), to_attr="open_sessions")
        found: QuerySet[Trolley] = super().get_queryset(request)
        return found.select_related("device").prefetch_related(alive)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("trolley_id", *WRITABLE, *(("assigned_to",) if obj is not None else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A name stays: it is on the trolley."""
        return ("trolley_id",) if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Sessions and receipts refer to it: it is switched off instead."""
        return False

    @admin.display(description="Status")
    def status(self, trolley: Trolley) -> str:
        shown = str(self._shown(trolley)["status"])
        return shown.replace("_", " ").title()

    @admin.display(description="Assigned to")
    def assigned_to(self, trolley: Trolley) -> str | None:
        session = holder(trolley)
        return None if session is None else session.user_name or GUEST

    @admin.display(description="Assigned since")
    def assigned_since(self, trolley: Trolley) -> timedelta | None:
        session = holder(trolley)
        if session is None:
            return None
        return timedelta(seconds=int((timezone.now() - session.assigned_at).total_seconds()))

    @admin.display(boolean=True, description="Locked")
    def is_locked(self, trolley: Trolley) -> bool:
        return holder(trolley) is None

    @admin.display(description="Last seen")
    def last_seen(self, trolley: Trolley) -> datetime | None:
        return wire.trolleys.last_seen(trolley, holder(trolley))

    def _shown(self, trolley: Trolley) -> dict[str, Any]:
        return wire.trolleys.trolley_object(trolley, holder(trolley), names=True)

    def save_model(self, request: HttpRequest, obj: Trolley, form: Any, change: bool) -> None:
        """Write what was changed in the form, by the actions."""
        values = form.cleaned_data
        if not change:
            fields = {name: values[name] for name in ("trolley_id", *WRITABLE)}
            obj.pk = actions.trolley_create(**fields).pk
            return
        if form.seen and not values["assigned_to"]:
            unassign(request, obj.trolley_id, only=form.seen)
        fields = {name: values[name] for name in WRITABLE if name in form.changed_data}
        if fields:
            actions.trolley_change(trolley_id=obj.trolley_id, fields=fields)

    @admin.action(description="Force unassign", permissions=["change"])
    def force_unassign(self, request: HttpRequest, chosen: QuerySet[Trolley]) -> None:
        """Take these trolleys from whoever has them."""
        released = 0
        for trolley_id in chosen.order_by("pk").values_list("trolley_id", flat=True):
            try:
                unassign(request, trolley_id)
            except Conflict:
                self.message_user(request, f"{trolley_id} is not in use.", messages.WARNING)
            else:
                released += 1
        if released:
            self.message_user(request, f"Unassigned: {released}.", messages.SUCCESS)


def unassign(request: HttpRequest, trolley_id: str, *, only: str | None = None) -> None:
    """Take a trolley away in the name of whoever has signed in: an account of verification, or a
    local superuser, who has no id there.
    """
    user = cast(User, request.user)  # nobody else gets here
    account = user.get_username().removeprefix("verification:")
    trolley_unassign(
        trolley_id=trolley_id,
        user_id=int(account) if account.isdecimal() else 0,
        user_name=user.get_short_name() or user.get_username(),
        only=only,
    )


@admin.register(Session, site=site)
class SessionAdmin(ReadOnly):
    """Who had which trolley, and how it ended."""

    list_display = (
        *("session_id", "trolley", "user_name", "state", "started_at", "ended_at", "ended_by"),
        "check_state",
    )
    list_filter = ("state", "ended_by", "check_state")
    list_select_related = ("trolley",)
    search_fields = ("trolley__trolley_id", "user_name")
    ordering = ("-id",)
    exclude = ("code", "seq", "epoch", "end_answer")  # the code is what lets somebody in


@admin.register(CartAudit, site=site)
class CartAuditAdmin(ReadOnly):
    """What was changed in carts, by whom."""

    list_display = (
        *("id", "cart", "user_name", "action", "product_name", "changes", "timestamp"),
        "ip_address",
    )
    list_filter = ("action",)
    list_select_related = ("cart",)
    search_fields = ("user_name", "product_name")
    ordering = ("-id",)
