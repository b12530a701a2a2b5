"""What of documents the environment sets: how large, how much, and which kinds."""

from collections.abc import Mapping

ENDINGS = (
    "pdf",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "txt",
    "md",
    "csv",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
)


def megabytes(environment: Mapping[str, str], name: str, default: int) -> int:
    """Return a size in bytes that the environment states in megabytes; a whole number, not below nothing."""
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdecimal()):
        msg = f"{name} must be a whole number of megabytes, such as {default}."
        raise ValueError(msg)
    return int(text) * 1024 * 1024


def kinds_from(text: str) -> tuple[str, ...]:
    """Return the endings of files that are kept: all that are known unless `text` names some, between commas."""
    named = tuple(
        dict.fromkeys(each.strip().lower().removeprefix(".") for each in text.split(",") if each.strip())
    )
    unknown = [each for each in named if each not in ENDINGS]
    if unknown:
        msg = f"REMIT_DOCUMENT_KINDS: {unknown[0]} is none of {', '.join(ENDINGS)}."
        raise ValueError(msg)
    return named or ENDINGS
