from django.db import migrations
from kit.alike import fingerprint, skeleton
from kit.inserts import keys_fill


def fill(apps, schema_editor):
    """Of accounts that look alike the oldest gets it; the others go on as they are."""
    user = apps.get_model("verification", "User")
    keys_fill(user, "look", lambda account: fingerprint(account.username, by=skeleton))


class Migration(migrations.Migration):
    atomic = False  # in batches, while the release before goes on

    dependencies = [
        ("verification", "0003_names_that_look_alike"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
