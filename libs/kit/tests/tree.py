"""Asks the static tree of the sample service, as its WSGI server does."""

from io import BytesIO

from django.conf import settings
from kit import static


def ask(path, *, changing=False, **more):
    """A static file's status, headers and body; 418 when Django is reached."""
    answer = {}

    def start(status, fields):
        answer["status"], answer["headers"] = int(status.split()[0]), dict(fields)

    def django(environ, start_response):
        start_response("418 Django", [])
        return BytesIO(environ["PATH_INFO"].encode())

    tree = static.StaticTree(django, settings.SERVICE, changing=changing)
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **more}
    body = tree(environ, start)
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return answer["status"], answer["headers"], content
