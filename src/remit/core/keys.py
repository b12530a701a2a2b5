"""Short public keys such as P-12: unique within their space, never the primary key."""

import re

from django.db import transaction
from django.db.models import F

from remit.core.models import KeySequence
from remit.core.statements import Statement, Update

PATTERN = re.compile(r"^([A-Z]{1,3})-([1-9][0-9]{0,8})$")

_LAST = Statement(
    lambda space, prefix: KeySequence.objects.filter(space=space, prefix=prefix).values_list("last_number"),
    str,
    str,
)
_TAKE = Update(
    lambda space, prefix, count: (
        KeySequence.objects.filter(space=space, prefix=prefix),
        {"last_number": F("last_number") + count},
    ),
    str,
    str,
    int,
)


def next_numbers(space: str, prefix: str, count: int = 1) -> range:
    """Take `count` numbers of `prefix` in `space`; must run inside a transaction, which serialises takers."""
    with transaction.atomic(savepoint=False):
        # the update locks the row: whoever comes second waits for it
        if not _TAKE.run(space, prefix, count):
            KeySequence.objects.get_or_create(space=space, prefix=prefix)
            _TAKE.run(space, prefix, count)
        (last,) = _LAST.first(space, prefix)
        first = last - count + 1
    return range(first, first + count)


def next_key(space: str, prefix: str) -> str:
    """Take the next key of `prefix` in `space`, such as P-12."""
    return f"{prefix}-{next_numbers(space, prefix)[0]}"
