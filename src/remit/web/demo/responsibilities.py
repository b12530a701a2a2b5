"""Who answers for what in the demo: a programme and a project in order, and a draft with faults planted in it."""

from remit.people.models import ResponsibilityMatrix, Scope
from remit.people.operations.matrices import activate_matrix, begin_matrix
from remit.people.operations.matrix_edits import add_party, add_responsibility, change_responsibility
from remit.people.operations.matrix_sheets import paste_matrix
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import ONE_WORKPLACE

ROLLOUT, RETAINER = "P-1", "P-5"

# a default that each project of the programme inherits: text, area, letters by role
DEFAULTS = (
    ("Promises to the other projects", "schedule", {"programme-manager": "A", "project-manager": "R"}),
    ("State recorded before the change", "strategy", {"programme-manager": "AR"}),
    ("Calls on the shared reserve", "cost", {"programme-manager": "A", "project-manager": "R"}),
)

# area, then the rows of a sheet below a row of roles
ROLLOUT_HEADS = "\tSponsor\tProject manager\tProject leader\tTeam member\tProgramme manager"
ROLLOUT_ROWS = (
    ("strategy", "Case for the move to the cloud\tA\tR\t\t\tC"),
    ("strategy", "Decision at the end of each stage\tAR\tC\t\t\tI"),
    ("cost", "Budget and contingency released\tAR\tC"),
    ("customer", "Consent of each of the 14 customers\tA\tR\tC\t\tI"),
    ("schedule", "Plan, forecast and critical path\tI\tAR\tC\tC\tI"),
    ("cost", "Actual cost against budget\tI\tAR"),
    ("scope", "Risks, issues and changes\tC\tAR\tR"),
    ("scope", "Status told as it is\tI\tAR\tC\t\tI"),
    ("quality", "Migration method and rehearsals\t\tC\tA\tR"),
    ("quality", "Data complete after each migration\t\tI\tA\tR"),
    ("people", "Tasks of the day\t\t\tAR\tR"),
    ("operations", "Old servers shut down safely\tI\tC\tA\tR"),
    ("operations", "Support ready before go-live\tI\tR\t\t\tA"),
)

# The faults that the draft of the retainer is to show; one in force would refuse all the errors.
RETAINER_HEADS = "\tSponsor\tProject manager\tProject leader\tTeam member\tLeila Haddad"
RETAINER_ROWS = (
    ("strategy", "Worth of the retainer\tA\tR"),
    (
        "scope",
        "Order of the campaigns\tI\tC\tAR",
    ),  # the leader has not read the role anew, and is away for long
    ("quality", "Texts and pictures\t\tA\tA\tR"),  # two answer
    ("cost", "Hours against the monthly fee\tI\tR\tC"),  # nobody answers
    ("assurance", "Independent check of the work\tI\tAR"),  # the manager checks the own work
    ("customer", "Customer requirements collected\t\tA\t\tR\tC"),  # sounds like the next one
    ("customer", "Requirements of the customer\t\tC\t\t\tAR"),
)


def load_responsibilities(firm: Firm) -> None:
    """Put the programme's matrix and the rollout's into force, and leave a draft of the retainer with faults."""
    scopes = {scope.key: scope for scope in Scope.objects.filter(organisation=firm.organisation)}
    programme = next(scope for scope in scopes.values() if scope.name == ONE_WORKPLACE)
    _programme(firm, programme)
    rollout = _begun(firm, scopes[ROLLOUT], ROLLOUT_HEADS, ROLLOUT_ROWS, by="Nadia Rahman")
    activate_matrix(rollout, version=rollout.version, actor=firm.actor("Nadia Rahman"))
    _begun(firm, scopes[RETAINER], RETAINER_HEADS, RETAINER_ROWS, by="Imran Qureshi")


def _programme(firm: Firm, scope: Scope) -> None:
    catherine = firm.actor("Catherine Holroyd")
    draft = begin_matrix(scope, actor=catherine, template="programme")
    add_party(draft, role=firm.roles["project-manager"], actor=catherine)
    for text, area, letters in DEFAULTS:
        row = add_responsibility(draft, text=text, area=area, kind="project", actor=catherine)
        named = {f"role:{code}": each for code, each in letters.items()}
        change_responsibility(draft, row.key, version=row.version, letters=named, actor=catherine)
    draft.refresh_from_db()
    activate_matrix(draft, version=draft.version, actor=catherine)


def _begun(
    firm: Firm, scope: Scope, heads: str, rows: tuple[tuple[str, str], ...], *, by: str
) -> ResponsibilityMatrix:
    """Begin a draft and fill it, one sheet for each row since each has an area of its own."""
    draft = begin_matrix(scope, actor=firm.actor(by))
    for area, row in rows:
        text = f"{heads}\n{row}"
        paste_matrix(draft, text=text, area=area, version=draft.version, actor=firm.actor(by))
        draft.refresh_from_db()
    return draft
