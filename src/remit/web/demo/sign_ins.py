"""With whom one can try the demo: shown beside the sign-in form, and only where a demo stands."""

from dataclasses import dataclass

from remit.people.models import Organisation
from remit.web.demo.staff import OUTSIDE, STAFF

# Known to everybody on purpose: it opens invented data and nothing else.
PASSWORD = "northlight-demo-2026"  # noqa: S105 - as above


@dataclass(frozen=True, slots=True)
class SignIn:
    """One persona of the demo: who it is, in which roles, and what there is to see."""

    email: str
    password: str
    name: str
    role: str
    persona: str


_PERSONAS: tuple[tuple[str, str, str], ...] = (
    ("Nadia Rahman", "Project manager of the cloud rollout", "Project manager"),
    ("Amina Yusuf", "Project leader of the cloud rollout", "Project leader"),
    ("Catherine Holroyd", "Programme manager of One Workplace", "Programme manager"),
    ("Seun Bakare", "Portfolio manager and head of PMO", "Portfolio manager"),
    ("Caleb Osei", "Product manager of Deskwise", "Product manager"),
    ("Victor Lindqvist", "Delivery manager of team Signal", "Delivery manager"),
    ("Samuel Okafor", "Developer in the cloud rollout", "Team member"),
    ("Meera Nair", "Sponsor of the cloud rollout, owner of One Workplace", "Sponsor"),
    ("Louise Tremblay", "Account manager and sponsor of the university website", "Account manager"),
    ("Patience Moyo", "Operations manager", "Operations manager"),
    ("Ellen Sorensen", "Green Belt, project manager of order to cash", "Improvement lead"),
    ("Gary Thackray", "Contractor's construction manager of the fit-out", "Construction manager"),
    ("Helen Ashworth", "Client who accepts the university website", "Customer"),
    ("Adam Greaves", "Administrator of the accounts", "Administrator"),
)

_EMAILS = {member.name: member.email for member in (*STAFF, *OUTSIDE)}

SIGN_INS = tuple(SignIn(_EMAILS[name], PASSWORD, name, role, persona) for name, role, persona in _PERSONAS)


def demo_sign_ins() -> tuple[SignIn, ...]:
    """Return the sign-ins of the demo where it was loaded, and none elsewhere."""
    return SIGN_INS if Organisation.objects.filter(is_demo=True).exists() else ()
