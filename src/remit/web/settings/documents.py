"""What of documents the environment sets: how large, how much, and which kinds."""

from collections.abc import Mapping
from importlib.util import find_spec
from urllib.parse import urlsplit

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

REACHED_BY = {
    "REMIT_S3_ENDPOINT": "endpoint",
    "REMIT_S3_REGION": "region",
    "REMIT_S3_KEY": "access_key_id",
    "REMIT_S3_SECRET": "secret_access_key",
}
Bucket = tuple[str, str, tuple[tuple[str, str], ...]]


def megabytes(environment: Mapping[str, str], name: str, default: int) -> int:
    """Return a size in bytes that the environment states in megabytes; a whole number, not below nothing."""
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdecimal()):
        msg = f"{name} must be a whole number of megabytes, such as {default}."
        raise ValueError(msg)
    return int(text) * 1024 * 1024


def bucket_from(environment: Mapping[str, str]) -> Bucket | None:
    """Return bucket, prefix and how to reach it where documents lie in an S3-compatible store; None for the disk."""
    place = environment.get("REMIT_DOCUMENT_STORE", "").strip()
    if place in {"", "disk"}:
        return None
    parts = urlsplit(place)
    if parts.scheme != "s3" or not parts.netloc:
        msg = "REMIT_DOCUMENT_STORE must be disk, or look like s3://bucket/folder."
        raise ValueError(msg)
    if find_spec("obstore") is None:
        msg = "REMIT_DOCUMENT_STORE names a bucket, which needs a library: pip install -r requirements/s3.txt"
        raise ValueError(msg)
    stated = tuple((name, environment[key]) for key, name in REACHED_BY.items() if environment.get(key))
    return parts.netloc, parts.path, stated


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
