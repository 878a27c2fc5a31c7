"""A dish of which something is chosen."""

from world import espresso

COW, OAT, LARGE, SYRUP, CREAM, CARTON = 11, 12, 21, 31, 32, 900


def option(option_id, name, price="0.00", **changes):
    plain = {"is_default": False, "is_active": True, "product_id": None, "additives": []}
    return {"id": option_id, "name": name, "price": price, **plain, **changes}


def group(group_id, name, least, most, *options):
    return {"id": group_id, "name": name, "least": least, "most": most, "options": list(options)}


def latte(oat=None, cow=None, **changes):
    """At 3.00, with one of two milks (cow's by itself), perhaps large, and up to two extras."""
    groups = [
        group(
            1, "Milk", 1, 1,
            option(COW, "Cow's milk", is_default=True, **(cow or {})),
            option(OAT, "Oat milk", **{"price": "0.50", "product_id": CARTON, **(oat or {})}),
        ),
        group(2, "Size", 0, 1, option(LARGE, "Large", "1.20")),
        group(
            3, "Extras", 0, 2,
            option(SYRUP, "Syrup", "0.30"), option(CREAM, "No cream", "-0.40"),
        ),
    ]  # fmt: skip
    return espresso(**{"name": "Latte", "price": "3.00", "options": groups, **changes})


def names(row):
    return [each["name"] for each in row["options"]]
