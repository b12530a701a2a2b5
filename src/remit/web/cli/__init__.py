"""The command line `remit`: every answer is one result or one line, never a traceback."""

import argparse
import errno
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import Error as DatabaseError

from remit.core.errors import Invalid, NotAllowed, RemitError
from remit.web.cli.arguments import Command, parser
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, exit_code_of
from remit.web.obstacles import Obstacle

Function = Callable[[argparse.Namespace, Console], ExitCode | None]

INTERRUPTED = 130
DISK_FULL = "The disk is full: free some space and try again. Nothing was changed by halves."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = parser().parse_args(arguments)
    console = Console(as_json=getattr(given, "json", False))
    try:
        return _run(given.command, given, console) or ExitCode.OK
    except KeyboardInterrupt:
        console.problem("interrupted", "Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read the output has gone: there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except RemitError as error:
        return _refused(error, console)
    except Exception as error:  # noqa: BLE001 - the edge of the process: nothing may pass as a traceback
        return _refused(Obstacle(_line_for(error)), console)
    return ExitCode.OK


def _run(command: Command, given: argparse.Namespace, console: Console) -> ExitCode | None:
    if command.needs_django:
        _start_django()
    module, _colon, name = command.function.partition(":")
    function: Function = getattr(importlib.import_module(module), name)
    return function(given, console)


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    django = importlib.import_module("django")
    try:
        django.setup()
    except (ValueError, ImproperlyConfigured) as error:
        # the settings say in one line what is wrong with a variable
        raise Obstacle(str(error)) from error


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
