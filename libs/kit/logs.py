"""Log lines: JSON for machines, text for a terminal. No secrets, no bodies, no query strings."""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

import orjson
from django.conf import settings

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Nobody reads these of a record, and finding them out costs.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


# Codes of sessions (40 hexadecimal digits) and ids of sessions (UUIDs) are credentials.
_CREDENTIAL = re.compile(
    r"([0-9a-f]{6})(?:[0-9a-f]{26,}|[0-9a-f]{2}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)


def masked(path: str) -> str:
    """A path with every code and UUID cut to six digits."""
    return _CREDENTIAL.sub(r"\1…", path)


def report(log: logging.Logger, message: str, *words: object, **extra: object) -> None:
    """`log.info` for every request: without looking for the line that called it."""
    if log.isEnabledFor(logging.INFO):
        record = logging.LogRecord(log.name, logging.INFO, "", 0, message, words, None)
        record.__dict__.update(extra)
        log.handle(record)


def _extra(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _STANDARD}


class JsonFormatter(logging.Formatter):
    """`{"time","level","service","request_id","logger","message", …extra}`, times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": settings.SERVICE_NAME,
            "request_id": request_id.get(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extra(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


class TextFormatter(logging.Formatter):
    """`LEVEL message key=value …`; the process that runs us adds time and name."""

    def format(self, record: logging.LogRecord) -> str:
        words = [record.levelname, record.getMessage()]
        words += [f"{key}={value}" for key, value in _extra(record).items()]
        if record.exc_info:
            words.append("\n" + self.formatException(record.exc_info))
        return " ".join(words)
