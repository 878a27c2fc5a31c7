from itertools import islice

from django.db import migrations, transaction
from kit.searching import searchable

BATCH = 1000


def fill(apps, schema_editor):
    product = apps.get_model("products", "Product")
    empty = product.objects.filter(searchable="").only("id", "name").order_by("pk").iterator(BATCH)
    while some := list(islice(empty, BATCH)):
        for each in some:
            each.searchable = searchable(each.name)
        with transaction.atomic():
            product.objects.bulk_update(some, ["searchable"])


class Migration(migrations.Migration):
    atomic = False  # in batches, while the release before goes on

    dependencies = [
        ("products", "0010_what_searches_look_into"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
