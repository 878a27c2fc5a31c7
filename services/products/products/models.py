"""The catalogue and its stock ledger."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from kit.money import MoneyField

from products.barcodes import IN_FULL


class Product(models.Model):
    """Something that a location sells.

    `seller_id` is the owner of the location when the product came there. `stock` counts units and
    is null where nobody counts; `reserved` of them are kept by open holds (HoldLine), which may be
    more than a stock-taking finds. `min_age` is how old who buys it has to be. `vat_rate` is the
    tax that its price includes, in percent; null is the standard rate of its place. `slug` is the
    readable part of an address, made of the name, not unique. `position` is its place on the menu
    of its location, from 1 on; null comes last, by id. `labels` holds the search keys of tags,
    categories and additives, see kit.labels. `look` is the fingerprint of what location, first
    category and name look like (kit.alike); it is empty for those that looked like an older one
    before that was refused. `barcode` is shown as it was written, and compared as products.barcodes
    says; `barcode_twin` is set where an older product of the location had the same one, written the
    other way, before that was refused. `searchable` is what a search by name looks into
    (kit.searching); empty in the row of an older process until the worker comes. What is not
    `is_listed` stands on no menu: it is only taken from stock by options. `option_groups` are the
    ids of those that are asked for with it, in this order; `options_revision` counts their changes.
    `category_words` is what CategoryWords says of its categories, by name. `words` are its name and
    description by language; `allergens` are codes of schemas.words.
    """

    location_id = models.BigIntegerField()  # in locations
    seller_id = models.BigIntegerField()  # in verification
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True)
    price = MoneyField()  # with the decimals of the suite's currency; 0 is free
    barcode = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null is "has none"
    barcode_twin = models.BooleanField(db_default=False)
    stock = models.IntegerField(null=True)
    reserved = models.IntegerField(db_default=0)
    min_age = models.SmallIntegerField(null=True)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    low_stock_threshold = models.IntegerField(default=5)
    is_active = models.BooleanField(default=True)
    is_listed = models.BooleanField(db_default=True)
    option_groups = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    options_revision = models.IntegerField(db_default=0)
    position = models.IntegerField(null=True)
    image = models.CharField(max_length=500, null=True)  # noqa: DJ001 - null is "has none"
    tags = ArrayField(models.TextField(), default=list)
    categories = ArrayField(models.TextField(), default=list)
    additives = ArrayField(models.TextField(), default=list)
    allergens = ArrayField(models.TextField(), default=list, db_default=[])
    words = models.JSONField(default=dict, db_default={})
    category_words = models.JSONField(default=dict, db_default={})
    labels = ArrayField(models.TextField(), default=list)
    look = models.CharField(max_length=64, blank=True, db_default="")
    searchable = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["look"], condition=~Q(look=""), name="product_look"),
            # The barcode first: a scan that knows no location asks this index too.
            models.UniqueConstraint(
                fields=["barcode", "location_id"], name="product_barcode_location"
            ),
            models.UniqueConstraint(
                IN_FULL,
                F("location_id"),
                condition=Q(barcode_twin=False),
                name="product_barcode_in_full",
            ),
            models.CheckConstraint(condition=Q(stock__gte=0), name="product_stock_not_negative"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0), name="product_reserved_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["location_id", "id"], name="product_location"),
            GinIndex(fields=["labels"], name="product_labels"),
            GinIndex(fields=["option_groups"], name="product_option_groups"),
        ]

    def __str__(self) -> str:
        return self.name


class OptionGroup(models.Model):
    """What may be chosen with a product, as its size or what is added: at least `least` and at most
    `most` of its options. Several products of a location may have it. `look` is the fingerprint of
    what location and name look like (kit.alike).
    """

    location_id = models.BigIntegerField()  # in locations
    name = models.CharField(max_length=100)
    least = models.SmallIntegerField(default=0)
    most = models.SmallIntegerField(default=1)
    words = models.JSONField(default=dict, db_default={})
    look = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["look"], name="option_group_look"),
            models.CheckConstraint(
                condition=Q(least__gte=0, most__gte=1, least__lte=F("most")),
                name="option_group_least_most",
            ),
        ]
        indexes = [models.Index(fields=["location_id", "id"], name="option_group_location")]

    def __str__(self) -> str:
        return self.name


class Option(models.Model):
    """One that may be chosen of a group. `price` is the difference that it makes, which may be
    negative; `place` is its place in the group, from 0 on. `product` is what one of it takes from
    stock; none where nobody counts.
    """

    group = models.ForeignKey(OptionGroup, on_delete=models.CASCADE, related_name="options")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True)
    name = models.CharField(max_length=100)
    price = MoneyField()
    is_default = models.BooleanField()
    is_active = models.BooleanField()
    place = models.SmallIntegerField()
    additives = ArrayField(models.TextField(), default=list)
    allergens = ArrayField(models.TextField(), default=list, db_default=[])
    words = models.JSONField(default=dict, db_default={})

    def __str__(self) -> str:
        return self.name


class CategoryWords(models.Model):
    """What a category is called, by language. `look` is its fingerprint with the location."""

    location_id = models.BigIntegerField(db_index=True)  # in locations
    look = models.CharField(max_length=64, unique=True)
    words = models.JSONField()

    def __str__(self) -> str:
        return f"a category of location {self.location_id}"


class Hold(models.Model):
    """Units that a service has put aside under a key of its own, for a time or for good.

    `product_ids` and `quantities` are the lines, by product id; both are empty when a key was
    released before it came. A hold that is `held` ends at `expires_at` by the database's clock,
    whatever its row says: only its lines in HoldLine keep units from others. `reference` and `who`
    are what the caller says of the sale.
    """

    class State(models.TextChoices):
        HELD = "held"
        COMMITTED = "committed"  # sold
        RELEASED = "released"  # given back
        GONE = "gone"  # given back by a commit that came too late for its units

    service = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices)
    product_ids = ArrayField(models.BigIntegerField(), default=list)
    quantities = ArrayField(models.IntegerField(), default=list)
    expires_at = models.DateTimeField(db_default=Now())
    reference = models.CharField(max_length=200, default="")
    who = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "key"], name="hold_service_key")]
        indexes = [models.Index(fields=["created_at"], name="hold_created")]

    def __str__(self) -> str:
        return f"{self.service} {self.key}: {self.state}"


class HoldLine(models.Model):
    """What an open hold keeps of a product; the row goes when the hold ends.

    `units` count into the product's `reserved`; they are 0 where nobody counted the product at the
    time. Whoever takes away a row with units holds the lock of its product.
    """

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    units = models.IntegerField()
    expires_at = models.DateTimeField()  # of the hold

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=0), name="hold_line_units_not_negative")
        ]
        indexes = [models.Index(fields=["expires_at"], name="hold_line_expires")]

    def __str__(self) -> str:
        return f"{self.units} of product {self.product_id}"


class Movement(models.Model):
    """A change of a product's stock, for good: rows are only added, and a trigger refuses others.

    `change` is what was done, `shortfall` the units that were not there to be taken, `stock` what
    was on hand afterwards (null where nobody counts). `who` and `reference` are words of the caller
    for a person and for what led to it. It outlives its product.
    """

    class Kind(models.TextChoices):
        SALE = "sale"
        DELIVERY = "delivery"
        LOSS = "loss"
        STOCK_TAKING = "stock_taking"
        REFUND = "refund"  # goods came back
        RESTOCK = "restock"

    product_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    change = models.IntegerField()
    shortfall = models.IntegerField(default=0)
    stock = models.IntegerField(null=True)
    reference = models.CharField(max_length=200, default="")
    who = models.CharField(max_length=200, default="")
    service = models.CharField(max_length=100)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["product_id", "-id"], name="movement_product")]

    def __str__(self) -> str:
        return f"{self.kind} {self.change} of product {self.product_id}"


class StockMove(models.Model):
    """What was answered to a key at /internal/stock/move/; `fingerprint` is of the body."""

    service = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    answer = models.BinaryField(default=b"")  # JSON
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="stock_move_service_key")
        ]
        indexes = [models.Index(fields=["created_at"], name="stock_move_created")]

    def __str__(self) -> str:
        return f"{self.service} {self.key}"


class ProductChange(models.Model):
    """The last transaction that changed a product in what the feed shows; triggers write it.

    A row of its own, so that a sale rewrites no index of the product. It stays when the product is
    deleted: one small row says so to whoever asks late.
    """

    product_id = models.BigIntegerField(primary_key=True)
    changed_in = models.BigIntegerField()  # the number of the transaction
    changed_at = models.DateTimeField(db_default=Now())
    deleted = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["changed_in", "product_id"], name="product_change_order"),
            models.Index(fields=["changed_at"], name="product_change_age"),
        ]

    def __str__(self) -> str:
        return f"product {self.product_id} in {self.changed_in}"


class Picture(models.Model):
    """A picture of a location whose files were kept, or shall be: the row comes first, and goes
    last. `key` names its pixels. `kept_at` is when it was sent last, and `logo_at` when it was last
    sent as the place's logo. What is `going` is nobody's any more, and its files are being deleted.
    """

    location_id = models.BigIntegerField()  # in locations
    key = models.CharField(max_length=32)
    kept_at = models.DateTimeField(db_default=Now())
    logo_at = models.DateTimeField(null=True)
    going = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location_id", "key"], name="picture_location_key")
        ]

    def __str__(self) -> str:
        return f"{self.location_id}/{self.key}"
