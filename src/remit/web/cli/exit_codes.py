from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit status of `remit` says; the README tells the same."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    CONFLICT = 4
    ENVIRONMENT = 5


class Refusal(Exception):
    """What a command that needs no database answers instead of its result: one line, and an exit code."""

    def __init__(self, message: str, code: str = "invalid", exit_code: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.exit_code = exit_code


_OF_STATUS = {404: ExitCode.NOT_FOUND, 409: ExitCode.CONFLICT}


def exit_code_of(status: int) -> ExitCode:
    """Return the exit code for the status of a `RemitError`."""
    return _OF_STATUS.get(status, ExitCode.REFUSED if status < 500 else ExitCode.ENVIRONMENT)  # noqa: PLR2004 - HTTP: faults of ours
