"""A real installation in a folder of its own: started, written to and killed as a user's would be."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[3]
PASSWORD = "correct horse battery staple"

# Adds people one by one; says the key of each only when it has been committed.
WRITER = """
import django
django.setup()
from remit.accounts.permissions import system_actor
from remit.people.models import Organisation
from remit.people.operations.people import add_person
import os
organisation = Organisation.objects.get()
number = 0
while True:
    number += 1
    person = add_person(
        organisation, name=f"P {number}", email=f"p{number}.{os.getpid()}@example.org", actor=system_actor()
    )
    print(person.key, flush=True)
"""


@dataclass(slots=True)
class Installation:
    """One data folder, and `remit` run on it."""

    folder: Path
    database_url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
        return {
            **kept,
            "PYTHONPATH": str(SOURCE),
            "REMIT_DATA_DIR": str(self.folder),
            "REMIT_DATABASE_URL": self.database_url,
            "REMIT_COMPILE_AHEAD": "off",
            "REMIT_KERNEL_CACHE": str(Path.home() / ".cache" / "remit"),  # compiled once for all of them
            "DJANGO_SETTINGS_MODULE": "remit.web.settings",
            **self.more,
        }

    @property
    def database(self) -> Path:
        return self.folder / "remit.sqlite3"

    def migrate(self) -> None:
        """Make the database as `remit migrate` does; on SQLite from a copy, for each migration is run elsewhere."""
        if self.database_url:
            self.facts("migrate")
        else:
            shutil.copytree(_migrated(), self.folder, dirs_exist_ok=True)

    def begin(self) -> None:
        """Make the database of an empty folder, with the organisation Acme and its administrator Jo."""
        shutil.copytree(_begun(), self.folder, dirs_exist_ok=True)

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "remit.web.cli", *words],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def facts(self, *words: str, given: str = "") -> dict[str, Any]:
        """Run a command that must succeed and return its JSON."""
        done = self.run("--json", *words, given=given)
        assert done.returncode == 0, (done.stdout, done.stderr)
        facts: dict[str, Any] = json.loads(done.stdout)
        return facts

    def start_writer(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", WRITER], env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def start_server(self, port: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "remit.web.cli", "serve", "--port", str(port)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a process group of its own, as a terminal gives one
        )


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="remit-installation-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _migrated() -> Path:
    made = Installation(_folder())
    made.facts("migrate")
    return made.folder


@cache
def _begun() -> Path:
    made = Installation(_folder())
    made.migrate()
    words = ("create-admin", "jo@example.org", "--organisation", "Acme", "--also", "portfolio-manager")
    made.facts(*words, "--password-stdin", given=PASSWORD)
    return made.folder


def kill_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """Let a process run a while after its first word, kill it, and return every whole line that it said."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    # the last line counts only where it was said to its end
    return [first.strip(), *rest.split("\n")[:-1]]
