"""The command line `remit`: every answer is one result or one line, never a traceback."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from remit.engine.kernels.kept import FOLDER_VARIABLE
from remit.web.cli.arguments import parser
from remit.web.cli.command_words import Command
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, Refusal
from remit.web.presence import data_folder

Function = Callable[[argparse.Namespace, Console], ExitCode | None]

INTERRUPTED = 130


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
    except Refusal as error:
        console.problem(error.code, error.message, in_words=True)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the edge of the process: nothing may pass as a traceback
        # imported here, so that commands on files start without Django
        failures = importlib.import_module("remit.web.cli.failures")
        code: ExitCode = failures.answer(error, console)
        return code
    return ExitCode.OK


def _run(command: Command, given: argparse.Namespace, console: Console) -> ExitCode | None:
    if command.needs_django:
        # imported here, so that commands on files start without Django
        importlib.import_module("remit.web.cli.django_setup").start_django()
    elif (kernels := data_folder() / "kernels").is_dir():
        # what the Remit of this folder has compiled serves files as well
        os.environ.setdefault(FOLDER_VARIABLE, str(kernels))
    module, _colon, name = command.function.partition(":")
    function: Function = getattr(importlib.import_module(module), name)
    return function(given, console)
