from itertools import islice

from django.db import migrations, transaction
from kit.labels import search_keys

BATCH = 1000


def fill(apps, schema_editor):
    """Folded keys beside those that the version before asks for."""
    product = apps.get_model("products", "Product")
    columns = ("id", "labels", "categories", "tags", "additives")
    named = product.objects.exclude(labels=[]).only(*columns).order_by("pk").iterator(BATCH)
    while some := list(islice(named, BATCH)):
        for each in some:
            each.labels = search_keys(
                category=each.categories, tag=each.tags, additive=each.additives
            )
        with transaction.atomic():
            product.objects.bulk_update(some, ["labels"])


class Migration(migrations.Migration):
    atomic = False  # in batches, while the release before goes on

    dependencies = [
        ("products", "0012_pictures_that_are_kept"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
