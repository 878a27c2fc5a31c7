"""What a place chooses: steps, who opens tables, the word, languages."""

import django.contrib.postgres.fields
import orders.models.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_tables")]

    operations = [
        migrations.CreateModel(
            name='PlaceSettings',
            fields=[
                ('location_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=9), default=orders.models.tables.all_steps, size=None)),
                ('open_by', models.CharField(choices=[('staff', 'staff'), ('guest', 'guest')], default='staff', max_length=5)),
                ('ask_word', models.BooleanField(default=False)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
            ],
        ),
    ]
