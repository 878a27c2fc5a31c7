"""Receipts, and what was taken off bills, are only ever added."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION bills_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE{of} OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION bills_refuse_change();
"""
# Those of a table that becomes part of another one go along.
ADJUSTED = " OF kind, amount, percent, reason, user_id, reverts_id, created_at"
TABLES = {"bills_receipt": "", "bills_adjustment": ADJUSTED, "bills_adjustmentpart": ""}


class Migration(migrations.Migration):
    dependencies = [("bills", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(TRIGGER.format(table=each, of=of) for each, of in TABLES.items()),
            "".join(f"DROP TRIGGER {each}_append_only ON {each};" for each in TABLES)
            + "DROP FUNCTION bills_refuse_change();",
        )
    ]
