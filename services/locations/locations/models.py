"""Locations and who works at them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Location(models.Model):
    """A place of a business: a café, a shop, a stall in a food court.

    Latitude and longitude are degrees (WGS 84), each null when unknown. `labels` holds the search
    keys of tags and categories, see kit.labels. `look` is the fingerprint of what name and address
    look like (kit.alike); it is empty for those that looked like an older one before that was
    refused. `logo` is the address of a picture of this location (kit.pictures), `color` is #rrggbb.
    `searchable` is what a search by name looks into (kit.searching); empty in the row of a process
    of the release before.
    """

    name = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True)
    address = models.CharField(max_length=300, blank=True)
    user_id = models.BigIntegerField()  # the owner, in verification
    latitude = models.DecimalField(max_digits=10, decimal_places=8, null=True)
    longitude = models.DecimalField(max_digits=11, decimal_places=8, null=True)
    website = models.CharField(max_length=500, null=True)  # noqa: DJ001 - null is in the contract
    telephone = models.CharField(max_length=50, null=True)  # noqa: DJ001 - null is in the contract
    logo = models.CharField(max_length=100, null=True)  # noqa: DJ001 - null is in the contract
    color = models.CharField(max_length=7, null=True)  # noqa: DJ001 - null is in the contract
    categories = ArrayField(models.TextField(), default=list)
    tags = ArrayField(models.TextField(), default=list)
    labels = ArrayField(models.TextField(), default=list)
    look = models.CharField(max_length=64, blank=True, db_default="")
    searchable = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "address"], name="location_name_address"),
            models.UniqueConstraint(
                fields=["look"], condition=~models.Q(look=""), name="location_look"
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "id"], name="location_owner"),
            models.Index(fields=["latitude", "longitude"], name="location_position"),
            GinIndex(fields=["labels"], name="location_labels"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What staff are at a location; each may do what those before may (peers.locations)."""

    KITCHEN = "kitchen"
    WAITER = "waiter"
    MANAGER = "manager"


OWNER = "owner"  # beside these on the wire: whoever has the location


class Dismissal(models.Model):
    """That somebody worked for an owner once: an account that they made for this person is theirs
    no longer, also when they hire it again.
    """

    owner_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "user_id"], name="location_dismissal_once")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} worked for {self.owner_id}"


class LocationStaff(models.Model):
    """A user who works at a location without owning it. Who was hired before there were roles may
    do what all staff could.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="staff")
    user_id = models.BigIntegerField()
    role = models.CharField(max_length=20, choices=Role, default=Role.MANAGER, db_default="manager")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "user_id"], name="location_staff_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="location_staff_role"
            ),
        ]
        indexes = [models.Index(fields=["user_id", "location"], name="location_staff_user")]

    def __str__(self) -> str:
        return f"user {self.user_id} at location {self.location_id}"
