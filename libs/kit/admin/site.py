"""The admin's site, its sign-in form with a limit on failures, and its paths."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from kit import throttle
from kit.addresses import client_network
from kit.admin.accounts import TOO_OFTEN
from kit.errors import TooMany
from kit.throttle import Limit

WINDOW = timedelta(minutes=15)
PAIR = Limit("admin sign-in of a name from a network", 10, WINDOW)
NETWORK = Limit("admin sign-in from a network", 100, WINDOW)


class SignInForm(AdminAuthenticationForm):
    """Django's form; who has failed too often from one network waits.

    Nobody is locked out by what strangers do elsewhere: names alone are not counted here.
    Verification has limits of its own for its accounts.
    """

    def clean(self) -> dict[str, Any]:
        network = client_network(cast(HttpRequest, self.request))
        pair = PAIR.of(self.cleaned_data.get("username", ""), network)
        place = NETWORK.of(network)
        try:
            throttle.standing(pair, place).require(pair, place)
            cleaned = super().clean()
        except TooMany:
            raise ValidationError(TOO_OFTEN, code="throttled") from None
        except ValidationError as refused:
            if refused.code == "invalid_login":
                throttle.failure_count(pair, place)
            raise
        throttle.failures_clear(pair)
        return cleaned


class Site(AdminSite):
    """Where services register their models: `@admin.register(Trolley, site=site)`."""

    site_title = site_header = "Aisle"
    login_form = SignInForm


site = Site()


def urls() -> list[URLPattern | URLResolver]:
    """The admin below its path, with the models that the service's apps register in `admin.py`;
    `/admin/` leads there.
    """
    entry = settings.SERVICE
    for app in entry.apps:
        if find_spec(f"{app}.admin"):
            import_module(f"{app}.admin")
    return [
        path(entry.admin.removeprefix("/"), site.urls),
        re_path(r"^admin(?:/.*)?$", RedirectView.as_view(url=entry.admin)),
    ]
