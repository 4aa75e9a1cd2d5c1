"""How processes log: as text for people, or one JSON object a line for programs. Never what people wrote."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

JSON = "json"
_REFERENCE = re.compile(r"\b[A-Z]{2,8}-\d{4}-\d{4,8}\b")
_QUIET = ("httpx", "httpcore", "slack_sdk", "opentelemetry", "uvicorn.access")
"""Libraries that tell addresses and bodies of requests; of them, only what went wrong is of interest."""

_log = logging.getLogger("sharing")


class Lines(logging.Formatter):
    """One JSON object for each event, with the further fields that it was logged with as `told`.

    Of an exception it tells the kind and the places in the code: its words may repeat what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        message = record.getMessage()
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", record.name),
            "message": message,
            **getattr(record, "told", {}),
        }
        if found := getattr(record, "reference", None) or _reference(record, message):
            told["reference"] = found
        if record.exc_info and record.exc_info[1] is not None:
            wrong = record.exc_info[1]
            told["error"] = type(wrong).__name__
            frames = traceback.extract_tb(wrong.__traceback__)[-6:]
            told["where"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(told, ensure_ascii=False)


def _reference(record: logging.LogRecord, message: str) -> str:
    """The request that an event is about: as Temporal's loggers say it, or as it stands in the sentence."""
    for name in ("temporal_workflow", "temporal_activity"):
        about = getattr(record, name, None)
        if isinstance(about, dict) and about.get("workflow_id"):
            return str(about["workflow_id"])
    found = _REFERENCE.search(message)
    return found[0] if found else ""


def set_up(form: str) -> None:
    """Have this process log in that form, `text` or `json`. Text is Python's own way: warnings, on stderr."""
    if form != JSON:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)


def say(sentence: str, event: str) -> None:
    """Say that something of note has happened to this process: that it is open, or waits."""
    if any(isinstance(one.formatter, Lines) for one in logging.getLogger().handlers):
        _log.info(sentence, extra={"event": event})
    else:
        print(sentence, flush=True)


def complain(sentence: object) -> None:
    """Say why this process cannot go on."""
    if any(isinstance(one.formatter, Lines) for one in logging.getLogger().handlers):
        _log.error("%s", sentence, extra={"event": "cannot go on"})
    else:
        print(sentence, file=sys.stderr)
