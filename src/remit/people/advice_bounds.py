"""From when on the advisor's rules fire: every threshold with its default, which an organisation may set."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold of a rule that the organisation may set, with its default."""

    code: str
    rule: str
    name: Promise
    default: int
    most: int = 100_000
    least: int = 0


BOUNDS = (
    Bound("product_years", "R2", _("A product lives long from more than this many years"), 2, 200),
    Bound("releases_a_year", "R2", _("Releases a year from which a product is managed"), 2),
    Bound("teams_per_scrum_master", "R3", _("Scrum teams for one Scrum master"), 2, 100, 1),
    Bound("project_team", "R4", _("A project team is large from more than this many people"), 9),
    Bound("workstreams", "R4", _("Workstreams from which each has a leader"), 3),
    Bound("projects_per_manager", "R4", _("Projects of one manager from which leaders are advised"), 3),
    Bound("related_projects", "R5", _("Related projects from which they may form a programme"), 3),
    Bound("dependencies", "R5", _("Dependencies from which they do"), 4),
    Bound("projects", "R6", _("Projects at a time, more than which need a portfolio manager"), 10),
    Bound("part_time_projects", "R6", _("Projects at a time from which part of one does"), 5),
    Bound("demand_percent", "R6", _("Demand in percent of capacity, more than which needs one"), 110, 10_000),
    Bound("team_people", "R7", _("A standing team is large from more than this many people"), 8),
    Bound("teams", "R7", _("Standing teams, more than which need a delivery manager"), 1),
    Bound("teams_per_manager", "R7", _("Standing teams for one delivery manager"), 2, 100, 1),
    Bound(
        "client_income_percent", "R8", _("Income from clients in percent, more than which needs one"), 30, 100
    ),
    Bound("clients", "R8", _("Clients from which there is an account manager"), 5),
    Bound("combine_clients", "R8", _("Fewer clients than this may stay with project managers"), 3),
    Bound("combine_people", "R8", _("… in an organisation of fewer people than this"), 15),
    Bound("split_clients", "R8", _("Clients of one who also runs projects, more than which are split"), 5),
    Bound("split_projects", "R8", _("Projects of one who also keeps accounts, more than which are split"), 3),
    Bound("trades", "R9", _("Trades on a site from which there is a construction manager"), 2),
    Bound("systems", "R11", _("Systems that exchange data from which there is an analyst"), 3),
    Bound("requirements", "R11", _("Requirements, more than which need an analyst"), 50),
    Bound("small_people", "R13", _("An organisation is small with fewer people than this"), 10),
    Bound("hats", "R13", _("Roles for one person in a small organisation at most"), 4, 100, 1),
)
DEFAULTS = {bound.code: bound.default for bound in BOUNDS}
