from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """A row for each picture that somebody has sent: what nobody refers to is found and removed."""

    dependencies = [
        ("products", "0011_fill_in_what_searches_look_into"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("location_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=32)),
                ("kept_at", models.DateTimeField(db_default=Now())),
                ("logo_at", models.DateTimeField(null=True)),
                ("going", models.BooleanField(db_default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["location_id", "key"], name="picture_location_key"
                    )
                ]
            },
        ),
    ]
