"""`{% text "…" %}`: the few words that a shell says itself, from its page's catalogue."""

from __future__ import annotations

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def text(context: Context, message: str) -> str:
    """The text in the reader's language; itself where there is none."""
    return str(context["texts"].get(message, message))
