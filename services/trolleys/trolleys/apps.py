from devices import kinds
from django.apps import AppConfig


class TrolleysConfig(AppConfig):
    name = "trolleys"

    def ready(self) -> None:
        kinds.register(kinds.Kind(name="trolley", group="trolley_device_{}", silence=30.0))
