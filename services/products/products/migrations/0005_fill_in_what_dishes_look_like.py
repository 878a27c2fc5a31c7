from django.db import migrations
from kit.alike import fingerprint
from kit.inserts import keys_fill


def look(product):
    return fingerprint(str(product.location_id), *product.categories[:1], product.name)


def fill(apps, schema_editor):
    """Of dishes that look alike the oldest gets it; the others go on as they are."""
    keys_fill(apps.get_model("products", "Product"), "look", look)


class Migration(migrations.Migration):
    atomic = False  # in batches, while the release before goes on

    dependencies = [
        ("products", "0004_dishes_that_look_alike"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
