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

# Links to new passwords are made of the site's own address, never of what a request says.
PUBLIC_URL = env.url("PUBLIC_URL")
SMTP_SERVER = env.text("SMTP_SERVER", "")
SMTP_PORT = env.positive("SMTP_PORT", 587)
SMTP_CA_FILE = env.text("SMTP_CA_FILE", "")  # none: the system's certificate authorities
SENDER_EMAIL = env.text("SENDER_EMAIL", None if SMTP_SERVER else "")
SENDER_PASSWORD = env.text("SENDER_PASSWORD", "")
MAIL_DIR = env.text("MAIL_DIR", "")  # where mails go without an SMTP server

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
