import os
import secrets
from pathlib import Path

_SHORTEST = 32


def secret_key_in(folder: Path) -> str:
    """Return the secret of this installation: from the environment, or made once and kept in `folder`."""
    given = os.environ.get("REMIT_SECRET_KEY", "")
    if given:
        if len(given) < _SHORTEST or len(set(given)) < 8:  # noqa: PLR2004 - a guessable secret is refused
            msg = "REMIT_SECRET_KEY is too short or too simple: give at least 32 random characters."
            raise ValueError(msg)
        return given
    path = folder / "secret-key"
    if not path.exists():
        made = secrets.token_urlsafe(64)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(made)
    return path.read_text().strip()
