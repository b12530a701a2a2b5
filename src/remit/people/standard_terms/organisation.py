"""Terms of who answers for what, and of what is undertaken."""

from remit.people.standard_terms.sources import (
    COLLOQUIAL,
    ISO21502,
    MSP,
    PMI,
    PRINCE2,
    REMIT,
    SCRUM,
    StandardTerm,
)

ORGANISATION: tuple[StandardTerm, ...] = (
    StandardTerm(
        "Accountable",
        (
            (REMIT, "The one person who answers for a result, whoever does the work. It cannot be shared."),
            (
                COLLOQUIAL,
                (
                    "Having to explain afterwards what happened. Said of several people at once, which "
                    "Remit does not allow."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Responsible",
        (
            (
                REMIT,
                "Who does the work of a responsibility. There may be several; one person is accountable.",
            ),
            (COLLOQUIAL, "Used for both doing the work and answering for it. Ask which of the two is meant."),
        ),
    ),
    StandardTerm(
        "Project",
        (
            (
                REMIT,
                (
                    "A temporary undertaking with one unique result, a promised end, one project manager and one "
                    "sponsor."
                ),
            ),
            (PMI, "A temporary endeavour that creates a unique product, service or result."),
            (PRINCE2, "A temporary organisation that delivers business products by an agreed business case."),
        ),
    ),
    StandardTerm(
        "Product",
        (
            (
                REMIT,
                (
                    "Something that people use or buy over its whole life, from the idea to its retirement. One "
                    "product may need many projects."
                ),
            ),
            (PRINCE2, "Any input or output of a project that can be described beforehand and checked."),
            (
                SCRUM,
                (
                    "A vehicle to deliver value with a clear boundary, known stakeholders, and users or "
                    "customers; it may be a service or something physical."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Programme",
        (
            (
                REMIT,
                (
                    "Projects that are led together because together they bring benefits which none of them brings "
                    "alone."
                ),
            ),
            (
                MSP,
                (
                    "A temporary structure that leads work of several projects so that outcomes of benefit come "
                    "about."
                ),
            ),
            (
                PMI,
                (
                    "Related projects, programmes and other work, managed in a coordinated way for benefits that "
                    "managing them one by one would not bring."
                ),
            ),
        ),
        ("Program",),
    ),
    StandardTerm(
        "Portfolio",
        (
            (REMIT, "All projects, programmes and products that compete for the same money and people."),
            (PMI, "Projects, programmes and operations managed as a group to reach strategic objectives."),
        ),
    ),
    StandardTerm(
        "Sponsor",
        (
            (
                REMIT,
                (
                    "The person who owns the business case of a project, releases its money, and is not its "
                    "project manager."
                ),
            ),
            (
                PMI,
                "A person or group that gives resources and support and is accountable for enabling success.",
            ),
            (
                PRINCE2,
                (
                    "The executive: the one person ultimately accountable for the project, helped by the "
                    "senior user and the senior supplier."
                ),
            ),
        ),
        ("Executive", "Senior responsible owner"),
    ),
    StandardTerm(
        "Deliverable",
        (
            (REMIT, "A result that is handed over and accepted by a named person who did not make it."),
            (
                PMI,
                (
                    "Any unique and verifiable product, result or capability that completes a process, phase or "
                    "project."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Stakeholder",
        (
            (REMIT, "Whoever can influence a project or product, or is touched by it."),
            (
                ISO21502,
                (
                    "A person or group with an interest in, or who can affect or be affected by, any side of a "
                    "project, programme or portfolio."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Business case",
        (
            (
                REMIT,
                (
                    "Why something is worth doing: what it costs, what it brings, to whom, when, and at which risk. "
                    "The sponsor owns it."
                ),
            ),
            (
                PRINCE2,
                (
                    "The justification for a project: cost, benefits and risk against each other, kept up to date "
                    "to its end."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Benefit",
        (
            (
                REMIT,
                (
                    "An improvement that somebody can measure, with an owner who answers for it after the project is "
                    "over."
                ),
            ),
            (MSP, "The measurable improvement from an outcome that a stakeholder sees as an advantage."),
        ),
    ),
    StandardTerm(
        "Gate",
        (
            (
                REMIT,
                (
                    "A decision between two phases: go, go on conditions, hold, rework or stop, by one person with the "
                    "authority."
                ),
            ),
        ),
        ("Stage gate", "Phase gate"),
    ),
    StandardTerm(
        "Charter",
        (
            (
                REMIT,
                (
                    "What a sponsor signs so that a project may begin: purpose, objectives, limits, manager and "
                    "authority."
                ),
            ),
            (
                PMI,
                (
                    "A document by which a sponsor formally authorises a project and lets its manager use "
                    "resources."
                ),
            ),
        ),
        ("Project charter", "Project mandate"),
    ),
    StandardTerm(
        "Remit",
        (
            (
                REMIT,
                (
                    "What one person answers for, may decide and may spend, by the roles that he or she holds, "
                    "and until when."
                ),
            ),
        ),
    ),
)
