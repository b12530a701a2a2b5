"""Matrices to begin with, by the kind of the work: data, to be changed in the draft."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SPONSOR, MANAGER, LEADER = "sponsor", "project-manager", "project-leader"
TEAM, ACCEPTOR, ASSURANCE, SITE = "team-member", "acceptor", "project-assurance", "construction-manager"
PROGRAMME, OWNER, PORTFOLIO = "programme-manager", "programme-sponsor", "portfolio-manager"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One responsibility with its letters by role."""

    text: Promise
    area: str
    letters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A matrix to begin with, for scopes of `kind`; `work` is the kind of project it suits best."""

    name: Promise
    kind: str
    work: str
    rows: tuple[TemplateRow, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the codes of its roles in order of their first letters."""
        return tuple(dict.fromkeys(code for row in self.rows for code, _letters in row.letters))


def _row(text: Promise, area: str, **letters: str) -> TemplateRow:
    return TemplateRow(text, area, tuple((_CODES[name], each) for name, each in letters.items()))


_CODES = {
    "sponsor": SPONSOR,
    "manager": MANAGER,
    "leader": LEADER,
    "team": TEAM,
    "acceptor": ACCEPTOR,
    "assurance": ASSURANCE,
    "site": SITE,
    "programme": PROGRAMME,
    "owner": OWNER,
    "portfolio": PORTFOLIO,
}

_DIRECTION = (
    _row(_("Business case"), "strategy", sponsor="A", manager="R", acceptor="C"),
    _row(_("Funds and reserve"), "cost", sponsor="AR", manager="C"),
    _row(_("Decisions at gates"), "strategy", sponsor="AR", manager="C", acceptor="C"),
)
_CONTROL = (
    _row(_("Schedule and forecast"), "schedule", manager="AR", leader="C", sponsor="I", team="C"),
    _row(_("Budget against actual cost"), "cost", manager="AR", sponsor="I"),
    _row(_("Risks, issues and their answers"), "scope", manager="AR", leader="R", team="C", sponsor="I"),
    _row(_("Honest reports"), "scope", manager="AR", leader="C", sponsor="I", acceptor="I"),
)
_ACCEPTANCE = (
    _row(_("Needs and their order"), "customer", acceptor="A", manager="R", leader="C"),
    _row(_("Criteria of acceptance"), "quality", acceptor="AR", leader="C", manager="C"),
    _row(_("Acceptance of what is delivered"), "quality", acceptor="AR", leader="R", manager="I"),
    _row(_("Users prepared and trained"), "people", acceptor="A", team="R", manager="C"),
)
_CHECK = _row(_("Independent check for the board"), "assurance", sponsor="A", assurance="R", manager="C")

TEMPLATES: dict[str, Template] = {
    "predictive": Template(
        _("Planned project"),
        "project",
        "predictive",
        (
            *_DIRECTION,
            *_CONTROL,
            *_ACCEPTANCE,
            _row(_("Method and technical coherence"), "quality", leader="AR", team="R", manager="C"),
            _row(_("Daily tasks of the team"), "people", leader="A", team="R"),
            _row(_("Tests before handing in"), "quality", leader="A", team="R", acceptor="I"),
            _row(_("Warning of what will not work"), "schedule", leader="AR", team="R", manager="I"),
            _CHECK,
        ),
    ),
    "agile": Template(
        _("Agile project"),
        "project",
        "agile",
        (
            *_DIRECTION,
            *_CONTROL,
            *_ACCEPTANCE,
            _row(_("Definition of done"), "quality", leader="A", team="R", acceptor="C"),
            _row(_("Increment of each sprint"), "scope", leader="A", team="R", acceptor="I"),
            _row(_("Obstacles removed"), "people", leader="AR", manager="C"),
            _row(_("Improvement of how the team works"), "people", leader="AR", team="R"),
            _CHECK,
        ),
    ),
    "hybrid": Template(
        _("Hybrid project"),
        "project",
        "hybrid",
        (
            *_DIRECTION,
            *_CONTROL,
            *_ACCEPTANCE,
            _row(_("Order of work within a stage"), "scope", leader="A", team="R", manager="C"),
            _row(_("Increment of each sprint"), "quality", leader="A", team="R", acceptor="I"),
            _row(_("Obstacles removed"), "people", leader="AR", manager="C"),
            _row(_("Improvement of how the team works"), "people", leader="AR", team="R"),
            _CHECK,
        ),
    ),
    "dmaic": Template(
        _("Improvement by DMAIC"),
        "project",
        "dmaic",
        (
            *_DIRECTION,
            *_CONTROL,
            *_ACCEPTANCE,
            _row(_("Plan of measurement"), "quality", leader="A", team="R", manager="C"),
            _row(_("Causes proved by data"), "quality", leader="A", team="R", acceptor="I"),
            _row(_("Pilot of the solution"), "operations", leader="AR", team="R", acceptor="C"),
            _row(_("Plan of control"), "operations", leader="A", team="R", acceptor="C"),
            _CHECK,
        ),
    ),
    "construction": Template(
        _("Building work"),
        "project",
        "construction",
        (
            *_DIRECTION,
            *_CONTROL,
            *_ACCEPTANCE,
            _row(_("Safety and permits on site"), "operations", site="AR", team="R", manager="I"),
            _row(_("Trades, materials and plant"), "operations", site="AR", manager="C"),
            _row(_("Inspections and punch list"), "quality", site="AR", acceptor="I"),
            _row(_("Look-ahead plan of the site"), "schedule", site="AR", team="R", manager="I"),
            _CHECK,
        ),
    ),
    "client": Template(
        _("Work for a client"),
        "project",
        "client",
        (
            *_DIRECTION,
            *_CONTROL,
            *_ACCEPTANCE,
            _row(_("Design and content"), "quality", leader="A", team="R", acceptor="C"),
            _row(_("Daily tasks of the team"), "people", leader="A", team="R"),
            _row(_("Method and technical coherence"), "quality", leader="AR", team="R", manager="C"),
            _row(_("Warning of what will not work"), "schedule", leader="AR", team="R", manager="I"),
            _CHECK,
        ),
    ),
    "programme": Template(
        _("Programme"),
        "programme",
        "",
        (
            _row(_("Vision and blueprint"), "strategy", owner="A", programme="R"),
            _row(_("Benefits and their measures"), "strategy", owner="A", programme="R"),
            _row(_("Decisions at the ends of tranches"), "strategy", owner="AR", programme="C"),
            _row(_("Overlaps and dependencies between projects"), "schedule", programme="AR", owner="I"),
            _row(_("Shared reserve"), "cost", programme="AR", owner="C"),
            _row(_("Transition into operations"), "operations", programme="AR", owner="I"),
        ),
    ),
}


def templates_for(kind: str, work: str = "") -> list[tuple[str, Template]]:
    """Return the templates for a kind of scope, that of its kind of work first."""
    fitting = [(code, each) for code, each in TEMPLATES.items() if each.kind == kind]
    return sorted(fitting, key=lambda pair: pair[1].work != work)
