from devices import kinds
from django.apps import AppConfig
from kit.server.started import http_started

from vending.greeting import http_begins
from vending.machine_kind import GROUP, KIND, SILENCE


class VendingConfig(AppConfig):
    name = "vending"

    def ready(self) -> None:
        from vending.actions import dispensing, presence, webhooks  # noqa: F401 - hears of events

        http_started.connect(http_begins)
        kinds.register(
            kinds.Kind(
                name=KIND,
                group=GROUP,
                silence=SILENCE,
                open_is_alive=True,
                presence_changed=presence.machines_presence,
                command_ended=dispensing.command_ended,
            )
        )
