"""The base of the API: who sends, what holds for every request, and the document that describes it."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from remit.core.api.bodies import JsonParser, is_storable
from remit.core.api.idempotency import HEADER, once
from remit.core.api.problems import Problem, answer, method_not_allowed, translate_errors
from remit.core.api.versions import Stale
from remit.core.errors import NotFound, RemitError

View = Callable[..., HttpResponse]
REFERENCE = "#/components/schemas/{model}"

IDEMPOTENCY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Makes sending again safe: within 24 hours the same key and body get the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[!-~]+$"},
}
MATCH_PARAMETER = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag that the sender saw. A change needs it, or `version` in its body.",
    "schema": {"type": "string", "pattern": r'^"[1-9][0-9]{0,8}(\.[0-9a-f]{1,64})?"$'},
}


class RemitAPI(NinjaAPI):
    """An API whose every answer has a schema and whose every error is a problem document."""

    def __init__(
        self, *, title: str, version: str, description: str, senders: Sequence[Callable[[HttpRequest], Any]]
    ) -> None:
        super().__init__(
            title=title,
            version=version,
            description=description,
            docs_url=None,
            urls_namespace="api",
            auth=list(senders),
            parser=JsonParser(),
        )
        self.senders = senders
        self._documents: dict[str, OpenAPISchema] = {}
        translate_errors(self)
        self.add_decorator(self._guarded, mode="view")

    def _guarded(self, run: View) -> View:
        """Wrap an operation in what holds for all: readable addresses, one effect for a key, entity tags."""

        @functools.wraps(run)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            try:
                if not all(is_storable(part) for part in parts.values() if isinstance(part, str)):
                    raise NotFound
                owner = self._owner(request)
                if owner:
                    return once(request, owner, lambda: run(request, **parts))
                return _revalidated(request, run(request, **parts))
            except (RemitError, RequestDataTooBig, UnreadablePostError) as error:
                return self.on_exception(request, error)

        return guarded

    def _owner(self, request: HttpRequest) -> str:
        """Return whose key it is, if the request carries one; whoever is unknown is refused later."""
        if request.method != "POST" or HEADER not in request.headers:
            return ""
        actor = next(filter(None, (sender(request) for sender in self.senders)), None)
        return f"user:{actor.user_id}" if actor else ""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _with_problem(pattern.callback)
        return patterns

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI document, with problems and headers that hold for all operations; not to be changed.

        It is made once: that takes seconds, and operations do not change while the program runs.
        """
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            document = super().get_openapi_schema(path_prefix=prefix)
            for methods in document["paths"].values():
                for method, details in methods.items():
                    _describe(method, details)
            document["components"]["schemas"].update(_problem_schemas())
            self._documents[prefix] = document
        return self._documents[prefix]


def _with_problem(view: View) -> View:
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:  # noqa: PLR2004 - method not allowed
            return response
        allowed = ", ".join(sorted(response.headers.get("Allow", "").split(", ")))
        refused = answer(request, method_not_allowed(allowed))
        refused.headers["Allow"] = allowed
        return refused

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # the session's sender proves the origin itself
    return answered


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    tag = response.headers.get("ETag")
    if request.method != "GET" or tag is None or tag not in request.headers.get("If-None-Match", ""):
        return response
    return HttpResponse(status=304, headers={"ETag": tag})


def _describe(method: str, details: dict[str, Any]) -> None:
    """State in the document what the base does for every operation."""
    for status, response in details["responses"].items():
        if int(status) >= 400:  # noqa: PLR2004 - where HTTP's errors begin
            response["content"] = {
                "application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}
            }
    for parameter in details["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    if method == "post":
        details["parameters"].append(IDEMPOTENCY_PARAMETER)
    if Stale.status in details["responses"]:
        details["parameters"].append(MATCH_PARAMETER)


def _problem_schemas() -> dict[str, Any]:
    """Return what a problem document looks like, by the names of its schemas."""
    schema = Problem.model_json_schema(mode="serialization", ref_template=REFERENCE)
    return {**schema.pop("$defs"), "Problem": schema}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter: one that is left out is not null, it is not there."""
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(choices) != 1:
        return schema
    return {**choices[0], **{name: value for name, value in schema.items() if name != "anyOf"}}
