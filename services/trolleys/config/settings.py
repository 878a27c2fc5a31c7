"""Settings of the trolleys service; all values come from the environment, see .env.example."""

from datetime import timedelta
from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("trolleys")
globals().update(base(env, registry.service("trolleys"), operators=("trolleys.trolley",)))
PUBLIC_URL = env.url("PUBLIC_URL")
CURRENCY = env.currency("CURRENCY", "EUR")  # ISO 4217
SESSION_LIFE = timedelta(seconds=env.whole("TROLLEY_SESSION_SECONDS", 30))
RESTORABLE_FOR = timedelta(minutes=env.whole("TROLLEY_RESTORE_MINUTES", 10))
RESERVED_FOR = timedelta(minutes=env.whole("TROLLEY_RESERVE_MINUTES", 10))
PAYMENT_LIFE = timedelta(minutes=env.whole("PAYMENT_MINUTES", 15))
DEMO_LOGIN = env.text("DEMO_LOGIN", "")
DEMO_SHOPPER = env.text("DEMO_SHOPPER", "")
DEMO_PLACE = env.text("DEMO_PLACE", "")  # a file that the demo of `make run` writes
env.finish()
