from devices import kinds
from django.apps import AppConfig

from store.device_kinds import SCANNER, SHELF, SILENCE


class StoreConfig(AppConfig):
    name = "store"

    def ready(self) -> None:
        from store.actions import payments, refunds  # noqa: F401 - hear of the provider's webhooks

        for name in (SCANNER, SHELF):
            kinds.register(kinds.Kind(name=name, group=name + "_{}", silence=SILENCE))
