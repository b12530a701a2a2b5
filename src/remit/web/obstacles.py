from remit.core.errors import RemitError


def says_damaged(error: Exception) -> bool:
    """Return whether SQLite says with this error that the file is no sound database."""
    return "not a database" in str(error) or "malformed" in str(error)


class Obstacle(RemitError):
    """Something on this machine is in the way, a port, a disk, a setting: one line says what to do."""

    status = 503
    code = "environment"

    @property
    def title(self) -> str:
        """Return the short heading."""
        return "Not possible on this machine"
