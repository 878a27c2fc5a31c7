from django.db import migrations, models


class Migration(migrations.Migration):
    """Folded names beside the names. The version before writes none: its rows are found by the name
    as it is written, until the worker folds them.
    """

    dependencies = [
        ("products", "0009_all_that_is_shown_changes"),
    ]

    operations = [
        migrations.AddField("product", "searchable", models.TextField(blank=True, db_default="")),
    ]
