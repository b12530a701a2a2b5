"""The commands of `remit`: their words, and the function that does each."""

import argparse
from typing import Any

import remit
from remit.web.cli.command_words import ORGANISATION as _ORGANISATION
from remit.web.cli.command_words import Command, positive
from remit.web.cli.command_words import argument as _argument
from remit.web.cli.meeting_words import MEETING_COMMANDS
from remit.web.cli.of_projects import OF_A_PROJECT

EXPORTS = ("mspdi", "xer", "json", "csv", "csv-links")
RULES = ("microsoft-project", "primavera-p6")
EPILOG = """exit codes: 0 done, 1 refused or invalid, 2 wrong usage, 3 not found, 4 conflict, 5 environment
(database, disk, port, settings). Settings come from REMIT_* variables: docs/howto/settings.md."""


_PLANS = "remit.web.cli.plans"
_FILES = "remit.web.cli.plan_files"
_PEOPLE = "remit.web.cli.people"
_DOCUMENTS = "remit.web.cli.documents"
_KEEPING = "remit.web.cli.keeping"
_PREPARING = "remit.web.cli.preparing"
_ARCHIVES = "remit.web.cli.archives"
_RUNNING = "remit.web.cli.running"
_FILE_OR_KEY = "a plan file; what looks like the key of a project (P-1) and is no file means that project"
_FROM_SCRATCH = _argument(
    "--from-scratch",
    action="store_true",
    help="of a file: compute every unfinished activity from logic, whatever dates the file stores",
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "serve",
        "start Remit: the pages and the worker for long tasks",
        f"{_RUNNING}:serve",
        (
            _argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)"),
            _argument("--port", type=int, default=8000, help="port to listen on (default 8000)"),
            _argument("--workers", type=int, default=1, help="processes that answer requests (default 1)"),
            _argument("--threads", type=int, default=3, help="threads of each process (default 3)"),
            _argument("--demo-if-empty", action="store_true", help="load the demo into an empty database"),
        ),
        needs_django=False,
    ),
    Command("demo", "load the demo organisation and print its sign-ins", f"{_PREPARING}:demo"),
    Command(
        "migrate",
        "bring the database and the static files up to date",
        f"{_PREPARING}:migrate",
        (_argument("--demo-if-empty", action="store_true", help="load the demo into an empty database"),),
    ),
    Command(
        "import",
        "read a plan file, into a new project or an existing one",
        f"{_PLANS}:import_file",
        (
            _argument("file", metavar="FILE"),
            _argument("--project", metavar="KEY", help="into this project instead of a new one"),
            _argument("--manager", metavar="E-MAIL", help="who manages the project, and answers for it"),
            _ORGANISATION,
        ),
    ),
    Command(
        "export",
        "write the plan of a project to a file, or to standard output",
        f"{_PLANS}:export",
        (
            _argument("key", metavar="KEY"),
            _argument("file", metavar="FILE", nargs="?"),
            _argument("--format", choices=EXPORTS, help="default: by the file's name, else mspdi"),
            _ORGANISATION,
        ),
    ),
    Command(
        "people import",
        "add and change people as a CSV or XLSX file states them",
        f"{_PEOPLE}:import_file",
        (
            _argument("file", metavar="FILE"),
            _argument("--preview", action="store_true", help="say what it would change; change nothing"),
            _ORGANISATION,
        ),
    ),
    Command(
        "people export",
        "write everybody to a file that the import reads, or to standard output",
        f"{_PEOPLE}:export",
        (
            _argument("file", metavar="FILE", nargs="?"),
            _argument("--format", choices=("csv", "xlsx"), help="default: by the file's name, else csv"),
            _ORGANISATION,
        ),
    ),
    Command(
        "people undo",
        "take an import of people back as a whole",
        f"{_PEOPLE}:undo",
        (_argument("number", metavar="NUMBER", type=positive), _ORGANISATION),
    ),
    Command(
        "charter",
        "write the charter of a project or of an assignment as a PDF, to sign",
        f"{_PEOPLE}:charter",
        (
            _argument("key", metavar="KEY", help="the key of a project (P-1) or of an assignment (A-12)"),
            _argument("file", metavar="FILE", nargs="?", help="default: charter-KEY.pdf"),
            _ORGANISATION,
        ),
    ),
    *(
        Command(
            name,
            words,
            f"remit.web.cli.{function}",
            (_argument("key", metavar="KEY", help="the key of a project, such as P-1"), _ORGANISATION),
        )
        for name, words, function in OF_A_PROJECT
    ),
    Command(
        "capacity",
        "say who has more work than time in the next weeks, all projects together",
        "remit.web.cli.capacity:capacity",
        (
            _argument("--unit", metavar="KEY", help="only a unit and those below it, such as N-2"),
            _argument("--skill", metavar="KEY", help="only people with a skill, such as K-2"),
            _argument(
                "--level",
                type=int,
                choices=range(1, 6),
                metavar="N",
                default=3,
                help="the least level of the skill, from 1 to 5 (default 3: alone)",
            ),
            _argument("--pool", action="store_true", help="what projects share, in place of people"),
            _argument("--page", type=positive, metavar="N", default=1, help="200 are a page (default 1)"),
            _argument(
                "--weeks",
                type=int,
                choices=range(1, 53),
                metavar="N",
                default=12,
                help="how many weeks (default 12)",
            ),
            _ORGANISATION,
        ),
    ),
    *MEETING_COMMANDS,
    Command(
        "document list",
        "list the documents of a project, with what is in force",
        f"{_DOCUMENTS}:list_all",
        (_argument("key", metavar="KEY", help="the key of a project, such as P-1"), _ORGANISATION),
    ),
    Command(
        "document get",
        "write a document's version in force, or another, into a file",
        f"{_DOCUMENTS}:get",
        (
            _argument("key", metavar="KEY", help="project and document, such as P-1/DO-3"),
            _argument("file", metavar="FILE", nargs="?", help="default: its own name; - for standard output"),
            _argument("--version", metavar="NUMBER", type=positive, help="this version"),
            _ORGANISATION,
        ),
    ),
    Command(
        "document add",
        "put a file in, as the next version of a document or as a new one",
        f"{_DOCUMENTS}:add",
        (
            _argument("key", metavar="KEY", help="P-1/DO-3 for a document, P-1 for a new one of the project"),
            _argument("file", metavar="FILE"),
            _argument("--title", help="of a new document (default: the file's name)"),
            _argument("--owner", metavar="E-MAIL", help="who answers for a new document"),
            _argument("--note", help="what changed"),
            _ORGANISATION,
        ),
    ),
    Command(
        "document approve",
        "approve the version in review, in the name of its approver",
        f"{_DOCUMENTS}:approve",
        (
            _argument("key", metavar="KEY", help="project and document, such as P-1/DO-3"),
            _argument("--by", metavar="E-MAIL", required=True, help="its approver"),
            _argument("--words", help="what the approver says"),
            _ORGANISATION,
        ),
    ),
    Command(
        "archive make",
        "make the archive of a closed project and keep it",
        f"{_ARCHIVES}:make",
        (
            _argument("key", metavar="KEY", help="the key of a project, such as P-7"),
            _argument("file", metavar="FILE", nargs="?", help="write a copy here as well"),
            _argument("--years", type=positive, default=7, help="how long it is kept (default 7)"),
            _argument(
                "--holds",
                metavar="WHAT",
                action="append",
                choices=("money", "record", "stakeholders", "confidential"),
                help="what not everybody may see; may be repeated (default: all but confidential)",
            ),
            _ORGANISATION,
        ),
    ),
    Command("archive list", "list the archives that are kept", f"{_ARCHIVES}:listed", (_ORGANISATION,)),
    Command(
        "archive verify",
        "compare every byte of an archive with its manifest; needs nothing but the file",
        "remit.web.cli.archive_files:verify",
        (_argument("file", metavar="FILE"),),
        needs_django=False,
    ),
    Command(
        "schedule",
        "compute the plan in a file, or compare the stored plan of a project",
        f"{_FILES}:schedule",
        (
            _argument("target", metavar="FILE|KEY", help=_FILE_OR_KEY),
            _argument("--rules", choices=RULES, help="schedule a file by these rules instead of its own"),
            _FROM_SCRATCH,
            _argument("--store", action="store_true", help="of a project: store the computed dates"),
            _ORGANISATION,
        ),
        needs_django=False,
    ),
    Command(
        "level",
        "level the resources of a plan file: none has more to do than it can",
        "remit.web.cli.levels:level",
        (
            _argument("target", metavar="FILE", help="a plan file"),
            _argument("--time-limit", metavar="S", type=float, default=10.0, help="seconds (default 10)"),
            _argument("--workers", metavar="N", type=int, default=1, help="threads (default 1)"),
            _argument(
                "--seed", metavar="K", type=int, default=0, help="the same seed, the same start (default 0)"
            ),
            _argument("--gap", type=float, default=0.0, help="stop this near to the bound, 0.01 for 1 %%"),
            _argument(
                "--objective",
                choices=("finish", "tardiness", "cost"),
                default="finish",
                help="what is made small",
            ),
            _argument(
                "--stability",
                metavar="M",
                type=float,
                default=0.0,
                help="minutes of the objective that one minute is worth by which an activity is moved",
            ),
            _argument("--rules", choices=RULES, help="schedule by these rules instead of the file's own"),
        ),
        needs_django=False,
    ),
    Command(
        "check",
        "say how healthy the plan in a file is, as DCMA and GAO look at it",
        "remit.web.cli.health:check",
        (
            _argument("target", metavar="FILE", help="a plan file"),
            _argument("--rules", choices=RULES, help="schedule by these rules instead of the file's own"),
        ),
        needs_django=False,
    ),
    Command(
        "evm",
        "measure earned value and earned schedule of the plan in a file",
        "remit.web.cli.earned:evm",
        (
            _argument("target", metavar="FILE", help="a plan file with a baseline, progress and cost"),
            _argument("--status", metavar="DATE", help="measure at this date instead of the file's own"),
            _argument(
                "--period", choices=("day", "week", "month"), default="month", help="periods (default month)"
            ),
        ),
        needs_django=False,
    ),
    Command(
        "risk",
        "say how likely the dates and the cost of the plan in a file are",
        "remit.web.cli.risk:risk",
        (
            _argument("target", metavar="FILE", help="a plan file"),
            _argument("--runs", type=positive, default=10_000, help="how often to draw it (default 10000)"),
            _argument("--seed", type=int, default=0, help="the same seed draws the same runs (default 0)"),
            _argument(
                "--spread", metavar="LOW,LIKELY,HIGH", help="factors for what states no estimate: 0.9,1,1.3"
            ),
            _argument("--promised", metavar="DATE", help="say how likely this finish is"),
            _argument("--mitigated", action="store_true", help="with all responses to risks in place"),
            _argument(
                "--rank", action="store_true", help="rank the risks by what the plan gains without each"
            ),
            _argument("--rules", choices=RULES, help="schedule by these rules instead of the file's own"),
        ),
        needs_django=False,
    ),
    Command(
        "audit verify", "prove that no record was altered, removed or slipped in", f"{_KEEPING}:audit_verify"
    ),
    Command(
        "backup",
        "write everything into one file, while Remit runs",
        f"{_KEEPING}:backup",
        (_argument("file", metavar="FILE"),),
    ),
    Command(
        "restore",
        "bring back a backup, proved against its manifest",
        f"{_KEEPING}:restore",
        (
            _argument("file", metavar="FILE"),
            _argument("--replace", action="store_true", help="put what is there now aside and replace it"),
        ),
    ),
    Command(
        "create-admin",
        "make an administrator who can sign in",
        f"{_KEEPING}:create_admin",
        (
            _argument("email", metavar="EMAIL"),
            _argument("--name", help="the person's name (default: from the address)"),
            _argument("--organisation", metavar="NAME", help="which organisation; made where there is none"),
            _argument(
                "--also", metavar="ROLE", action="append", default=[], help="a role beside administrator"
            ),
            _argument("--password-stdin", action="store_true", help="read the password from standard input"),
        ),
    ),
    Command(
        "second-factor",
        "say who must have a second factor: nobody, everybody, or some roles",
        f"{_KEEPING}:second_factor",
        (
            _argument("of", metavar="WHOM", choices=["nobody", "roles", "everybody"]),
            _argument(
                "--role", metavar="CODE", action="append", default=[], help="one of the roles, with `roles`"
            ),
            _argument("--organisation", metavar="NAME", help="which organisation, where there are several"),
        ),
    ),
    Command(
        "doctor",
        "check everything that Remit needs",
        "remit.web.cli.doctor:doctor",
        (_argument("--port", type=int, default=8000, help="port that Remit would listen on (default 8000)"),),
    ),
    Command("version", "print the version", f"{_RUNNING}:version", needs_django=False),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; `--json` is taken before and after the command."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print one JSON object instead of words",
    )
    root = argparse.ArgumentParser(
        prog="remit", description=remit.__doc__, epilog=EPILOG, parents=[shared], allow_abbrev=False
    )
    root.add_argument("--version", action="version", version=f"remit {remit.__version__}")
    below = root.add_subparsers(metavar="COMMAND", required=True)
    groups: dict[str, Any] = {}
    for command in COMMANDS:
        first, _space, second = command.name.partition(" ")
        holder = below
        if second:
            if first not in groups:
                group = below.add_parser(first, help=command.help, parents=[shared], allow_abbrev=False)
                groups[first] = group.add_subparsers(metavar="COMMAND", required=True)
            holder = groups[first]
        each = holder.add_parser(
            second or first, help=command.help, description=command.help, parents=[shared], allow_abbrev=False
        )
        for words in command.arguments:
            each.add_argument(*words.names, **words.options)
        each.set_defaults(command=command)
    return root
