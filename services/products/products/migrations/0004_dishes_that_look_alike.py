from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What location, first category and name look like, unique where it is filled in.

    It takes the place of the unique name, since one dish may now stand in two categories. The
    release before relied on that only to refuse a second dish of a name: while both run it takes
    one.
    """

    dependencies = [
        ("products", "0003_prices_of_any_currency"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="look",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                condition=Q(("look", ""), _negated=True),
                fields=("look",),
                name="product_look",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="product",
            name="product_location_name",
        ),
    ]
