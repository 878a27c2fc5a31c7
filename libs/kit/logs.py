"""Log lines: JSON for machines, text for a terminal. No secrets, no bodies, no query strings, no
values out of the database, and no character that does more than to be read.
"""

from __future__ import annotations

import logging
import sys
import threading
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings

from kit.hiding import shown
from kit.traces import trace, words

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Nobody reads these of a record, and finding them out costs.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False

_NUMBERS = (int, float, type(None))
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def report(log: logging.Logger, message: str, *args: object, **extra: object) -> None:
    """`log.info` for every request: without looking for the line that called it."""
    if log.isEnabledFor(logging.INFO):
        record = logging.LogRecord(log.name, logging.INFO, "", 0, message, args, None)
        record.__dict__.update(extra)
        log.handle(record)


def report_crashes() -> None:
    """Log what ends a thread or the process, or is raised where nobody can catch it, which Python
    would print with all that its words hold. For processes that serve.
    """
    log = logging.getLogger("kit.crash")

    def crashed(what: str, error: BaseException | None) -> None:
        log.critical(what, exc_info=error)

    sys.excepthook = lambda _, error, __: crashed("the process ends", error)
    threading.excepthook = lambda found: crashed("a thread has ended", found.exc_value)
    sys.unraisablehook = lambda found: crashed("nobody could catch it", found.exc_value)


class Formatter(logging.Formatter):
    """What both formats have in common."""

    def message(self, record: logging.LogRecord) -> str:
        """The message on one line; an exception in it is put into words."""
        if isinstance(record.msg, BaseException):
            return shown(words(record.msg))
        if isinstance(record.args, tuple) and record.args:
            args = (words(one) if isinstance(one, BaseException) else one for one in record.args)
            return shown(str(record.msg) % tuple(args))
        return shown(record.getMessage())

    def more(self, record: logging.LogRecord) -> dict[str, Any]:
        """What the caller has added; numbers stay numbers."""
        return {
            key: value if isinstance(value, _NUMBERS) or value == "" else shown(str(value))
            for key, value in vars(record).items()
            if key not in _STANDARD
        }

    def exception(self, record: logging.LogRecord) -> list[str]:
        """The lines of the trace, if the record has one."""
        error = record.exc_info[1] if record.exc_info else None
        return [] if error is None else [shown(line) for line in trace(error)]


class JsonFormatter(Formatter):
    """`{"time","level","service","request_id","logger","message", …extra}`, times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": settings.SERVICE_NAME,
            "request_id": request_id.get(),
            "logger": record.name,
            "message": self.message(record),
            **self.more(record),
        }
        if lines := self.exception(record):
            line["exception"] = "\n".join(lines)
        return orjson.dumps(line).decode()


class TextFormatter(Formatter):
    """`LEVEL message key=value …`; the process that runs us adds time and name. The lines of a
    trace are marked: nothing that an exception says can pass for a line of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        pairs = (f"{key}={_one_word(value)}" for key, value in self.more(record).items())
        first = " ".join([record.levelname, self.message(record), *pairs])
        return "\n".join([first, *(f"  | {line}" for line in self.exception(record))])


def _one_word(value: object) -> str:
    text = str(value)
    return orjson.dumps(text).decode() if " " in text or '"' in text else text


class Out(logging.StreamHandler[Any]):
    """Writes lines to standard output. One that cannot be written, as on a full disk, stops nobody:
    it is counted, and the next one that can be written comes behind their number.
    """

    lost = 0

    def handle(self, record: logging.LogRecord) -> bool:
        """Not under the lock, as the base class has it: threads would wait for each other's
        words, and only the writing has to be in turn.
        """
        wanted = bool(self.filter(record))
        if wanted:
            self.emit(record)
        return wanted

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(self.format(record))
        except (OSError, ValueError, TypeError):  # the disk, the stream, the words
            self.lost += 1

    def _write(self, text: str) -> None:
        self.acquire()
        try:
            if self.lost:
                text = f"\n{self.format(self._gap())}\n{text}"
            self.stream.write(text + self.terminator)
            self.flush()
            self.lost = 0
        finally:
            self.release()

    def _gap(self) -> logging.LogRecord:
        message, level = "%d lines before this one could not be written", logging.WARNING
        return logging.LogRecord("kit.logs", level, "", 0, message, (self.lost,), None)
