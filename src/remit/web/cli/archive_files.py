"""`remit archive verify FILE`: whether every byte of an archive is as it was written. Needs no database."""

import argparse
from pathlib import Path

from remit.closure.archive_format import verify_archive
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, Refusal

MOST_LISTED = 50


def verify(given: argparse.Namespace, console: Console) -> None:
    """Verify the file of an archive and name each file in it that differs."""
    path = Path(given.file)
    if not path.is_file():
        message = f"There is no file {path}."
        raise Refusal(message, "not_found", ExitCode.NOT_FOUND)
    proof = verify_archive(path)
    facts = {
        "file": str(path),
        "holds": proof.holds,
        "sha256": proof.sha256,
        "files": proof.files,
        "project": proof.manifest.get("project"),
        "made_on": proof.manifest.get("made_on"),
        "retain_until": proof.manifest.get("retain_until"),
        "faults": [{"path": each.path, "what": each.what} for each in proof.faults],
    }
    if not proof.holds:
        told = "; ".join(
            f"{each.path}: {each.what}" if each.path else each.what for each in proof.faults[:MOST_LISTED]
        )
        message = f"It does not verify: {told}."
        raise Refusal(message, "altered")
    console.result(
        facts,
        f"It verifies: the manifest and {proof.files} files, byte for byte.",
        f"  project {facts['project']}, made on {facts['made_on']}, kept until {facts['retain_until']}",
        f"  SHA-256 {proof.sha256}: compare it with what Remit notes of the archive",
    )
