"""Settings of the locations service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("locations")
globals().update(base(env, registry.service("locations")))
PUBLIC_URL = env.url("PUBLIC_URL")
CURRENCY = env.currency("CURRENCY", "EUR")
PLACES = env.choice("PLACES", ("open", "admin"), "open")  # who may open one
PLACES_PER_ACCOUNT = env.whole("PLACES_PER_ACCOUNT", 50)
DEMO_LOGIN = env.text("DEMO_LOGIN", "")
env.finish()
