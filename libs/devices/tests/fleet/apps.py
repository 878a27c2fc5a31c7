from django.apps import AppConfig


class FleetConfig(AppConfig):
    name = "fleet"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Two kinds: trolleys are strict and say when they are there, boxes are neither."""
        from devices import kinds

        from fleet import hooks

        for name, open_is_alive in (("trolley", False), ("box", True)):
            kinds.register(
                kinds.Kind(
                    name=name,
                    group=f"{name}_{{}}",
                    silence=30.0,
                    open_is_alive=open_is_alive,
                    presence_changed=hooks.presence_changed,
                    command_ended=hooks.command_ended,
                )
            )
