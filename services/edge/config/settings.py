"""Settings of the edge service; all values come from the environment, see .env.example."""

from datetime import timedelta
from pathlib import Path

from kit.env import Env
from kit.settings import base
from store.logs import with_files
from store.storage import storages

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("edge")
SUPABASE_HEADERS = ("apikey", "X-Client-Info", "Accept-Profile", "Content-Profile", "Range")
globals().update(
    base(
        env,
        registry.service("edge"),
        cors_headers=SUPABASE_HEADERS,
        operators=(
            *("vending.machine", "vending.feedback"),
            *("store.camera", "store.scanner", "store.machine"),
        ),
    )
)
PUBLIC_URL = env.url("PUBLIC_URL")
CORS_ALLOWED_ORIGINS |= frozenset(env.items("FRONTEND_URL", ""))  # type: ignore[name-defined]  # noqa: F821 - of base
DEMO_LOGIN = env.text("DEMO_LOGIN", "")
DEMO_SHOPPER = env.text("DEMO_SHOPPER", "")
DEMO_REVIEWER = env.text("DEMO_REVIEWER", "")
VENDING_CURRENCY = env.currency("VENDING_CURRENCY", "INR")  # ISO 4217
DISPLAY_CODE_TTL_MINUTES = env.positive("DISPLAY_CODE_TTL_MINUTES", 10)  # of locks too
DISPENSE_SECONDS_PER_UNIT = env.positive("DISPENSE_SECONDS_PER_UNIT", 4)
DISPENSE_SLACK = timedelta(seconds=env.whole("DISPENSE_SLACK_SECONDS", 20))
DISPENSE_UNCONFIRMED = env.choice("DISPENSE_UNCONFIRMED", ("refund", "review"), "refund")
ADMIN_PASSWORD = env.text("ADMIN_PASSWORD", "")  # none: operators sign in with their accounts
SMTP_SERVER = env.text("SMTP_SERVER", "")
SMTP_PORT = env.positive("SMTP_PORT", 587)
SMTP_CA_FILE = env.text("SMTP_CA_FILE", "")  # none: the system's certificate authorities
SENDER_EMAIL = env.text("SENDER_EMAIL", None if SMTP_SERVER else "")
SENDER_PASSWORD = env.text("SENDER_PASSWORD", "")  # none: mails are sent without signing in
RECEIVER_EMAIL = env.text("RECEIVER_EMAIL", None if SMTP_SERVER else "")
MAIL_DIR = env.text("MAIL_DIR", "")  # where mails go without an SMTP server
OPERATOR_WEBHOOK_URL = env.text("OPERATOR_WEBHOOK_URL", "")
OPERATOR_WEBHOOK_SECRET = env.text("OPERATOR_WEBHOOK_SECRET", None if OPERATOR_WEBHOOK_URL else "")
DEMO_DISPLAYS = env.text("DEMO_DISPLAYS", "")  # where the demo's machines show themselves
CURRENCY = env.currency("CURRENCY", "EUR")  # of the store, ISO 4217
STORE_DEPOSIT = env.amount("STORE_DEPOSIT", CURRENCY)  # minor units; 0: the store asks for none
PAYMENT_LIFE = timedelta(minutes=env.positive("PAYMENT_MINUTES", 15))  # of the store
STORE_LOCATION_ID = env.whole("STORE_LOCATION_ID", 0) or None  # the location that this store is
SESSION_MINUTES = env.positive("SESSION_MINUTES", 5)
CLIP_MINUTES = env.positive("CLIP_MINUTES", 5)
CLIPS_DIR = env.text("CLIPS_DIR", "")  # none: clips are only registered by their paths
CLIPS_LOCAL_DAYS = env.whole("CLIPS_LOCAL_DAYS", 3)  # after an upload that was read back
CLIPS_ARCHIVE_DAYS = env.positive("CLIPS_ARCHIVE_DAYS", 90)
EDGE_LOG_DIR = env.text("EDGE_LOG_DIR", "")  # none: weight and heartbeat logs go to standard output
MACHINE_STALE_SECONDS = env.positive("MACHINE_STALE_SECONDS", 15)
MACHINE_OFFLINE_SECONDS = env.positive("MACHINE_OFFLINE_SECONDS", 60)
SCALE_HOLD_OFF_SECONDS = env.whole("SCALE_HOLD_OFF_SECONDS", 0)  # a weight has to be steady so long
STORAGES = storages(env)
LOGGING = with_files(globals()["LOGGING"], EDGE_LOG_DIR)
env.finish()
