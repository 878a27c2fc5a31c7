"""The settings that all services have in common; each service's config/settings.py adds its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kit import static
from kit.env import Env
from suite.registry import BODY_LIMIT, Service

CORS_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "Prefer", "X-Request-Id")
PROCESSORS = (  # what the admin's templates are given
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)
#: Each may be missing: then nothing can be paid, or webhooks are ignored.
PAYMENTS = tuple(
    f"RAZORPAY_{name}" for name in ("KEY_ID", "SECRET_KEY", "WEBHOOK_SECRET", "API_URL")
)
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]


def base(
    env: Env, entry: Service, *, cors_headers: Sequence[str] = (), operators: Sequence[str] = ()
) -> dict[str, Any]:
    """Django settings for the service that this entry of the registry describes.

    `cors_headers` are those that pages of other origins may send beside CORS_HEADERS; `operators`
    the models, as `trolleys.trolley`, that the role operator may see, add and change in the
    service's Django admin.
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
        "POLLED": frozenset(entry.polled),
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
        # Pages get their files joined; for developers each as it lies on the disk.
        "STATIC_JOINED": env.choice("STATIC_FILES", ("joined", "separate"), "joined") == "joined",
        "LANGUAGES": LANGUAGES,
        "LANGUAGE_CODE": "en",
        "LANGUAGE_COOKIE_NAME": "aisle_language",
        "LOGGING": logging(env.choice("LOG_FORMAT", ("json", "text"), "json"), env),
    }
    if entry.live:
        settings["INSTALLED_APPS"][:0] = ["channels", "live"]
        settings["ASGI_APPLICATION"] = "config.asgi.application"
        settings["WS_SOCKETS"] = env.whole("WS_SOCKETS", 4000)
        settings["CHANNEL_LAYERS"] = {
            "default": {
                "BACKEND": "live.layer.LiveLayer",
                "CONFIG": {"hosts": [settings["REDIS_URL"]], "prefix": name},
            }
        }
    if entry.payments:
        settings["PAYMENTS"] = {name: env.text(name, "") for name in PAYMENTS}
    if entry.admin:
        _add_admin(settings, entry, operators)
    return settings


def _add_admin(settings: dict[str, Any], entry: Service, operators: Sequence[str]) -> None:
    """What Django's admin needs; see kit.admin. Its cookies hold for its path only."""
    settings["INSTALLED_APPS"] += [
        "django.contrib.admin.apps.SimpleAdminConfig",
        *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")),
    ]
    settings["MIDDLEWARE"].append("kit.admin.middleware.PathBound")
    settings["TEMPLATES"][0]["OPTIONS"] = {"context_processors": list(PROCESSORS)}
    for kind in ("SESSION", "CSRF"):
        settings[f"{kind}_COOKIE_PATH"] = entry.admin
        settings[f"{kind}_COOKIE_HTTPONLY"] = True
        settings[f"{kind}_COOKIE_SAMESITE"] = "Strict"
    settings |= {
        "ADMIN_OPERATORS": frozenset(operators),
        "LOGIN_REDIRECT_URL": entry.admin,
        "AUTHENTICATION_BACKENDS": [
            "django.contrib.auth.backends.ModelBackend",
            "kit.admin.accounts.VerificationBackend",
        ],
        "SESSION_COOKIE_NAME": f"{entry.name}_admin",
        "SESSION_COOKIE_AGE": 8 * 3600,  # seconds
        "CSRF_COOKIE_NAME": f"{entry.name}_admin_csrf",
        # Django keeps messages in a cookie for all paths; a new key is such a message.
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        # The gateway says how it was asked.
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        # Django looks for its own middleware in MIDDLEWARE; PathBound runs it below the path.
        "SILENCED_SYSTEM_CHECKS": ["admin.E408", "admin.E409", "admin.E410"],
    }


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
                "class": "kit.logs.Out",
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
