"""Dataclasses to JSON and back by their type hints: nothing can be forgotten, and everything is checked.

A field that has its default is not written. Plan time is written as local ISO date-times, days as dates and
shifts as '08:00-12:00'; a name that ends in '_minute' ends in '_at' instead. Of several possible classes the
one meant stands under 'is'.
"""

import datetime as dt
import math
import re
import types
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import EnumMeta
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from remit.engine.formats.document import DocumentBaseline, FormatError
from remit.engine.formats.safe_xml import clean_text
from remit.engine.model import CalendarException, PlanError, Resource, Shift, from_minute, to_minute
from remit.engine.model.time import DAY_MINUTES, EPOCH, FIRST_DAY, LAST_DAY

LONGEST_TEXT = 100_000
LARGEST = 1e12
MOMENTS = frozenset(
    {"manual_start", "manual_finish", "actual_start", "actual_finish", "expected_finish", "must_finish_by"}
    | {"external_early_start", "external_late_finish", "stored_start", "stored_finish"}
)
_CLOCKS = re.compile(r"^([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})\Z")


class Wrong(Exception):
    """A value that does not fit; `path` grows from the inside to the outside."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path: list[str] = []


@dataclass(slots=True)
class Reading:
    """What is noted while values are read: how many fields nobody knows."""

    unknown: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Codec:
    """How values of one kind are written, read and described."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any, Reading], Any]
    schema: Mapping[str, Any]


def _same(value: Any) -> Any:
    return value


def _text(value: Any, _reading: Reading) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Wrong(f"{_shown(value)} is not a text of at most {LONGEST_TEXT} characters")
    return clean_text(value)


def _whole(value: Any, _reading: Reading) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise Wrong(f"{_shown(value)} is not a whole number that a plan needs")
    return value


def _number(value: Any, _reading: Reading) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
        raise Wrong(f"{_shown(value)} is not a number that a plan needs")
    return float(value)


def _flag(value: Any, _reading: Reading) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{_shown(value)} is neither true nor false")
    return value


def _shown(value: Any) -> str:
    text = str(value) if isinstance(value, str | int | float | bool | type(None)) else type(value).__name__
    return f"'{''.join(c for c in text[:40] if c.isprintable())}'"


def _encode_number(value: float) -> float:
    if not math.isfinite(value):
        msg = "a plan holds a number that is not finite, which JSON cannot say."
        raise FormatError(msg)
    return value


def _encode_moment(minute: int) -> str:
    return from_minute(minute).isoformat(timespec="minutes")


def _moment(value: Any, reading: Reading) -> int:
    try:
        found = dt.datetime.fromisoformat(_text(value, reading)[:40])
        minute = to_minute(found)
    except (ValueError, TypeError):
        raise Wrong(f"{_shown(value)} is not a local date and time like 2026-12-18T17:00") from None
    if not FIRST_DAY <= minute // DAY_MINUTES <= LAST_DAY:
        raise Wrong(f"{_shown(value)} does not lie between 1900 and 2199")
    return minute


def _encode_day(day: int) -> str:
    return (EPOCH + dt.timedelta(days=day)).date().isoformat()


def _day(value: Any, reading: Reading) -> int:
    try:
        day = (dt.date.fromisoformat(_text(value, reading)[:20]) - EPOCH.date()).days
    except ValueError:
        raise Wrong(f"{_shown(value)} is not a date like 2026-12-18") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Wrong(f"{_shown(value)} does not lie between 1900 and 2199")
    return day


def _encode_shift(shift: Shift) -> str:
    ends = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (shift.start, shift.finish))
    return "-".join(ends)


def _shift(value: Any, reading: Reading) -> Shift:
    match = _CLOCKS.match(_text(value, reading))
    if match is None:
        raise Wrong(f"{_shown(value)} is not a shift like 08:00-12:00")
    hour, minute, last_hour, last_minute = (int(each) for each in match.groups())
    try:
        return Shift(hour * 60 + minute, last_hour * 60 + last_minute)
    except PlanError as error:
        raise Wrong(str(error).rstrip(".")) from error


MOMENT = Codec(
    _encode_moment, _moment, {"type": "string", "format": "date-time", "description": "local, no zone"}
)
DAY = Codec(_encode_day, _day, {"type": "string", "format": "date"})
_PLAIN: Mapping[Any, Codec] = {
    str: Codec(_same, _text, {"type": "string"}),
    int: Codec(_same, _whole, {"type": "integer"}),
    float: Codec(_encode_number, _number, {"type": "number"}),
    bool: Codec(_same, _flag, {"type": "boolean"}),
    Shift: Codec(_encode_shift, _shift, {"type": "string", "pattern": _CLOCKS.pattern.replace("\\Z", "$")}),
}


