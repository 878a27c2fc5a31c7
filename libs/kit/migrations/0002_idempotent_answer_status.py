"""A repeated write is answered with its first status too; what is stored already was a 200."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="idempotentanswer",
            name="status",
            field=models.SmallIntegerField(db_default=200),
        ),
    ]
