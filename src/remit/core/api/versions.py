"""Entity tags and versions: whoever changes something says which version they saw.

A tag is the version of what is stated and, behind a dot, a hash of everything shown: `"7.52d0c3…"`. For a
change only the version counts, since dates that were merely computed anew stand in nobody's way.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from remit.core.errors import Conflict, Invalid, RemitError

T = TypeVar("T", bound=BaseModel)
_TAG = re.compile(r'^\s*(?:W/)?"([1-9][0-9]{0,9})(?:\.[0-9a-f]{1,64})?"\s*$')


class VersionNeeded(RemitError):
    """A change came without the version that its sender saw."""

    status = 428
    code = "version_needed"

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Say which version you saw")


class Stale(Conflict):
    """The version in `If-Match` is no longer the present one; `current` holds both values."""

    status = 412


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that the sender saw, and whether it came in `If-Match`."""

    version: int
    by_header: bool

    @contextmanager
    def checked(self, both: Callable[[], Mapping[str, Any]] | None = None) -> Iterator[None]:
        """Turn a stale write into 412 where `If-Match` was sent; `both` adds what stands in each field."""
        try:
            yield
        except Conflict as error:
            if error.code != "stale":
                raise
            current = {**error.current, **(both() if both else {})}
            kind = Stale if self.by_header else Conflict
            raise kind("stale", error.message, current=current) from None


def seen(request: HttpRequest, version: int | None) -> Seen:
    """Return the version from `If-Match` or the body; raises `VersionNeeded` where neither states one."""
    header = request.headers.get("If-Match")
    if header is None:
        if version is None:
            message = _("Send the ETag that you got as If-Match, or its version in the body.")
            raise VersionNeeded(message)
        return Seen(version, by_header=False)
    found = _TAG.match(header)
    if found is None:
        message = _("If-Match must be one ETag as it was sent to you, or a version in quotes.")
        raise Invalid(message, field="If-Match", code="tag", status=400)
    stated = int(found[1])
    if version is not None and version != stated:
        message = _("If-Match and the body state different versions.")
        raise Invalid(message, field="version", code="version", status=400)
    return Seen(min(stated, 2**31 - 1), by_header=True)


def compared(sent: Mapping[str, Any], stands: BaseModel) -> dict[str, Any]:
    """Return what was sent beside what stands now, for a problem document about a stale write."""
    present = stands.model_dump(mode="json")
    fields = {name: {"yours": value, "theirs": present.get(name)} for name, value in sent.items()}
    return {"version": present.get("version"), "fields": fields}


def tagged(response: HttpResponse, answer: T, version: int) -> T:
    """Return `answer` after giving the response its entity tag."""
    digest = hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:16]
    response.headers["ETag"] = f'"{version}.{digest}"'
    return answer


def created(response: HttpResponse, location: str) -> None:
    """Give the response the address of what was made."""
    response.headers["Location"] = location