@cache
def codec_of(hint: Any) -> Codec:
    """Return the codec for values with a type hint."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, EnumMeta):
        return _enum_codec(hint)
    if get_origin(hint) in {Union, types.UnionType}:
        return _union_codec(get_args(hint))
    if get_origin(hint) is tuple:
        return _tuple_codec(get_args(hint))
    if is_dataclass(hint):
        return _class_codec(hint)
    raise TypeError(hint)


def _enum_codec(kind: Any) -> Codec:
    by_value = {each.value: each for each in kind}

    def decode(value: Any, _reading: Reading) -> Any:
        if not isinstance(value, str) or value not in by_value:
            raise Wrong(f"{_shown(value)} is none of {', '.join(by_value)}")
        return by_value[value]

    return Codec(lambda each: each.value, decode, {"enum": list(by_value)})


def _tuple_codec(arguments: tuple[Any, ...]) -> Codec:
    if len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - 'tuple[x, ...]'
        return list_codec(codec_of(arguments[0]))
    return row_codec([codec_of(each) for each in arguments])


def list_codec(item: Codec) -> Codec:
    """Return the codec for any number of items."""

    def decode(value: Any, reading: Reading) -> Any:
        if not isinstance(value, list):
            raise Wrong(f"{_shown(value)} is not a list")
        return tuple(_inside(f"[{place}]", item.decode, each, reading) for place, each in enumerate(value))

    return Codec(
        lambda items: [item.encode(each) for each in items], decode, {"type": "array", "items": item.schema}
    )


def row_codec(items: list[Codec]) -> Codec:
    """Return the codec for a row of so many items, each of its own kind."""

    def decode(value: Any, reading: Reading) -> Any:
        if not isinstance(value, list) or len(value) != len(items):
            raise Wrong(f"{_shown(value)} is not a list of {len(items)}")
        pairs = zip(items, value, strict=True)
        return tuple(
            _inside(f"[{place}]", item.decode, each, reading) for place, (item, each) in enumerate(pairs)
        )

    schema = {
        "type": "array",
        "prefixItems": [each.schema for each in items],
        "minItems": len(items),
        "maxItems": len(items),
    }
    return Codec(
        lambda row: [item.encode(each) for item, each in zip(items, row, strict=True)], decode, schema
    )


def optional(inner: Codec) -> Codec:
    """Return the codec for a value or null."""
    return Codec(
        lambda value: None if value is None else inner.encode(value),
        lambda value, reading: None if value is None else inner.decode(value, reading),
        {"anyOf": [inner.schema, {"type": "null"}]},
    )


def _union_codec(arguments: tuple[Any, ...]) -> Codec:
    kinds = [each for each in arguments if each is not type(None)]
    inner = codec_of(kinds[0]) if len(kinds) == 1 else _choice_codec(kinds)
    return optional(inner) if len(kinds) < len(arguments) else inner


def _choice_codec(kinds: list[Any]) -> Codec:
    by_name = {kind.__name__.lower(): codec_of(kind) for kind in kinds}

    def encode(value: Any) -> Any:
        name = type(value).__name__.lower()
        return {"is": name, **by_name[name].encode(value)}

    def decode(value: Any, reading: Reading) -> Any:
        name = value.get("is") if isinstance(value, dict) else None
        if name not in by_name:
            raise Wrong(f"'is' names none of {', '.join(by_name)}")
        return by_name[name].decode({key: each for key, each in value.items() if key != "is"}, reading)

    schema = [
        {**each.schema, "properties": {"is": {"const": name}, **each.schema["properties"]}}
        for name, each in by_name.items()
    ]
    return Codec(encode, decode, {"oneOf": schema})


def key_of(name: str) -> str:
    """Return what a field is called in JSON."""
    return f"{name.removesuffix('_minute')}_at" if name.endswith("_minute") else name


def _field_codec(kind: type, name: str, hint: Any) -> Codec:
    is_optional = type(None) in get_args(hint)
    if (
        name.endswith("_minute")
        or name in MOMENTS
        or (kind is DocumentBaseline and name in {"start", "finish"})
    ):
        return optional(MOMENT) if is_optional else MOMENT
    if kind is CalendarException and name.endswith("_day"):
        return DAY
    if kind is Resource and name == "availability":
        return list_codec(row_codec([MOMENT, codec_of(float)]))
    return codec_of(hint)


NOT_WRITTEN = frozenset({"line"})  # of the file that a plan was read from, not of the plan


@dataclass(frozen=True, slots=True)
class _Shape:
    """A class as it is written: its codecs by field, fields by key, and what each holds where nothing is stated."""

    kind: Any
    codecs: Mapping[str, Codec]
    names: Mapping[str, str]
    defaults: Mapping[str, Any]

    @classmethod
    def of(cls, kind: Any) -> "_Shape":
        hints = get_type_hints(kind)
        stated = [each for each in fields(kind) if each.name not in NOT_WRITTEN]
        defaults = {each.name: each.default for each in stated if each.default is not MISSING}
        for each in stated:
            if each.default_factory is not MISSING:
                defaults[each.name] = each.default_factory()
        codecs = {each.name: _field_codec(kind, each.name, hints[each.name]) for each in stated}
        return cls(kind, codecs, {key_of(name): name for name in codecs}, defaults)

    def encode(self, value: Any) -> Any:
        found = {}
        for key, name in self.names.items():
            each = getattr(value, name)
            if name not in self.defaults or each != self.defaults[name]:
                found[key] = self.codecs[name].encode(each)
        return found

    def decode(self, value: Any, reading: Reading) -> Any:
        if not isinstance(value, dict):
            raise Wrong(f"{_shown(value)} is not an object")
        found = {}
        for key, each in value.items():
            name = self.names.get(key)
            if name is None:
                reading.unknown[key] += 1
            else:
                found[name] = _inside(f".{key}", self.codecs[name].decode, each, reading)
        missing = [key for key in self.required() if self.names[key] not in found]
        if missing:
            raise Wrong(f"'{missing[0]}' is missing")
        try:
            return self.kind(**found)
        except PlanError as error:
            raise Wrong(str(error).rstrip(".")) from error

    def required(self) -> list[str]:
        return [key for key, name in self.names.items() if name not in self.defaults]


def _class_codec(kind: Any) -> Codec:
    shape = _Shape.of(kind)
    schema = {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "properties": {key: shape.codecs[name].schema for key, name in shape.names.items()},
        "required": shape.required(),
    }
    return Codec(shape.encode, shape.decode, schema)


def _inside(step: str, decode: Callable[[Any, Reading], Any], value: Any, reading: Reading) -> Any:
    try:
        return decode(value, reading)
    except Wrong as wrong:
        wrong.path.append(step)
        raise
