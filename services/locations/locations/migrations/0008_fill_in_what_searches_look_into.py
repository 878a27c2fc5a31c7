from itertools import islice

from django.db import migrations, transaction
from kit.labels import search_keys
from kit.searching import searchable

BATCH = 1000


def fill(apps, schema_editor):
    """Folded names, and labels with folded keys beside those that the version before asks for."""
    location = apps.get_model("locations", "Location")
    columns = ("id", "name", "categories", "tags")
    empty = location.objects.filter(searchable="").only(*columns).order_by("pk").iterator(BATCH)
    while some := list(islice(empty, BATCH)):
        for each in some:
            each.searchable = searchable(each.name)
            each.labels = search_keys(category=each.categories, tag=each.tags)
        with transaction.atomic():
            location.objects.bulk_update(some, ["searchable", "labels"])


class Migration(migrations.Migration):
    atomic = False  # in batches, while the release before goes on

    dependencies = [
        ("locations", "0007_logo_colour_and_search"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
