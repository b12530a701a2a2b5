"""The rules by which roles are advised, R1 to R15, as data: what is asked, from when on, and what follows."""

from django.utils.translation import gettext_lazy as _

from remit.people.advice_language import (
    Branch,
    Count,
    Outcome,
    Part,
    Rule,
    below,
    from_,
    is_,
    over,
    yes,
)

REQUIRED, ADVISED, COMBINE = Outcome.REQUIRED, Outcome.ADVISED, Outcome.COMBINE
_RUNNING = ((from_("projects", 1),),)
_TOGETHER = (
    (from_("related_projects"), from_("dependencies")),
    (from_("related_projects"), yes("shared_benefit")),
)
_PROGRAMME = ((from_("programmes", 1),), *_TOGETHER)
_REGULATED = ((yes("regulated"),),)

RULES = (
    Rule(
        "R1",
        _("Every project that runs has one project manager and one sponsor."),
        (
            Part(
                "project-manager",
                (
                    Branch(
                        REQUIRED,
                        _RUNNING,
                        _("One for each project; one person may run several."),
                        Count("projects"),
                    ),
                ),
                _("No project runs."),
            ),
            Part(
                "sponsor",
                (
                    Branch(
                        REQUIRED,
                        _RUNNING,
                        _("One for each project, never its project manager."),
                        Count("projects"),
                    ),
                ),
                _("No project runs."),
            ),
        ),
    ),
    Rule(
        "R2",
        _(
            "A product that lives long or is released often has a product manager; otherwise its sponsor is enough."
        ),
        (
            Part(
                "product-manager",
                (
                    Branch(
                        REQUIRED,
                        (
                            (from_("products", 1), over("product_years")),
                            (from_("products", 1), from_("releases_a_year")),
                        ),
                        _("Somebody answers for the product over its whole life."),
                    ),
                    Branch(
                        COMBINE,
                        ((from_("products", 1),),),
                        _("The product is short-lived: its sponsor answers for it."),
                        combined_with="sponsor",
                    ),
                ),
                _("There is no product."),
            ),
        ),
    ),
    Rule(
        "R3",
        _("Each Scrum team has one product owner; a Scrum master serves few teams."),
        (
            Part(
                "product-owner",
                (
                    Branch(
                        REQUIRED,
                        ((from_("scrum_teams", 1),),),
                        _("One for each backlog, a person and not a group."),
                        Count("scrum_teams"),
                    ),
                ),
                _("There is no Scrum team."),
            ),
            Part(
                "scrum-master",
                (
                    Branch(
                        REQUIRED,
                        ((from_("scrum_teams", 1),),),
                        _("One for a few teams, not the product owner."),
                        Count("scrum_teams", "teams_per_scrum_master"),
                    ),
                ),
                _("There is no Scrum team."),
            ),
        ),
    ),
    Rule(
        "R4",
        _("A large project team, many workstreams or a manager of many projects asks for project leaders."),
        (
            Part(
                "project-leader",
                (
                    Branch(
                        ADVISED,
                        ((over("project_team"),), (from_("workstreams"),), (from_("projects_per_manager"),)),
                        _("One for each workstream, who leads the work of every day."),
                        Count("workstreams"),
                    ),
                ),
                _("The project manager leads the work."),
            ),
        ),
    ),
    Rule(
        "R5",
        _("Projects that depend on one another or share a benefit are a programme; fewer are coordinated."),
        (
            Part(
                "programme-manager",
                (
                    Branch(
                        REQUIRED,
                        _TOGETHER,
                        _("One for the programme: together they bring what none brings alone."),
                    ),
                ),
                _("The project managers coordinate among themselves."),
            ),
        ),
    ),
    Rule(
        "R6",
        _("Many projects, more demand than capacity or disputed money ask for a portfolio manager."),
        (
            Part(
                "portfolio-manager",
                (
                    Branch(
                        REQUIRED,
                        ((over("projects"),), (over("demand_percent"),), (yes("contested"),)),
                        _("Somebody chooses the right work within the means."),
                    ),
                    Branch(
                        ADVISED,
                        ((from_("projects", "part_time_projects"),),),
                        _("Part of somebody's time is enough."),
                    ),
                ),
                _("Few projects: whoever directs the firm chooses."),
            ),
        ),
    ),
    Rule(
        "R7",
        _("Standing teams that are large or several have a delivery manager for one or two of them."),
        (
            Part(
                "delivery-manager",
                (
                    Branch(
                        REQUIRED,
                        ((over("team_people"),), (over("teams"),)),
                        _("For one or two teams each, five to ten people."),
                        Count("teams", "teams_per_manager"),
                    ),
                ),
                _("One small team leads itself."),
            ),
        ),
    ),
    Rule(
        "R8",
        _("Client work of weight has an account manager; a little of it stays with the project manager."),
        (
            Part(
                "account-manager",
                (
                    Branch(
                        REQUIRED,
                        (
                            (over("combined_clients", "split_clients"),),
                            (over("combined_projects", "split_projects"),),
                        ),
                        _("Split what one person carries as project manager and account manager."),
                    ),
                    Branch(
                        REQUIRED,
                        ((over("client_income_percent"),), (from_("clients"),)),
                        _("Somebody keeps the relationship beyond the single project."),
                    ),
                    Branch(
                        COMBINE,
                        (
                            (
                                from_("clients", 1),
                                below("clients", "combine_clients"),
                                below("people", "combine_people"),
                            ),
                        ),
                        _("The project manager keeps the few accounts."),
                        combined_with="project-manager",
                    ),
                ),
                _("Client work has too little weight."),
            ),
        ),
    ),
    Rule(
        "R9",
        _("Building work with several trades or a permit has a construction manager."),
        (
            Part(
                "construction-manager",
                (
                    Branch(
                        REQUIRED,
                        ((yes("construction"), from_("trades")), (yes("construction"), yes("permit"))),
                        _("One for the site, beside whoever holds the duty of safety by law."),
                    ),
                ),
                _("No building work that takes one."),
            ),
        ),
    ),
    Rule(
        "R10",
        _("What goes into regular service has its operations manager in it from planning on."),
        (
            Part(
                "operations-manager",
                (
                    Branch(
                        REQUIRED,
                        ((yes("enters_service"),),),
                        _("In from planning on: handover is accepted by them."),
                    ),
                ),
                _("Nothing goes into regular service."),
            ),
        ),
    ),
    Rule(
        "R11",
        _("Several systems that exchange data or many requirements ask for a systems analyst."),
        (
            Part(
                "systems-analyst",
                (
                    Branch(
                        REQUIRED,
                        ((from_("systems"),), (over("requirements"),)),
                        _("Somebody understands and specifies how it fits together."),
                    ),
                ),
                _("Few systems and few requirements."),
            ),
        ),
    ),
    Rule(
        "R12",
        _("Regulated work has assurance, quality and document control; nobody accepts what they made."),
        (
            Part(
                "project-assurance",
                (
                    Branch(
                        REQUIRED,
                        _REGULATED,
                        _("Assurance, quality and document control, beside the project manager."),
                    ),
                ),
                _("The work is not regulated."),
            ),
            Part(
                "acceptor",
                (Branch(REQUIRED, _REGULATED, _("Not combined with whoever makes the deliverable.")),),
                _("The work is not regulated."),
            ),
        ),
    ),
    Rule(
        "R13",
        _("In a small organisation people wear several hats, but the sponsor stays apart."),
        (
            Part(
                "product-manager",
                (
                    Branch(
                        COMBINE,
                        ((below("people", "small_people"), from_("products", 1), from_("projects", 1)),),
                        _("May be one person with the project manager."),
                        combined_with="project-manager",
                        softens=True,
                    ),
                ),
                _("The organisation is not small, or has no product and project to combine."),
            ),
            Part(
                "sponsor",
                (
                    Branch(
                        REQUIRED,
                        ((below("people", "small_people"), from_("projects", 1)),),
                        _("Stays apart from the project manager, however small the firm."),
                    ),
                ),
                _("The organisation is not small."),
            ),
            Part(
                "",
                (
                    Branch(
                        REQUIRED,
                        ((below("people", "small_people"),),),
                        _("Nobody wears more than %(hats)d hats."),
                    ),
                ),
                _("The organisation is not small."),
            ),
        ),
    ),
    Rule(
        "R14",
        _("In a functional structure the department head agrees to each allocation."),
        (
            Part(
                "department-head",
                (
                    Branch(
                        REQUIRED,
                        ((is_("structure", "functional"),),),
                        _("Agrees to each allocation of their people."),
                    ),
                ),
                _("Projects have a say over people's time."),
            ),
        ),
    ),
    Rule(
        "R15",
        _("A programme has a senior responsible owner and a business change manager."),
        (
            Part(
                "programme-sponsor",
                (Branch(REQUIRED, _PROGRAMME, _("Owns the outcome of the programme."), Count("programmes")),),
                _("There is no programme."),
            ),
            Part(
                "benefits-owner",
                (
                    Branch(
                        REQUIRED,
                        _PROGRAMME,
                        _("Sees that the new ability is used and the benefit is real."),
                        Count("programmes"),
                    ),
                ),
                _("There is no programme."),
            ),
        ),
    ),
)
