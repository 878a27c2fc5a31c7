"""All paths of the verification service."""

from django.conf import settings
from django.urls import re_path
from django.views.generic import RedirectView
from kit.api import make_api
from kit.urls import service_urls
from ninja.errors import ValidationError
from verification.api import invalid_field, router

api = make_api("verification", title="Verification")
api.add_router("", router)
api.add_exception_handler(ValidationError, invalid_field)

urlpatterns = service_urls(api)
if settings.ADMIN_URL:
    there = RedirectView.as_view(url=settings.ADMIN_URL)
    urlpatterns = [*urlpatterns, re_path(r"^admin(?:/.*)?$", there)]
