from django.db import migrations, models


class Migration(migrations.Migration):
    """A place has a logo and a colour; folded names beside the names. The version before writes
    none of these: its rows are found by the name as it is written.
    """

    dependencies = [
        ("locations", "0006_who_worked_for_whom"),
    ]

    operations = [
        migrations.AddField("location", "logo", models.CharField(max_length=100, null=True)),
        migrations.AddField("location", "color", models.CharField(max_length=7, null=True)),
        migrations.AddField("location", "searchable", models.TextField(blank=True, db_default="")),
    ]
