"""Short public keys such as P-12: unique within their space, never the primary key."""

import re

from django.db import transaction

from remit.core.models import KeySequence

PATTERN = re.compile(r"^([A-Z]{1,3})-([1-9][0-9]{0,8})$")


def next_numbers(space: str, prefix: str, count: int = 1) -> range:
    """Take `count` numbers of `prefix` in `space`; must run inside a transaction, which serialises takers."""
    with transaction.atomic():
        KeySequence.objects.get_or_create(space=space, prefix=prefix)
        sequence = KeySequence.objects.select_for_update().get(space=space, prefix=prefix)
        first = sequence.last_number + 1
        sequence.last_number += count
        KeySequence.objects.filter(pk=sequence.pk).update(last_number=sequence.last_number)
    return range(first, first + count)


def next_key(space: str, prefix: str) -> str:
    """Take the next key of `prefix` in `space`, such as P-12."""
    return f"{prefix}-{next_numbers(space, prefix)[0]}"
