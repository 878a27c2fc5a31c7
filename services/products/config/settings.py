"""Settings of the products service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("products")
globals().update(base(env, service="products", peers=("verification", "locations")))
env.finish()
