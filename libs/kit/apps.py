from django.apps import AppConfig
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries


class KitConfig(AppConfig):
    name = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take off each request what none of our services needs: no cache framework, no query log;
        the database connection is looked at once, by our middleware. Measured: a tenth of a cached
        read.
        """
        request_started.disconnect(reset_queries)
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        request_finished.disconnect(close_caches)
