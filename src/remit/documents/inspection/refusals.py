"""The one form of a refusal: what is wrong with a file, and how to mend it."""

from remit.core.errors import Invalid


def refused(message: object, code: str) -> Invalid:
    """Return the refusal of a file."""
    return Invalid(str(message), field="file", code=code)
