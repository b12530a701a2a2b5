"""What Northlight asked the advisor: one advice decided in spring, one open for the coming year."""

import datetime as dt

from remit.people.advice_counts import counted_facts
from remit.people.operations.advice import begin_advice, decide_advice
from remit.web.demo.firm import Firm

REVIEW = dt.date(2026, 12, 14)
# what Remit cannot count in the firm itself
ANSWERS = {
    "workstreams": 4,
    "dependencies": 5,
    "shared_benefit": True,
    "demand_percent": 118,
    "contested": True,
    "products": 3,
    "product_years": 8,
    "releases_a_year": 4,
    "scrum_teams": 3,
    "clients": 2,
    "client_income_percent": 12,
    "combined_clients": 0,
    "combined_projects": 0,
    "trades": 5,
    "permit": True,
    "enters_service": True,
    "systems": 4,
    "requirements": 120,
    "regulated": False,
}


def load_advice(firm: Firm) -> None:
    """Ask the advisor about the firm as it is, decide on it, and leave a second question open."""
    portfolio = firm.actor("Seun Bakare")
    facts = {**counted_facts(firm.organisation), **ANSWERS}
    asked = begin_advice(
        firm.organisation,
        name="Northlight as it is",
        facts=facts,
        internal_factors="Three teams that know one another well; firmware is known to one person only.",
        external_factors="Two universities ask for the booking of rooms; a supplier of sensors was sold.",
        actor=portfolio,
    )
    decide_advice(
        asked,
        decision="We keep both programmes and one portfolio manager. Scrum masters are shared until the third "
        "team is settled.",
        review_on=REVIEW,
        version=asked.version,
        actor=portfolio,
    )
    begin_advice(
        firm.organisation,
        name="If health clients come",
        facts=facts | {"clients": 6, "client_income_percent": 35, "regulated": True},
        external_factors="Hallam Trust asks whether bookings can hold data of patients.",
        actor=portfolio,
    )
