"""Lines of the process's log: nothing that somebody sent can begin one of its own."""

import logging
import re

# what an address holds in place of a password; a fault or a refusal logs the address
_SECRETS = re.compile(r"(/(?:feeds|invitation)/)[^/\s]+")


class OneLine(logging.Formatter):
    """Writes each message on one line; what would break it, or hide a part of it, is written as an escape.

    The traceback of a fault keeps its lines: they come from the source.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """Return the line without control characters, and without secrets of addresses."""
        return _SECRETS.sub(r"\1…", escaped(super().formatMessage(record)))


def escaped(text: str) -> str:
    """Return `text` with every character that is not printable written as an escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escape(each) for each in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "replace").decode("ascii")
