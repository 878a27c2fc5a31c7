"""Users, their login sessions, and the keys that sign tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Role(models.TextChoices):
    """What a user may do in the whole suite; who works at which place, the locations
    service knows.
    """

    CUSTOMER = "customer"
    STAFF = "staff"
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    ADMIN = "admin"


def new_user_roles() -> list[str]:
    return [Role.CUSTOMER.value]


class User(AbstractBaseUser):
    """An account. Its name never changes; `password` holds a hash.

    `look` is the fingerprint of what the name looks like (kit.alike.skeleton); it is empty for
    accounts that looked like an older one before that was refused.
    """

    username = models.CharField(max_length=150)
    look = models.CharField(max_length=64, blank=True, db_default="")
    email = models.CharField(max_length=254)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    roles = models.JSONField(default=new_user_roles)  # list of Role values, in Role's order
    managed_by = models.BigIntegerField(null=True)  # the account of who made it for their staff
    handed_over = models.BooleanField(default=False, db_default=False)  # its password, by somebody
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None  # the sessions tell

    objects: ClassVar[models.Manager[User]] = models.Manager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["username"], name="verification_user_username"),
            models.UniqueConstraint(
                fields=["look"], condition=~models.Q(look=""), name="verification_user_look"
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=Role.values),
                name="verification_user_roles",
            ),
        ]

    def __str__(self) -> str:
        return self.username


class LoginSession(models.Model):
    """One login on one device, until its logout or 14 days after its last use.

    Of the session key only the hash is kept. The refresh token is made of the session's id and
    `generation`, the number of refreshes so far, and is not stored at all (verification.tokens).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64)
    network = models.CharField(max_length=64)  # fingerprint of where the login came from
    generation = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="verification_session_key")
        ]
        indexes = [models.Index(fields=["expires_at"], name="verification_session_expiry")]

    def __str__(self) -> str:
        return f"session {self.pk}"


class NewPassword(models.Model):
    """That somebody else than who knew the old one gave an account a password: who, and when."""

    class Way(models.TextChoices):
        HANDED_OVER = "handed_over"  # by who manages the account, `by`
        MAIL = "mail"  # by a link that was sent to its address

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="new_passwords")
    way = models.CharField(max_length=20, choices=Way)
    by = models.BigIntegerField(null=True)
    network = models.CharField(max_length=64, blank=True)  # fingerprint of where it came from
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"new password of user {self.user_id}: {self.way}"


class PasswordLink(models.Model):
    """A link that was mailed, with which a new password may be chosen once; of it the hash only."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    key_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_hash"], name="verification_link_key")]
        indexes = [models.Index(fields=["expires_at"], name="verification_link_expiry")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class KnownDevice(models.Model):
    """A browser in which a user has signed in, until half a year after the last time.

    It keeps a mark, of which we have the hash only, and which opens nothing: it tells the attempts
    of this browser from those of strangers at the same address.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    mark_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark_hash"], name="verification_device_mark")
        ]
        indexes = [models.Index(fields=["expires_at"], name="verification_device_expiry")]

    def __str__(self) -> str:
        return f"device {self.pk}"


class SigningKey(models.Model):
    """An Ed25519 key. It is published at once, signs from `activates_at` until the next one does
    (`retired_at`), and stays published until the last token that it signed has expired.
    """

    kid = models.CharField(max_length=32)
    public_key = models.CharField(max_length=43)  # base64url, `x` of RFC 8037
    private_key = models.BinaryField()  # encrypted, see kit.sealing
    created_at = models.DateTimeField(auto_now_add=True)
    activates_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kid"], name="verification_signing_kid")]

    def __str__(self) -> str:
        return self.kid
