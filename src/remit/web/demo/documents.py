"""Documents of the demo: written, reviewed and approved by whoever does that in each project."""

import datetime as dt
import io
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from remit.documents.inspection import Inspected
from remit.documents.models import Document, Verdict
from remit.documents.operations.contents import keep_file, keep_text
from remit.documents.operations.documents import begin_document
from remit.documents.operations.templates import add_template
from remit.documents.operations.versions import add_version, answer_review, approve_version, send_to_review
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS, Undertaking

FILE = Path(__file__).parent / "documents.toml"
KEEPER = "Seun Bakare"


@cache
def _stated() -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return rows


def load_documents(firm: Firm, projects: Sequence[Project]) -> None:
    """Keep the templates of the firm, and the documents of every project."""
    keeper = firm.actor(KEEPER)
    for row in _stated()["template"]:
        content = keep_text(firm.organisation, row["text"])
        facts = {"name": row["name"], "kind": row["kind"], "suits": row.get("suits", "")}
        add_template(firm.organisation, content, actor=keeper, **facts)
    for row in _stated()["document"]:
        project, each = projects[row["project"] - 1], UNDERTAKINGS[row["project"] - 1]
        _load(firm, project, each, row)


def _load(firm: Firm, project: Project, each: Undertaking, row: dict[str, Any]) -> None:
    manager = firm.actor(each.manager)
    stage, _slash, place = row.get("place", "").partition("/")
    more: dict[str, Any] = {"confidentiality": "restricted"} if row.get("restricted") else {}
    if not place:
        more["phase"] = row.get("phase", "execution")
    document = begin_document(
        project,
        title=row["title"],
        kind=row["kind"],
        owner=firm.people[row.get("owner", each.manager)],
        stage=stage,
        place=place,
        is_for_everybody=row.get("everybody", False),
        readers=[firm.people[name] for name in row.get("readers", ())],
        actor=manager,
        **more,
    )
    for number, version in enumerate(row["versions"]):
        _write(firm, document, each, version, number)


def _content(firm: Firm, version: dict[str, Any]) -> Inspected:
    if "csv" in version:
        return keep_file(firm.organisation, io.BytesIO(version["text"].lstrip().encode()), version["csv"])
    return keep_text(firm.organisation, version["text"])


def _write(firm: Firm, document: Document, each: Undertaking, stated: dict[str, Any], seen: int) -> None:
    """Add one version, and lead it as far as it came."""
    manager = firm.actor(each.manager)
    on: dt.date = stated["on"]
    made = add_version(
        document, _content(firm, stated), seen=seen, note=stated.get("note", ""), on=on, actor=manager
    )
    until = stated.get("approved") or stated.get("due")
    if until is None:
        return
    reviewers = [firm.people[name] for name in stated.get("reviewers", ())]
    made = send_to_review(
        made, reviewers=reviewers, approver=firm.people[each.sponsor], due_on=until, on=on, seen=made.version,
        actor=manager,
    )  # fmt: skip
    if "approved" not in stated:
        return
    for review in made.reviews.select_related("reviewer"):
        answer_review(review, Verdict.FINE, on=until, actor=firm.actor(review.reviewer.name))
    approve_version(made, seen=made.version, on=until, actor=firm.actor(each.sponsor))
