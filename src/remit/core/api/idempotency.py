"""One effect for one key: a POST that is sent again gets the first answer, and does nothing a second time."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.core.models import IdempotentAnswer

KEPT = dt.timedelta(hours=24)
HEADER = "Idempotency-Key"
_SWEEP_EVERY = 100  # answers: each hundredth request clears away what is too old
_KEY = re.compile(r"[\x21-\x7e]{1,80}")


def once(request: HttpRequest, owner: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what `run` answers, or what it answered to the same request of `owner` within a day.

    Key, answer and effect stand in one transaction. Only success is kept: a request that failed did nothing
    and may be sent again.
    """
    key = request.headers[HEADER]
    if not _KEY.fullmatch(key):
        message = _("The key of a request is 1 to 80 visible characters, such as a UUID.")
        raise Invalid(message, field=HEADER, code="key", status=400)
    digest = _digest(request)
    with transaction.atomic():
        kept, is_new = _reserved(owner, key, digest)
        if not is_new:
            return _again(kept, digest)
        response = run()
        if response.status_code >= 400:  # noqa: PLR2004 - where HTTP's errors begin
            transaction.set_rollback(True)
            return response
        kept.status = response.status_code
        kept.content_type = response.headers.get("Content-Type", "")[:80]
        kept.location = response.headers.get("Location", "")[:400]
        kept.body = response.content.decode()
        kept.save(update_fields=["status", "content_type", "location", "body"])
    return response


def _reserved(owner: str, key: str, digest: str) -> tuple[IdempotentAnswer, bool]:
    """Return the answer kept for a key and whether it is a new one, yet to be filled."""
    oldest = timezone.now() - KEPT
    blank = {"body_hash": digest, "status": 0, "content_type": "", "body": ""}
    # a second sender waits here until the first has ended
    kept, is_new = IdempotentAnswer.objects.get_or_create(owner=owner, key=key, defaults=blank)
    if is_new and kept.pk % _SWEEP_EVERY == 0:
        IdempotentAnswer.objects.filter(created_at__lt=oldest).delete()
    if not is_new and kept.created_at < oldest:
        kept.delete()
        return IdempotentAnswer.objects.create(owner=owner, key=key, **blank), True
    return kept, is_new


def _digest(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":  # as it was taken in: a file may be larger than a body
        digest.update(repr(sorted(request.POST.lists())).encode())
        files: list[tuple[str, Any]] = sorted(request.FILES.items())
        for name, file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _again(kept: IdempotentAnswer, digest: str) -> HttpResponse:
    if kept.body_hash != digest:
        message = _("This key was used for another request: take a new one for each.")
        raise Invalid(message, field=HEADER, code="key_reused")
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    if kept.location:
        response.headers["Location"] = kept.location
    response.headers["Idempotent-Replayed"] = "true"
    return response
