"""What customers do, in tests."""

from datetime import timedelta

from devices.models import Command, Device
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from vending.models import Lock, Machine
from world import ALICE

LOCK = "/api/lock-by-code"


def take(api, machine, client=ALICE, **more):
    """Send the code that a machine shows, as a client → status, body."""
    code = Machine.objects.get(pk=machine.pk).display_code
    answer = api.send(LOCK, {"client_id": client, "code": code, **more})
    return answer.status_code, answer.json()


def release(api, machine, client=ALICE):
    """Unlock it → status, body."""
    answer = api.send(f"/api/machine/{machine.machine_id}/unlock", {"client_id": client})
    return answer.status_code, answer.json()


def status_of(api, machine, client=""):
    """What a client sees of a machine."""
    query = f"?client_id={client}" if client else ""
    answer = api.ask(f"/api/machine/{machine.machine_id}/public-status{query}")
    assert answer.status_code == 200
    return answer.json()


def frames_of(machine):
    """What was ordered to be sent to a machine, in order."""
    sent = Command.objects.filter(device=machine.device).order_by("pk")
    return [command.payload for command in sent]


def come_online(machine):
    """The machine has registered and was just heard."""
    Device.objects.filter(pk=machine.device_id).update(online=True, last_seen_at=Now())


def run_out(machine):
    """The time of the lock on a machine is over, a second ago; its code is as old."""
    ago = timedelta(minutes=10, seconds=1)
    Lock.objects.filter(pk=machine.pk).update(
        locked_at=F("locked_at") - ago, expires_at=F("expires_at") - ago
    )
    Machine.objects.filter(pk=machine.pk).update(
        display_code_expires_at=F("display_code_expires_at") - ago
    )


def everything():
    """A digest of each table of the service and its devices."""
    models = [
        *apps.get_app_config("vending").get_models(),
        *apps.get_app_config("devices").get_models(),
    ]
    digests = [
        f"SELECT '{table}', md5(string_agg(row, ' ' ORDER BY row))"
        f" FROM (SELECT to_jsonb({table})::text AS row FROM {table}) rows"
        for table in (model._meta.db_table for model in models)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digests))
        return dict(cursor.fetchall())
