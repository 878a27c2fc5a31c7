from devices import kinds
from django.apps import AppConfig

from store.device_kinds import SCANNER, SHELF, SILENCE


class StoreConfig(AppConfig):
    name = "store"

    def ready(self) -> None:
        for name in (SCANNER, SHELF):
            kinds.register(kinds.Kind(name=name, group=name + "_{}", silence=SILENCE))
