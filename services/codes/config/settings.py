"""Settings of the codes service; all values come from the environment, see .env.example."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite import registry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("codes")
globals().update(base(env, registry.service("codes")))
HTTP_THREADS = env.whole("HTTP_THREADS", 4)
env.finish()
