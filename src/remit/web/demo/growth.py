"""Skills that roles take, expectations and growth in the demo: two views that differ, what is done about it."""

import datetime as dt

from remit.people.models import ExpectationTemplate, Role, Skill
from remit.people.operations.growth import (
    add_growth_action,
    assess_expectations,
    begin_review,
    change_growth_action,
    set_role_skills,
)
from remit.web.demo.firm import Firm

# role, the skills that it takes and how well
TAKES: dict[str, dict[str, int]] = {
    "project-manager": {"Project planning": 4, "Negotiation": 3, "Finance": 2, "Statistics": 1},
    "programme-manager": {
        "Programme management": 4,
        "Project planning": 4,
        "Negotiation": 4,
        "Finance": 3,
    },
    "portfolio-manager": {
        "Finance": 4,
        "Statistics": 3,
        "Programme management": 3,
        "Project planning": 3,
        "Product strategy": 2,
        "Negotiation": 3,
    },
    "product-manager": {"Product strategy": 4, "Market research": 3, "Negotiation": 3, "Writing": 2},
    "product-owner": {"Scrum": 4, "Product strategy": 2, "Systems analysis": 2, "Writing": 2},
    "scrum-master": {"Scrum": 4, "Test automation": 1},
    "operations-manager": {
        "Customer support": 4,
        "Stock and supply": 3,
        "Lean and Six Sigma": 2,
        "Finance": 2,
    },
    "systems-analyst": {"Systems analysis": 4, "Databases": 2, "Writing": 3},
}
# how far the ten are met, as oneself and as the line manager sees it
REVIEWED = "Nadia Rahman"
OWN = (3, 2, 3, 4, 3, 3, 2, 3, 3, 2)
OWN_NOTE = "The date was lost in March, and I said so in June: I waited for a better forecast than there was."
LEAD = (2, 2, 4, 4, 3, 3, 3, 4, 3, 2)
LEAD_NOTE = "The forecast is the point to work on. You see customers' interest more clearly than you think."
BEGUN = "Ellen Sorensen"
# who, what, for which skill, by when, done
ACTIONS = (
    (
        REVIEWED,
        "Forecast with ranges in every report, and keep the misses",
        "Statistics",
        "2026-08-28",
        False,
    ),
    (REVIEWED, "Shadow Tom Fielding in the half-year review of budgets", "Finance", "2026-07-31", False),
    (REVIEWED, "Course on negotiation with suppliers", "Negotiation", "2026-07-10", True),
)


def load_growth(firm: Firm) -> None:
    """State what roles take, let two look at the same work, and agree on what follows."""
    skills = {skill.name: skill for skill in Skill.objects.filter(organisation=firm.organisation)}
    for code, levels in TAKES.items():
        role = Role.objects.get(organisation=firm.organisation, code=code)
        wanted = {skills[name]: level for name, level in levels.items()}
        set_role_skills(role, wanted, version=0, actor=firm.system)
    senior = ExpectationTemplate.objects.get(organisation=firm.organisation)
    person = firm.people[REVIEWED]
    lead = person.line_manager
    if lead is None:
        msg = f"{REVIEWED} has no line manager in the demo."
        raise ValueError(msg)
    own, by_lead = firm.actor(REVIEWED), firm.actor(lead.name)
    review = begin_review(person, senior, actor=own)
    assess_expectations(review, levels=OWN, note=OWN_NOTE, is_done=True, version=1, actor=own)
    assess_expectations(review, levels=LEAD, note=LEAD_NOTE, is_done=True, version=1, actor=by_lead)
    begin_review(firm.people[BEGUN], senior, actor=firm.actor(BEGUN))
    for name, what, skill, due, is_done in ACTIONS:
        agreed = add_growth_action(
            firm.people[name],
            what=what,
            skill=skills[skill],
            due_on=dt.date.fromisoformat(due),
            actor=firm.actor(name),
        )
        if is_done:
            change_growth_action(agreed, version=1, is_done=True, actor=firm.actor(name))
