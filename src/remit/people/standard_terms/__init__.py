"""The terms that an organisation begins with: what Remit means by them, and what others do; in our own words.

Each is data: an organisation changes, adds and removes terms, and says which definition holds with it.
"""

from remit.people.standard_terms.delivery import DELIVERY
from remit.people.standard_terms.organisation import ORGANISATION
from remit.people.standard_terms.plans import PLANS
from remit.people.standard_terms.sources import StandardTerm

TERMS = (*ORGANISATION, *PLANS, *DELIVERY)

__all__ = ["TERMS", "StandardTerm"]
