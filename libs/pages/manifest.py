"""What a browser needs to put a page on a start screen: its name, where it starts, its pictures.

Each page has a manifest of its own at its own address, `/orders/panel/?manifest=de`: one that
stays, below which the page starts. Under the hash of the static files, where a manifest lay before,
browsers refused `start_url`.
"""

from __future__ import annotations

import re
from html import unescape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static

NAME = "manifest"  # of the query that asks for it, with the language as its value
TITLE = re.compile(r"<title>(.*?)(?: – Aisle)?</title>", re.DOTALL)
SIZES = (192, 512)
PURPOSES = {"any": "icon", "maskable": "icon-maskable"}


def address(request: HttpRequest, language: str) -> str:
    """Where the manifest of the page at this address is."""
    return f"{request.path}?{NAME}={language}"


def wanted(request: HttpRequest) -> str:
    """The language in which a manifest is asked for; "" for the page itself."""
    return request.GET.get(NAME, "")


def answer(request: HttpRequest, page: HttpResponse, language: str) -> HttpResponse:
    """The manifest of a page, named by its title."""
    title = TITLE.search(page.text)
    name = unescape(title[1]) if title else "Aisle"
    home = _home(request.path)
    told = {
        "id": home,
        "start_url": home,
        "scope": home,
        "name": f"{name} – Aisle",
        "short_name": name,
        "lang": language,
        "display": "standalone",
        "background_color": "#f7f6f2",
        "theme_color": "#0d6b4d",
        "icons": [_icon(file, size, use) for use, file in PURPOSES.items() for size in SIZES],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _home(path: str) -> str:
    """Where a page starts from a start screen: without the code of a table or a machine."""
    homes = (screen.path for screen in settings.SERVICE.screens if path.startswith(screen.path))
    return max(homes, key=len, default=path)


def _icon(file: str, size: int, purpose: str) -> dict[str, str]:
    address = static(f"pages/{file}-{size}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
