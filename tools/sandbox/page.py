"""The hosted page as HTML: forms, no script."""

from __future__ import annotations

from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from currencies import text_of

from suite.registry import ROOT
from tools.sandbox.database import Row
from tools.sandbox.messages import Refused, Request, Response
from tools.sandbox.texts import DECIMAL_POINT, RIGHT_TO_LEFT, TEXTS, language

HERE = Path(__file__).parent / "assets"
SHARED = ROOT / "libs" / "pages" / "static" / "pages"
ASSETS = {
    "tokens.css": (SHARED, "text/css"),
    "base.css": (SHARED, "text/css"),
    "icon.svg": (SHARED, "image/svg+xml"),
    "pay.css": (HERE, "text/css"),
}
#: What is posted, by which of the texts tells it.
BUTTONS = {
    "pay": "pay",
    "decline": "decline",
    "pay_twice": "twice",
    "pay_and_close": "close",
    "take_long": "long",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
}


@cache
def _template(name: str) -> Template:
    return Template((HERE / name).read_text())


def asset(name: str) -> Response:
    """A style sheet or the icon."""
    if name not in ASSETS:
        return Refused(404, "There is nothing at this address.").response
    directory, content_type = ASSETS[name]
    content = (directory / name).read_bytes()
    return Response(200, content, content_type, {"Cache-Control": "no-cache"})


def shown(request: Request, state: str, order: Row, return_to: str, status: int = 200) -> Response:
    """The page of an order that is `open`, `paid` or `declined` just now."""
    tag = language(request)
    texts, amount = TEXTS[tag], text_of(order["amount"], order["currency"])
    total = f"{amount.replace('.', DECIMAL_POINT.get(tag, '.'))} {order['currency']}"
    facts = _filled("facts.html", texts, sum=total, id=order["id"])
    query = f"?{urlencode({'return': return_to})}" if return_to else ""
    address = f"/sandbox/pay/{order['id']}{query}"
    if state == "open":
        buttons = "".join(_button(action, name, texts) for action, name in BUTTONS.items())
        return _page(
            request, facts + _filled("form.html", texts, raw={"buttons": buttons}, address=address)
        )
    end = _banner("good" if state == "paid" else "bad", texts[state])
    if state == "declined":
        end += _link(address, texts["again"])
    return _page(
        request, facts + end + (_link(return_to, texts["back"]) if return_to else ""), status
    )


def refused(request: Request, status: int) -> Response:
    """The page that says why there is none."""
    name = "missing" if status == HTTPStatus.NOT_FOUND else "unreadable"
    return _page(request, _banner("warn", TEXTS[language(request)][name]), status)


def _page(request: Request, content: str, status: int = 200) -> Response:
    tag = language(request)
    direction = "rtl" if tag in RIGHT_TO_LEFT else "ltr"
    html = _filled("page.html", TEXTS[tag], raw={"content": content}, tag=tag, direction=direction)
    headers = {**HEADERS, "Content-Language": tag}
    return Response(status, html.encode(), "text/html; charset=utf-8", headers)


def _button(action: str, name: str, texts: dict[str, str]) -> str:
    kind = {"pay": "primary", "decline": "danger"}.get(action, "")
    words = {"label": texts[name], "about": texts[f"about_{name}"]}
    return _filled("button.html", words, action=action, kind=kind)


def _banner(state: str, text: str) -> str:
    return f'<p class="banner" role="status" data-state="{state}">{escape(text)}</p>'


def _link(address: str, text: str) -> str:
    return f'<a class="button wide" href="{escape(address)}">{escape(text)}</a>'


def _filled(
    name: str, texts: dict[str, str], *, raw: dict[str, str] | None = None, **values: str
) -> str:
    """A template with these texts and values escaped, and `raw` as it is."""
    escaped = {key: escape(value) for key, value in {**texts, **values}.items()}
    return _template(name).substitute(escaped, **(raw or {}))
