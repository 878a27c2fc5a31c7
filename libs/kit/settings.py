"""The settings that all services have in common; each service's config/settings.py adds its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kit import static
from kit.env import Env
from suite.registry import Service

BODY_LIMIT = 256 * 1024  # bytes of a request body
CORS_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "Prefer", "X-Request-Id")
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]


def base(env: Env, entry: Service, *, cors_headers: Sequence[str] = ()) -> dict[str, Any]:
    """Django settings for the service that this entry of the registry describes.

    `cors_headers` are those that pages of other origins may send beside CORS_HEADERS.
    """
    name, peers = entry.name, entry.peers
    settings: dict[str, Any] = {
        "SERVICE": entry,
        "SERVICE_NAME": name,
        "SECRET_KEY": env.text("SECRET_KEY"),
        # Django's own debug mode (stack traces in answers, query log in memory) is never on.
        # DEBUG=1 shows the services' debugging pages only.
        "DEBUG": False,
        "DEBUG_PAGES": env.flag("DEBUG"),
        # Its peers reach it by the names of its processes.
        "ALLOWED_HOSTS": [*env.items("ALLOWED_HOSTS"), *entry.process_names],
        "AUTH_MODE": env.choice("AUTH_MODE", ("open", "strict"), "strict"),
        "CORS_ALLOWED_ORIGINS": frozenset(env.items("CORS_ALLOWED_ORIGINS", "")),
        "CORS_ALLOWED_HEADERS": (*CORS_HEADERS, *cors_headers),
        # Where our peers are, and what we show verification to get a token for their /internal/
        # routes.
        **{f"{peer.upper()}_SERVICE_URL": env.url(f"{peer.upper()}_SERVICE_URL") for peer in peers},
        "SERVICE_SECRET": env.text("SERVICE_SECRET") if peers else "",
        "REDIS_URL": env.text("REDIS_URL") if entry.live else "",
        "DATABASES": {"default": env.database()},
        "INSTALLED_APPS": ["ninja", "kit", "pages", *entry.apps],
        "MIDDLEWARE": ["kit.middleware.gate"],
        "ROOT_URLCONF": "config.urls",
        "WSGI_APPLICATION": "config.wsgi.application",
        "TEMPLATES": [
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "APPEND_SLASH": False,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": BODY_LIMIT,
        "STATIC_URL": static.address(entry),
        "LANGUAGES": LANGUAGES,
        "LANGUAGE_CODE": "en",
        "LANGUAGE_COOKIE_NAME": "aisle_language",
        "LOGGING": logging(env.choice("LOG_FORMAT", ("json", "text"), "json"), env),
    }
    if entry.live:
        settings["INSTALLED_APPS"][:0] = ["channels", "live"]
        settings["ASGI_APPLICATION"] = "config.asgi.application"
        settings["CHANNEL_LAYERS"] = {
            "default": {
                "BACKEND": "live.layer.LiveLayer",
                "CONFIG": {"hosts": [settings["REDIS_URL"]], "prefix": name},
            }
        }
    return settings


def logging(style: str, env: Env) -> dict[str, Any]:
    """One line per record on standard output, as JSON or as text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "kit.logs.JsonFormatter"},
            "text": {"()": "kit.logs.TextFormatter"},
        },
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": style,
            }
        },
        "root": {"handlers": ["out"], "level": env.text("LOG_LEVEL", "INFO")},
        "loggers": {
            # Our middleware reports each request once; Django would report 4xx and 5xx again.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"level": "WARNING"},
        },
    }
