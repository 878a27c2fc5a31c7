from devices import kinds
from django.apps import AppConfig


class LockersConfig(AppConfig):
    name = "lockers"

    def ready(self) -> None:
        from lockers import actions

        kinds.register(
            kinds.Kind(
                name="locker",
                group="machine_{}",
                silence=30.0,
                presence_changed=actions.lockers_presence,
                command_ended=actions.locker_answered,
            )
        )
