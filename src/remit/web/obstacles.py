from remit.core.errors import RemitError


class Obstacle(RemitError):
    """Something on this machine is in the way, a port, a disk, a setting: one line says what to do."""

    status = 503
    code = "environment"

    @property
    def title(self) -> str:
        """Return the short heading."""
        return "Not possible on this machine"
