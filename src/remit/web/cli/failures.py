"""What the command line says of an error: one line and an exit code, whatever it was."""

import errno
import os
import traceback
from pathlib import Path

from django.db.utils import Error as DatabaseError

from remit.core.errors import Invalid, NotAllowed, RemitError
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, exit_code_of
from remit.web.obstacles import Obstacle

DISK_FULL = "The disk is full: free some space and try again. Nothing was changed by halves."


def answer(error: Exception, console: Console) -> ExitCode:
    """Print what went wrong and return the exit code for it."""
    return _refused(error if isinstance(error, RemitError) else Obstacle(_line_for(error)), console)


def _refused(error: RemitError, console: Console) -> ExitCode:
    parts = [error.message]
    details = {}
    if isinstance(error, Invalid) and error.errors:
        parts += [each.message for each in error.errors if each.message != error.message]
        details = {"errors": [{"field": each.field, "message": each.message} for each in error.errors]}
    if isinstance(error, NotAllowed) and error.who_may:
        parts.append(f"Who may: {error.who_may}.")
    console.problem(error.code, " ".join(parts), details)
    return exit_code_of(error.status)


def _line_for(error: Exception) -> str:
    """Return one line for an error of the disk or the database, or for a mistake of Remit's own."""
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return DISK_FULL
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    if isinstance(error, DatabaseError):
        text = (str(error).strip() or type(error).__name__).splitlines()[0]
        if "disk is full" in text:
            return DISK_FULL
        if "no such table" in text or "no such column" in text or "does not exist" in text:
            return f"The database is not up to date: run `remit migrate` first ({text})."
        return f"The database does not answer as it should: {text}"
    return f"Remit made a mistake ({type(error).__name__}: {error}).{_kept(error)}"


def _kept(error: Exception) -> str:
    """Keep the traceback in the data folder, for whoever reports the mistake; return where."""
    path = Path(os.environ.get("REMIT_DATA_DIR", "data")) / "error.log"
    try:
        with path.open("a") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return ""
    return f" The details stand in {path}."
