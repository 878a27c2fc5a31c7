"""Settings of the products service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("products")
globals().update(base(env, registry.service("products")))
CURRENCY = env.currency("CURRENCY", "EUR")
env.finish()
