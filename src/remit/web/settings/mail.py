from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def mail_from_url(url: str, data_dir: Path) -> dict[str, Any]:
    """Return the mail settings of smtp://user:secret@host:587 (smtps:// for TLS at once); without one, a folder."""
    if not url:
        folder = data_dir / "mail"
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        msg = "REMIT_SMTP_URL must look like smtp://user:secret@host:587."
        raise ValueError(msg)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 10,
    }
