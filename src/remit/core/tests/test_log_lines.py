"""Lines of the log: one message is one line, whatever somebody sent."""

import logging
import sys
from typing import Any

import pytest
from django.conf import settings

from remit.core.log_lines import OneLine, escaped


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("/a\r\n2026-01-01 ERROR forged", r"/a\r\n2026-01-01 ERROR forged"),
        ("a\x1b[2Kb", r"a\x1b[2Kb"),
        ("a\u2028b\u202ec", r"a\u2028b\u202ec"),
        ("Müller – 14 %", "Müller – 14 %"),
        ("/feeds/a-Secret_1.ics", "/feeds/…"),
        ("/invitation/a-Secret_1/", "/invitation/…/"),
    ],
)
def test_what_would_break_or_hide_a_line_is_written_as_an_escape(sent: str, written: str) -> None:
    record = logging.LogRecord("remit", logging.WARNING, "", 1, "Not Found: %s", (sent,), None)
    assert OneLine("%(levelname)s %(message)s").format(record) == f"WARNING Not Found: {written}"


def test_half_a_pair_of_characters_is_written_too() -> None:
    assert escaped("a\ud800b") == r"a\ud800b"


def test_a_traceback_keeps_its_lines() -> None:
    try:
        int("no number")
    except ValueError:
        record = logging.LogRecord("remit", logging.ERROR, "", 1, "Fault", (), sys.exc_info())
    assert len(OneLine("%(message)s").format(record).splitlines()) > 2


def test_the_settings_write_the_log_this_way() -> None:
    lines: Any = settings.LOGGING["formatters"]
    assert lines["line"]["()"] == "remit.core.log_lines.OneLine"
