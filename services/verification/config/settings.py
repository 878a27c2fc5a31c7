"""Settings of the verification service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("verification")
globals().update(base(env, registry.service("verification")))

# What each service shows at /internal/service-token/: `orders=…,products=…`.
SERVICE_SECRETS = env.pairs("SERVICE_SECRETS")
# The password of the account that `manage.py seed_admin` makes; only that command needs it.
ADMIN_PASSWORD = env.text("AISLE_ADMIN_PASSWORD", "")

# Where this service's development port sends `/admin/`: the original of the store has it there.
ADMIN_URL = env.text("ADMIN_URL", "")

# closed: accounts are made by command only.
REGISTRATION = env.choice("REGISTRATION", ("open", "closed"), "open")

AUTH_USER_MODEL = "verification.User"
# About 40 ms of CPU and 19 MB per login; the others are read, and replaced at the next login.
PASSWORD_HASHERS = [
    "verification.hashing.Argon2id",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# We check our own tokens against our own database instead of asking ourselves over HTTP.
TOKEN_KEYS = "verification.actions.keys.public_keys"  # noqa: S105 - a path

env.finish()
