"""What no form, address or body should hold: each as JSON, and as text for forms and addresses."""

import json
from dataclasses import dataclass
from typing import Any

DEEP = 1000
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bad:
    """One bad value: a fragment of JSON, valid or not, and the text that a form would carry."""

    label: str
    fragment: str
    text: str


def _text(label: str, text: str) -> Bad:
    return Bad(label, json.dumps(text), text)


def _value(label: str, value: Any) -> Bad:
    return Bad(label, json.dumps(value), str(value))


TEXTS = {
    "nothing": "",
    "blank": " \t ",
    "NUL": "a\0b",
    "NUL alone": "\0",
    "control characters": "".join(map(chr, range(1, 32))),
    "half a pair": "\ud800",
    "the other half": "a\udfffb",
    "two halves in the wrong order": "\udc00\ud800",
    "an astral letter": "\U0001f9ff" * 50,
    "right to left": "\u202e\u2066abc\u202d",
    "no width": "\u200b\u200d\ufeff",
    "combining without end": "a" + "\u0301" * 500,
    "a noncharacter": "\ufffe\uffff\U0010ffff",
    "other digits": "١٢٣",
    "a superscript": "²",
    "a fraction": "½",
    "line breaks": "a\r\nb\nc\u2028d",
    "header break": "x\r\nSet-Cookie: a=b",
    "10,000 letters": "x" * 10_000,
    "200 letters": "ü" * 201,
    "SQL": "P-1' OR 1=1 --",
    "SQL of two": "'; DROP TABLE people_person; --",
    "a wildcard": "%_%",
    "a lookup": "owner__password",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{ 7*7 }}{% debug %}${7*7}",
    "a format": "%s%n%(a)s{0.__class__}",
    "a path": "../../../../etc/passwd",
    "a formula": "=cmd|'/c calc'!A0",
    "an address of script": "java\tscript:alert(1)",
    "zero": "0",
    "minus one": "-1",
    "minus zero": "-0",
    "a plus": "+1",
    "an exponent": "1e5",
    "a huge exponent": "1e999999999",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "2^64": str(2**64),
    "5,000 digits": "9" * 5000,
    "hexadecimal": "0x10",
    "underscores": "1_000",
    "a comma": "1,5",
    "many decimals": "0." + "3" * 400,
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "the last minute": "9999-12-31T23:59",
    "no day": "2026-02-30",
    "a day of year zero": "0000-00-00",
    "a week": "2026-W01-1",
    "a year of five": "12026-01-01",
    "the first moment in the east": "0001-01-01T00:00:00+14:00",
    "the last moment in the west": "9999-12-31T23:59:59-12:00",
    "a missing hour": "2026-03-29T02:30:00",
    "a key": "T-1",
    "a key of nothing": "T-99999999999999999999",
    "a lower key": "t-1",
    "words": "true",
    "null": "null",
    "a duration without end": "9" * 30 + "mo",
    "a duration of nothing": "d",
    "a duration of much": " ".join(["1d"] * 10),
    "a regular expression": "(a+)+$" + "a" * 3000 + "!",
}

VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "minus one": -1,
    "2^31": 2**31,
    "2^53": 2**53,
    "2^63 - 1": 2**63 - 1,
    "2^63": 2**63,
    "-2^63 - 1": -(2**63) - 1,
    "10^300": 10**300,
    "a half": 0.5,
    "a double that is whole": 1.0,
    "nearly nothing": 5e-324,
    "nearly everything": 1.7976931348623157e308,
    "a list": [],
    "a list of a list": [[]],
    "a list of keys": ["T-1"],
    "an object": {},
    "an object of objects": {"a": {"b": {}}},
    "an object that is a class": {"__class__": "x", "$ne": None},
    "a thousand": list(range(1000)),
}

FRAGMENTS = {
    "NaN": "NaN",
    "infinity": "-Infinity",
    "infinity by size": "1e999",
    "5,000 digits": "9" * 5000,
    "lists in lists": "[" * DEEP + "]" * DEEP,
    "objects in objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "lists without end": "[" * 50_000,
    "the same name twice": '{"a": 1, "a": 2}',
    "a comment": "1 /* 2 */",
    "a comma too many": "[1,]",
    "single quotes": "'a'",
    "an unfinished escape": '"\\u12"',
    "a raw line break": '"a\nb"',
}

LARGE = (
    _text("a megabyte", "x" * MEGABYTE),
    _text("a megabyte of four bytes", "\U0001f9ff" * (MEGABYTE // 4)),
)
CORPUS = (
    *(_text(label, text) for label, text in TEXTS.items()),
    *(_value(label, value) for label, value in VALUES.items()),
    *(Bad(label, fragment, fragment) for label, fragment in FRAGMENTS.items()),
    *LARGE,
)
