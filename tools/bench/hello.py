"""The limit for HTTP: Django without middleware answering a constant, on the same server as our
services.
"""

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

HELLO = b'{"hello":"world"}'

settings.configure(
    SECRET_KEY="bench",  # noqa: S106 - signs nothing
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
)
django.setup()


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        HELLO, content_type="application/json", headers={"Content-Length": len(HELLO)}
    )


urlpatterns = [path("hello/", hello)]

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
