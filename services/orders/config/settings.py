"""Settings of the orders service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("orders")
PEERS = ("verification", "locations", "codes", "products")
globals().update(base(env, service="orders", peers=PEERS, live=True))
PUBLIC_URL = env.url("PUBLIC_URL")
MAX_ORDERS_PER_SESSION = env.whole("MAX_ORDERS_PER_SESSION", 1000)
CURRENCY = env.currency("CURRENCY", "EUR")
DEMO_LOGIN = env.text("DEMO_LOGIN", "")
env.finish()
