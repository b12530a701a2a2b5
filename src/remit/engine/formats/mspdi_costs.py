"""Money in Microsoft Project XML: it stands there in hundredths, whatever the currency."""

from remit.engine.formats.document import DocumentCosts
from remit.engine.formats.safe_xml import Facts

PHYSICAL = 1


def costs_of(facts: Facts) -> DocumentCosts:
    """Return what a task costs and how it earns."""
    return DocumentCosts(
        cost=money_of(facts, "Cost"),
        fixed_cost=money_of(facts, "FixedCost"),
        actual_cost=money_of(facts, "ActualCost"),
        physical_percent=facts.number("PhysicalPercentComplete"),
        earns_by_physical=facts.whole("EarnedValueMethod") == PHYSICAL,
    )


def money_of(facts: Facts, name: str) -> int:
    """Return the child `name` in minor units, rounded half to even."""
    return round(facts.number(name))


def earning(costs: DocumentCosts) -> dict[str, object]:
    """Return the children that state how a task earns; those that say nothing are left out."""
    return {
        "PhysicalPercentComplete": f"{costs.physical_percent:g}" if costs.physical_percent else None,
        "EarnedValueMethod": PHYSICAL if costs.earns_by_physical else None,
    }
