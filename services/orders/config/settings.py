"""Settings of the orders service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("orders")
globals().update(base(env, registry.service("orders"), cors_headers=["X-Guest-Key"]))
PUBLIC_URL = env.url("PUBLIC_URL")
MAX_ORDERS_PER_SESSION = env.whole("MAX_ORDERS_PER_SESSION", 1000)
CURRENCY = env.currency("CURRENCY", "EUR")
PLACE_TIMEZONE = env.zone("PLACE_TIMEZONE", "UTC")  # of places that name none
RATE_LIMITS = env.choice("RATE_LIMITS", ("on", "off"), "on") == "on"  # of each table
DEMO_LOGIN = env.text("DEMO_LOGIN", "")
DEMO_PLACE = env.text("DEMO_PLACE", "")  # a file that the demo of `make run` writes
env.finish()
