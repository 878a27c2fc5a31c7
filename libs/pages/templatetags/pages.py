"""Tags of the pages' shells: `{% text "…" %}` and `{% module "…" %}`."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from kit.static import modules

register = template.Library()


@register.simple_tag(takes_context=True)
def text(context: Context, message: str) -> str:
    """The text in the reader's language, from its page's catalogue; itself where there is none."""
    return str(context["texts"].get(message, message))


@register.simple_tag
def module(name: str) -> SafeString:
    """Starts a page's module; the browser is told at once of all that it imports."""
    start, *imported = ((static(one),) for one in modules(settings.SERVICE, name))
    early = format_html_join("\n  ", '<link rel="modulepreload" href="{}">', imported)
    return format_html('<script type="module" src="{}"></script>\n  {}', start[0], early)
