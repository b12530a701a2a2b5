"""Commands that bring an installation up to date and fill it."""

import argparse
from dataclasses import asdict
from typing import Any

from remit.accounts.models import User
from remit.engine.warming import SCHEDULE, is_warm
from remit.people.models import Organisation
from remit.web.cli.console import Console
from remit.web.demo import demo_sign_ins, load_demo
from remit.web.upkeep import bring_catalogues, collect_static
from remit.web.upkeep import migrate as migrate_database
from remit.web.warming import compile_apart


def migrate(given: argparse.Namespace, console: Console) -> None:
    """Bring database, static files and compiled kernels up to date; with a demo where there is nothing yet."""
    applied = migrate_database()
    if applied:
        console.note(f"Brought the database up to date ({len(applied)} migrations).")
    for name in bring_catalogues():
        console.note(f"Brought the roles of {name} up to the present edition of the catalogue.")
    files = collect_static()
    if files:
        console.note(f"Made {files} static files ready.")
    # whoever answers loads what is kept: to load it here as well takes a second of each start
    if not is_warm(SCHEDULE):
        compile_apart(SCHEDULE)
    if given.demo_if_empty and not Organisation.objects.exists() and not User.objects.exists():
        _load(console)
    facts = {"migrations": applied, "static_files": files, "sign_ins": _sign_ins()}
    console.result(facts, "The database and the static files are up to date.")


def demo(_given: argparse.Namespace, console: Console) -> None:
    """Load the demo organisation and print its sign-ins."""
    facts = _load(console)
    sign_ins = _sign_ins()
    lines = [f"  {each['email']}  {each['password']}  {each['role']}" for each in sign_ins]
    console.result({**facts, "sign_ins": sign_ins}, "The demo is loaded. Sign in as:", *lines)


def _load(console: Console) -> dict[str, Any]:
    console.note("Loading the demo organisation ...")
    result = load_demo(progress=lambda what, share: console.progress(what, round(share * 100), 100))
    return {
        "organisation": result.organisation.name,
        "people": result.people,
        "projects": result.projects,
        "activities": result.activities,
        "links": result.links,
    }


def _sign_ins() -> list[dict[str, Any]]:
    return [asdict(each) for each in demo_sign_ins()]
