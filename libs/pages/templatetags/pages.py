"""Tags of the pages' shells: `{% text "…" %}`, `{% styles "…" %}` and `{% module "…" %}`."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from kit.joined.tree import STYLES, sheet_name
from kit.static import joined, modules

from pages import texts as catalogues

register = template.Library()


@register.simple_tag(takes_context=True)
def text(context: Context, message: str) -> str:
    """The text in the reader's language, from its page's catalogue; itself where there is none."""
    return str(context["texts"].get(message, message))


@register.simple_tag(takes_context=True)
def reader(context: Context) -> str:
    """For a page that is no shell: lets `text` speak its reader's language, which the page gets as
    `language` and `direction`.
    """
    language = catalogues.language(context.request, ())  # type: ignore[attr-defined]
    context["language"], context["direction"] = language, catalogues.direction(language)
    context["texts"] = catalogues.texts((), language)
    return ""


@register.simple_tag
def styles(*names: str) -> SafeString:
    """The style sheets of a page: those of all pages, then its own."""
    joins = settings.STATIC_JOINED
    files = [sheet_name(names)] if joins else [*STYLES, *names]
    links = ((static(one),) for one in files)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def module(name: str) -> SafeString:
    """Starts a page's module. It is joined with all that it imports; where it is not, the browser
    is told of all that at once.
    """
    file = joined(settings.SERVICE).module(name) if settings.STATIC_JOINED else ""
    if file:
        return format_html('<script type="module" src="{}"></script>', static(file))
    start, *imported = ((static(one),) for one in modules(settings.SERVICE, name))
    early = format_html_join("\n  ", '<link rel="modulepreload" href="{}">', imported)
    return format_html('<script type="module" src="{}"></script>\n  {}', start[0], early)
