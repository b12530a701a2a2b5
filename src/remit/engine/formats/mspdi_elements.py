"""Elements of Microsoft Project XML as they are written."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from remit.engine.formats.mspdi_values import duration_text
from remit.engine.formats.safe_xml import clean_text
from remit.engine.model import Minute, from_minute

NAMESPACE = "http://schemas.microsoft.com/project"


def moment(minute: Minute | None) -> str | None:
    """Return plan time as Microsoft Project writes it."""
    return None if minute is None else from_minute(minute).isoformat(timespec="seconds")


def optional(minutes: int | None) -> str | None:
    """Return a duration as Microsoft Project writes it, None for none."""
    return None if minutes is None else duration_text(minutes)


def number(value: float) -> str:
    """Return a number with all its digits and no more."""
    return f"{value:.15g}"


def add(parent: etree._Element, name: str, value: Any = None) -> etree._Element:
    """Add an element; yes and no are written 1 and 0."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if value is not None:
        element.text = str(int(value)) if isinstance(value, bool) else clean_text(str(value))
    return element


def add_all(parent: etree._Element, values: Mapping[str, Any]) -> None:
    """Add an element for each value that is not None, in their order."""
    for name, value in values.items():
        if value is not None:
            add(parent, name, value)
