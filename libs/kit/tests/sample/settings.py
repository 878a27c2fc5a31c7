"""Settings of the sample service."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("sample")
globals().update(base(env, service="sample", peers=("verification", "codes"), live=True))
ROOT_URLCONF = "sample.urls"
env.finish()
