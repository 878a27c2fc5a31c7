"""Settings of the sample service."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from tests.sample.entry import SAMPLE

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(SAMPLE.name)
globals().update(base(env, SAMPLE, operators=("lockers.locker",)))
PUBLIC_URL = env.url("PUBLIC_URL")
env.finish()
