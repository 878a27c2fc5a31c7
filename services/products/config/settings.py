"""Settings of the products service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base
from products.storage import storages

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("products")
globals().update(base(env, registry.service("products")))
CURRENCY = env.currency("CURRENCY", "EUR")
STORAGES = storages(env)
PICTURES_PER_PLACE = env.positive("PICTURES_PER_PLACE", 2000)
env.finish()
