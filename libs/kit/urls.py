"""The paths that every service answers beside its API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from kit import health, metrics


def service_urls(api: NinjaAPI) -> list[URLPattern | URLResolver]:
    """The API with its docs page, and `/healthz/`, `/readyz/`, `/metrics/`, which the gateway keeps
    inside.
    """
    return [
        path("", api.urls),
        path("healthz/", healthz),
        path("readyz/", readyz),
        path("metrics/", exposition),
    ]


def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> HttpResponse:
    failing = health.failing()
    if failing:
        return JsonResponse({"ready": False, "failing": failing}, status=503)
    return JsonResponse({"ready": True})


def exposition(request: HttpRequest) -> HttpResponse:
    body, content_type = metrics.render()
    return HttpResponse(body, content_type=content_type)
