from django.db import migrations
from kit.alike import fingerprint
from kit.inserts import keys_fill


def fill(apps, schema_editor):
    """Of places that look alike the oldest gets it; the others go on as they are."""
    location = apps.get_model("locations", "Location")
    keys_fill(location, "look", lambda place: fingerprint(place.name, place.address))


class Migration(migrations.Migration):
    atomic = False  # in batches, while the release before goes on

    dependencies = [
        ("locations", "0003_places_that_look_alike"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
