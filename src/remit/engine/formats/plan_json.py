"""Remit's own format: a plan document as JSON, whole, with a version.

The schema stands in docs/engine/plan.schema.json; `json_schema` makes it from the model.
"""

import json
from typing import IO, Any

from remit.engine.formats.document import FormatError, LeftOut, PlanDocument
from remit.engine.formats.json_codecs import Reading, Wrong, codec_of
from remit.engine.formats.registry import MOST_BYTES, too_large
from remit.engine.model import PlanError

FORMAT = "remit-plan"
VERSION = 1
MOST_JSON_BYTES = 128 * 1024 * 1024  # a tree of JSON takes many times its size
_CHUNK = 1 << 20


def write_json(document: PlanDocument) -> bytes:
    """Return the document as JSON, which `read_json` reads back to the same document."""
    plan = codec_of(PlanDocument).encode(document)
    facts = {"format": FORMAT, "version": VERSION, "plan": plan}
    return (json.dumps(facts, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode(
        "utf-8", errors="replace"
    )


def read_json(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in a JSON file of at most `limit` bytes, and at most 128 MB.

    Raises `FormatError`, which names the line or the place in the tree, for whatever cannot be a plan. Fields
    that a newer Remit may know are counted in `left_out`.
    """
    facts = _parsed(_content(file, min(limit, MOST_JSON_BYTES)))
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        msg = f"this JSON is no plan: its 'format' is not '{FORMAT}'."
        raise FormatError(msg, line=1)
    if facts.get("version") != VERSION:
        msg = f"it has version {str(facts.get('version'))[:20]}; this Remit reads version {VERSION}."
        raise FormatError(msg, line=1)
    reading = Reading()
    try:
        document: PlanDocument = codec_of(PlanDocument).decode(facts.get("plan"), reading)
    except Wrong as wrong:
        raise _located(wrong, facts) from wrong
    _check(document)
    if not reading.unknown:
        return document
    count = sum(reading.unknown.values())
    loss = LeftOut("unknown fields", count, "Remit does not know what they say")
    kept = {name: getattr(document, name) for name in PlanDocument.__slots__}
    return PlanDocument(**{**kept, "left_out": (*document.left_out, loss)})


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the format."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan as Remit writes it",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "plan": codec_of(PlanDocument).schema,
        },
        "required": ["format", "version", "plan"],
    }


def _content(file: IO[bytes], limit: int) -> bytes:
    parts, size = [], 0
    for data in iter(lambda: file.read(_CHUNK), b""):
        size += len(data)
        if size > limit:
            raise too_large(limit)
        parts.append(data)
    return b"".join(parts)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "an object states the same name twice."
        raise FormatError(msg)
    return found


def _parsed(content: bytes) -> Any:
    try:
        text = content.decode(json.detect_encoding(content))
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        msg = f"this is not well-formed JSON ({error.msg})."
        raise FormatError(msg, line=error.lineno) from error
    except UnicodeError as error:
        msg = "the file is not in the encoding that it begins with. Save it again as UTF-8."
        raise FormatError(msg) from error
    except RecursionError as error:
        msg = "the file is nested too deeply to be a plan."
        raise FormatError(msg) from error
    except FormatError:
        raise
    except ValueError as error:  # a number longer than Python reads
        msg = "the file holds a number that no plan needs."
        raise FormatError(msg) from error


def _located(wrong: Wrong, facts: dict[str, Any]) -> FormatError:
    """Return the error with its place in the tree, and the name of the task that it lies in."""
    steps = list(reversed(wrong.path))
    task = ""
    if len(steps) > 1 and steps[0] == ".tasks":
        stated = facts["plan"]["tasks"][int(steps[1][1:-1])]
        activity = stated.get("activity") if isinstance(stated, dict) else None
        name = activity.get("name") if isinstance(activity, dict) else None
        task = f"'{name[:60]}'" if isinstance(name, str) else ""
    return FormatError(f"plan{''.join(steps)}: {wrong.message}.", task=task)


def _check(document: PlanDocument) -> None:
    """Refuse what contradicts itself: what `Problem` checks, and an outline that is out of order."""
    trail: list[str] = []
    for task in document.tasks:
        del trail[task.level :]
        activity = task.activity
        if task.level < 0 or task.level != len(trail) or activity.parent_id != (trail[-1] if trail else None):
            msg = "its level and parent do not fit the task before: tasks stand in the order of the outline."
            raise FormatError(msg, task=f"{activity.id[:40]} '{activity.name[:60]}'")
        trail.append(activity.id)
    try:
        document.problem()
    except PlanError as error:
        raise FormatError(str(error)) from error


if __name__ == "__main__":  # how the schema beside the guide is made
    import sys

    sys.stdout.write(json.dumps(json_schema(), indent=1) + "\n")
