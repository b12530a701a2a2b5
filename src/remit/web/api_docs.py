"""The page that describes the API, made from the OpenAPI document on the server: nothing is fetched from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.web.api import api

FORM = "multipart/form-data"
REF = "#/components/schemas/"
DEEPEST_EXAMPLE = 4
EXAMPLES = {
    "light": "budget",
    "calendar": "C-1",
    "resource": "R-1",
    "staffing": "S-1",
    "unit": "N-1",
    "position": "PS-1",
    "structure": "TB-1",
    "skill": "K-1",
    "certificate": "CE-1",
    "absence": "LV-1",
    "timesheet": "TS-1",
    "holder": "U-2",
    "reports_to": "PS-2",
    "decision": "Q-1",
    "handover": "HO-1",
    "holiday": "2026-12-25",
    "product": "PR-1",
    "row": "D-1",
    "method": "predictive",
    "criterion": "0",
    "condition": "1",
    "owner": "U-2",
    "column": "role:sponsor",
    "slug": "total-float",
    "commitment": "CM-1",
    "expectation": "EX-1",
    "expectations": "EX-1",
    "review": "RV-1",
    "training": "TR-1",
    "deliverable": "DL-1",
    "requirement": "RQ-1",
    "need": "ND-1",
    "session": "SE-1",
    "stakeholder": "SH-1",
    "comment": "CO-1",
    "action": "AC-1",
    "logged": "DN-1",
    "meeting": "MT-1",
    "proposal": "LP-1",
    "simulation": "MC-1",
    "scenario": "WI-1",
    "document": "DO-1",
    "document_version": "1",
    "document_template": "DT-1",
    "approver": "U-2",
    "archive": "AR-1",
    "lesson": "LE-1",
    "benefit": "BE-1",
    "pool_entry": "PL-1",
    "resource_request": "RR-1",
    "allocation_number": "1",
    "delivery_number": "1",
    "amount": "5.2",
    "snapshot": "SS-1",
    "cost_account": "CA-1",
    "cost_entry": "CX-1",
    "pool_key": "PL-1",
    "review_number": "1",
    "risk": "RK-1",
    "issue": "IS-1",
    "change": "CR-1",
    "growth_action": "GA-1",
    "source": "ISO 21502, paraphrased",
    "activity": "T-2",
    "code": "sponsor",
    "email": "ada@example.com",
    "key": "T-1",
    "kind": "activity",
    "link": "L-1",
    "name": "Foundations",
    "number": "1",
    "person": "U-1",
    "predecessor": "T-1",
    "role": "team-member",
    "scope": "P-1",
    "successor": "T-2",
}
KEYS = {"jobs": "J-1", "people": "U-1", "assignments": "A-1", "history": "P-1/T-2"}
WORDS = {
    "integer": "whole number",
    "string": "text",
    "boolean": "true or false",
    "array": "list",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be, in words; `refs` are the schemas to look further."""

    words: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an operation, or a field of a schema."""

    name: str
    where: str
    shape: Shape
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an operation."""

    status: str
    description: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: Shape | None
    answers: tuple[Answer, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one subject."""

    name: str
    anchor: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of value that operations take or give."""

    name: str
    description: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


# a server is reached by one address or few; each takes a second to describe, and some MB to keep
MOST_PLACES = 2


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters, its answers and a call to copy."""
    groups, schemas = described(request.build_absolute_uri("/").rstrip("/"))
    first, *rules = api.description.strip().replace("\n- ", "\0").split("\0")
    context = {
        "groups": groups,
        "schemas": schemas,
        "first": _parts(first),
        "rules": [_parts(r) for r in rules],
    }
    return render(request, "web/api_docs.html", context)


def _parts(text: str) -> list[tuple[str, bool]]:
    """Return the parts of a sentence, each with whether it stands between backticks and is code."""
    return [(part, index % 2 == 1) for index, part in enumerate(text.split("`"))]


@lru_cache(maxsize=MOST_PLACES)
def described(base: str) -> tuple[tuple[Group, ...], tuple[Schema, ...]]:
    """Return the operations by subject, and the schemas, for a server at `base`: what holds until the process ends."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    schemas: dict[str, Any] = document["components"]["schemas"]
    groups: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, details in methods.items():
            operation = _operation(base, path, method, details, schemas)
            groups.setdefault(details["tags"][0], []).append(operation)
    named = (Group(name, name.lower().replace(" ", "-"), tuple(found)) for name, found in groups.items())
    return tuple(named), tuple(_schema(name, schemas[name]) for name in sorted(schemas))


def _operation(
    base: str, path: str, method: str, details: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Operation:
    content = details.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema")
    form = content.get(FORM, {}).get("schema", {}).get("properties", {})
    fields = (
        Field(name, "form", shape(each), False, each.get("description", "")) for name, each in form.items()
    )
    return Operation(
        name=details["operationId"],
        method=method.upper(),
        path=path,
        summary=details["summary"],
        description=details.get("description", ""),
        parameters=(*fields, *(_parameter(each) for each in details["parameters"])),
        body=shape(body) if body else None,
        answers=tuple(_answer(status, each) for status, each in details["responses"].items()),
        curl=_curl(base, path, method, details, example(body, schemas) if body else None),
    )


def _parameter(each: Mapping[str, Any]) -> Field:
    return Field(
        each["name"], each["in"], shape(each["schema"]), each["required"], each.get("description", "")
    )


def _answer(status: object, response: Mapping[str, Any]) -> Answer:
    content: Mapping[str, Any] = next(iter(response.get("content", {}).values()), {})
    return Answer(str(status), response["description"], shape(content.get("schema", {})))


def _schema(name: str, schema: Mapping[str, Any]) -> Schema:
    required = set(schema.get("required", ()))
    fields = (
        Field(field, "", shape(each), field in required, each.get("description", ""))
        for field, each in schema.get("properties", {}).items()
    )
    return Schema(name, schema.get("description", ""), tuple(fields), tuple(schema.get("enum", ())))


def shape(schema: Mapping[str, Any]) -> Shape:
    """Return in words what a value of `schema` may be."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return Shape("", (name,))
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        found = [shape(each) for each in choices]
        words = " or ".join(each.words for each in found if each.words)
        return Shape(words, tuple(ref for each in found for ref in each.refs))
    if "const" in schema:
        return Shape(json.dumps(schema["const"]))
    if "enum" in schema:
        return Shape("one of " + ", ".join(schema["enum"]))
    if schema.get("type") == "array":
        inner = shape(schema.get("items", {}))
        return Shape(f"list of {inner.words}".rstrip(), inner.refs)
    return Shape(" ".join([_word(schema), *_limits(schema)]))


def _word(schema: Mapping[str, Any]) -> str:
    formats = {"binary": "file", "date": "day", "date-time": "instant"}
    kind = schema.get("type", "")
    return formats.get(schema.get("format", ""), WORDS.get(kind, kind or "anything"))


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in schema and "maximum" in schema:
        yield f"from {schema['minimum']} to {schema['maximum']}"
    elif "minimum" in schema:
        yield f"from {schema['minimum']}"
    if "maxLength" in schema:
        yield f"of at most {schema['maxLength']} characters"


def example(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int = 0) -> Any:
    """Return a value that `schema` allows: what is required, and for a change its first field."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].removeprefix(REF)], schemas, depth)
    for choices in (
        schema.get("examples"),
        schema.get("enum"),
        [schema["const"]] if "const" in schema else None,
    ):
        if choices:
            return choices[0]
    either = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if either:
        return example(either[0], schemas, depth)
    kind = schema.get("type")
    if kind == "array":
        return [example(schema["items"], schemas, depth + 1)] if depth < DEEPEST_EXAMPLE else []
    if kind == "object":
        properties = schema.get("properties", {})
        wanted = schema.get("required") or [name for name in properties if name != "version"][:1]
        if "version" in properties and "version" not in wanted:
            wanted = [*wanted, "version"]
        return {name: example(properties[name], schemas, depth + 1) for name in wanted}
    return _simple_example(schema)


def _simple_example(schema: Mapping[str, Any]) -> Any:
    if schema.get("format") == "date":
        return "2026-12-18"
    if schema.get("type") in {"integer", "number"}:
        return max(schema.get("minimum", 1), 1)
    if schema.get("type") == "boolean":
        return True
    return EXAMPLES.get(str(schema.get("title", "")).lower().replace(" ", "_"), "text")


def _curl(base: str, path: str, method: str, details: Mapping[str, Any], body: Any) -> str:
    subject = path.split("/")[3]
    address = path.format(**{**EXAMPLES, "key": KEYS.get(subject, "P-1")})
    lines = [f"curl -X {method.upper()} '{base}{address}'", "  -H 'Authorization: Bearer YOUR_TOKEN'"]
    if any(each["name"] == "Idempotency-Key" for each in details["parameters"]):
        lines.append("  -H 'Idempotency-Key: ANY_NEW_UUID'")
    if FORM in details.get("requestBody", {}).get("content", {}):
        lines.append("  -F 'file=@plan.xml'")
    if body is not None:
        lines.append("  -H 'Content-Type: application/json'")
        lines.append("  --data '" + json.dumps(body, ensure_ascii=False).replace("'", "'\\''") + "'")
    return " \\\n".join(lines)
