from django.apps import AppConfig


class BillsConfig(AppConfig):
    name = "bills"

    def ready(self) -> None:
        from bills.actions import merging, payments, refunds  # noqa: F401 - hear of money and of merges
