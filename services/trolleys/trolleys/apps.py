from devices import kinds
from django.apps import AppConfig


class TrolleysConfig(AppConfig):
    name = "trolleys"

    def ready(self) -> None:
        from trolleys.actions import presence

        kinds.register(
            kinds.Kind(
                name="trolley",
                group="trolley_device_{}",
                silence=30.0,
                presence_changed=presence.trolleys_presence,
            )
        )
