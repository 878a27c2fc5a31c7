"""For what a service does in its http process alone, once its apps are loaded."""

from django.dispatch import Signal

http_started = Signal()
