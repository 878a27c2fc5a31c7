"""Settings of the orders service; all values come from the environment, see .env.example."""

from datetime import timedelta
from pathlib import Path

from kit.env import Env
from kit.settings import base
from printing import hosts

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("orders")
globals().update(base(env, registry.service("orders"), cors_headers=["X-Guest-Key"]))
PUBLIC_URL = env.url("PUBLIC_URL")
MAX_ORDERS_PER_SESSION = env.whole("MAX_ORDERS_PER_SESSION", 1000)
CURRENCY = env.currency("CURRENCY", "EUR")
PLACE_TIMEZONE = env.zone("PLACE_TIMEZONE", "UTC")  # of places that name none
RATE_LIMITS = env.choice("RATE_LIMITS", ("on", "off"), "on") == "on"  # of each table
# Where printers may be; see printing.hosts.
PRINTER_NETWORKS = hosts.networks(
    env.items(
        "PRINTER_NETWORKS",
        "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,fc00::/7,::1/128",
    )
)
PRINTER_PORTS = hosts.ports(env.text("PRINTER_PORTS", "9100-9109"))
DEMO_LOGIN = env.text("DEMO_LOGIN", "")
DEMO_PLACE = env.text("DEMO_PLACE", "")  # a file that the demo of `make run` writes
PAYMENT_LIFE = timedelta(minutes=env.positive("PAYMENT_MINUTES", 15))
env.finish()
