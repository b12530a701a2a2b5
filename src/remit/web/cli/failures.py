"""What the command line says of an error: one line and an exit code, whatever it was."""

import errno
import traceback
from pathlib import Path

from django.db.utils import Error as DatabaseError

from remit.core.errors import Invalid, NotAllowed, NotFound, RemitError
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, exit_code_of
from remit.web.obstacles import Obstacle, says_damaged
from remit.web.presence import data_folder

OTHER_FOLDER = "Set REMIT_DATA_DIR to a folder that Remit may make and write in."
DISK_FULL = "The disk is full: free some space and try again. Nothing was changed by halves."


def answer(error: Exception, console: Console) -> ExitCode:
    """Print what went wrong and return the exit code for it."""
    return _refused(error if isinstance(error, RemitError) else _refusal_for(error), console)


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


def _refusal_for(error: Exception) -> RemitError:
    if isinstance(error, FileNotFoundError) and error.filename and not _is_ours(error.filename):
        return NotFound(f"There is no file {error.filename}.")
    return Obstacle(_line_for(error))


def _line_for(error: Exception) -> str:
    """Return one line for an error of the disk or the database, or for a mistake of Remit's own."""
    if isinstance(error, OSError):
        return _line_for_disk(error)
    if isinstance(error, DatabaseError):
        return _line_for_database(error)
    return f"Remit made a mistake ({type(error).__name__}: {error}).{_kept(error)}"


def _line_for_disk(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return DISK_FULL
    said = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    if error.filename and _is_ours(error.filename):
        return f"{said}. {OTHER_FOLDER}"
    return said


def _line_for_database(error: DatabaseError) -> str:
    text = (str(error).strip() or type(error).__name__).splitlines()[0]
    if "disk is full" in text:
        return DISK_FULL
    if "no such table" in text or "no such column" in text or "does not exist" in text:
        return f"The database is not up to date: run `remit migrate` first ({text})."
    if says_damaged(error):
        return f"The database is damaged ({text}): bring back a backup with `remit restore FILE --replace`."
    if "unable to open" in text or "readonly database" in text:
        return f"The database cannot be opened ({text}). {OTHER_FOLDER}"
    if "connection" in text:
        return f"The database does not answer: {text}. See that it runs and that REMIT_DATABASE_URL names it."
    return f"The database does not answer as it should: {text}"


def _is_ours(name: object) -> bool:
    """Return whether a file is the data folder, one within, or one that stands where a folder above must."""
    path, folder = Path(str(name)).resolve(), data_folder()
    return folder in (path, *path.parents) or (path in folder.parents and not path.is_dir())


def _kept(error: Exception) -> str:
    """Keep the traceback in the data folder, for whoever reports the mistake; return where."""
    path = data_folder() / "error.log"
    try:
        with path.open("a") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return ""
    return f" The details stand in {path}."
