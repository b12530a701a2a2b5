"""Between plans and the engine: what a plan would be, beside what it is."""

from remit.scenarios.compute.comparing import compared
from remit.scenarios.compute.levelling import Found, Wish, find_levelling
from remit.scenarios.compute.proposing import figures_of, loads_of, rows_of
from remit.scenarios.compute.standing import Standing, standing_of

__all__ = [
    "Found",
    "Standing",
    "Wish",
    "compared",
    "figures_of",
    "find_levelling",
    "loads_of",
    "rows_of",
    "standing_of",
]
