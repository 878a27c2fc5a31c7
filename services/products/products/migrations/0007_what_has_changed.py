from django.db import migrations, models
from django.db.models.functions import Now

# By triggers, so that no write is forgotten: not one of the version before, nor one by hand.
RECORD = """
CREATE FUNCTION products_product_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
  INSERT INTO products_productchange (product_id, changed_in, changed_at, deleted)
  VALUES (changed, pg_current_xact_id()::text::bigint, clock_timestamp(), TG_OP = 'DELETE')
  ON CONFLICT (product_id) DO UPDATE
  SET changed_in = excluded.changed_in, changed_at = excluded.changed_at,
      deleted = excluded.deleted;
  RETURN NULL;
END $$;
CREATE TRIGGER products_product_come_and_go AFTER INSERT OR DELETE ON products_product
  FOR EACH ROW EXECUTE FUNCTION products_product_record();
CREATE TRIGGER products_product_changed AFTER UPDATE ON products_product FOR EACH ROW
  WHEN ((OLD.price, OLD.stock, OLD.reserved, OLD.name, OLD.image, OLD.is_active, OLD.min_age,
         OLD.location_id)
        IS DISTINCT FROM
        (NEW.price, NEW.stock, NEW.reserved, NEW.name, NEW.image, NEW.is_active, NEW.min_age,
         NEW.location_id))
  EXECUTE FUNCTION products_product_record();
"""
FORGET = """
DROP TRIGGER products_product_come_and_go ON products_product;
DROP TRIGGER products_product_changed ON products_product;
DROP FUNCTION products_product_record();
"""


class Migration(migrations.Migration):
    """Which transaction has changed a product last: what others ask for once a second."""

    dependencies = [
        ("products", "0006_holds_and_movements"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductChange",
            fields=[
                ("product_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("changed_in", models.BigIntegerField()),
                ("changed_at", models.DateTimeField(db_default=Now())),
                ("deleted", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["changed_in", "product_id"], name="product_change_order"),
                    models.Index(fields=["changed_at"], name="product_change_age"),
                ],
            },
        ),
        migrations.RunSQL(RECORD, FORGET),
    ]
