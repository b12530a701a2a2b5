"""Bodies of requests: JSON as RFC 8259 has it, no deeper, larger or stranger than we would answer."""

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from remit.core.errors import FieldError, Invalid, RemitError

DEEPEST = 24
LARGEST = 2**63 - 1
_SHOWN = 20
_SURROGATES = range(0xD800, 0xE000)


class WrongMediaType(RemitError):
    """The body is of a kind that is not read here."""

    status = 415
    code = "media_type"

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Not a kind of content that is read here")


class JsonParser(Parser):
    """Reads bodies strictly: what one reader takes for this and another for that is refused."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON value of the body; raises `Invalid` or `WrongMediaType`."""
        kind = (request.content_type or "").lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise WrongMediaType(_("Send the body as application/json."))
        return parse(request.body)


def parse(body: bytes) -> Any:
    """Return the JSON value in `body`; raises `Invalid` where it is not JSON or holds what cannot be kept."""
    try:
        # RFC 8259 knows UTF-8 alone, and no mark at the beginning
        value = json.loads(body.decode(), parse_constant=_refuse_constant, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        detail = str(error)[:200] if isinstance(error, json.JSONDecodeError) else ""
        message = _("The body is not valid JSON.")
        raise Invalid(f"{message} {detail}".strip(), code="json", status=400) from None
    errors = list(_faults(value))
    if errors:
        raise Invalid(errors[0].message, errors=errors[:_SHOWN])
    return value


def is_storable(text: str) -> bool:
    """Return whether every character of `text` can be kept: none is NUL or half of a pair."""
    return "\0" not in text and not any(ord(character) in _SURROGATES for character in text)


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a name stands twice in one object"
        raise ValueError(msg)
    return found


def _faults(value: Any) -> Iterator[FieldError]:
    """Yield what cannot be kept, without recursion: the depth is the sender's choice."""
    waiting: list[tuple[str, int, Any]] = [("", 0, value)]
    while waiting:
        place, depth, each = waiting.pop()
        if depth > DEEPEST:
            message = _("Nested deeper than %(most)d levels.") % {"most": DEEPEST}
            yield FieldError(place[:80], message, "deep")
        elif isinstance(each, dict):
            for name, inner in each.items():
                if not is_storable(name):
                    yield FieldError(
                        place[:80], _("A name holds a character that cannot be kept."), "characters"
                    )
                waiting.append((f"{place}.{name[:40]}".strip("."), depth + 1, inner))
        elif isinstance(each, list):
            waiting.extend(
                (f"{place}.{index}".strip("."), depth + 1, inner) for index, inner in enumerate(each)
            )
        elif isinstance(each, str) and not is_storable(each):
            yield FieldError(place[:80], _("The text holds a character that cannot be kept."), "characters")
        elif (isinstance(each, int) and abs(each) > LARGEST) or (
            isinstance(each, float) and not math.isfinite(each)
        ):
            yield FieldError(place[:80], _("The number is too large."), "range")
