"""Terms of teams that deliver in small steps."""

from remit.people.standard_terms.sources import COLLOQUIAL, KANBAN, SCRUM, StandardTerm

DELIVERY: tuple[StandardTerm, ...] = (
    StandardTerm(
        "Backlog",
        (
            (
                SCRUM,
                (
                    "An ordered list of what is needed to improve the product, which comes to life and changes "
                    "all the time; the one source of work for the Scrum team."
                ),
            ),
            (COLLOQUIAL, "Work that should have been done already."),
        ),
        ("Product backlog",),
    ),
    StandardTerm(
        "Sprint",
        (
            (
                SCRUM,
                (
                    "A fixed length of a month or less within which ideas are turned into value; the next one begins "
                    "where one ends."
                ),
            ),
            (COLLOQUIAL, "A short time of hard work towards a date."),
        ),
        ("Iteration",),
    ),
    StandardTerm(
        "Definition of done",
        (
            (
                SCRUM,
                (
                    "The state of an increment when it meets the quality that the product demands; what does not meet "
                    "it cannot be released."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Work in progress",
        (
            (KANBAN, "The number of items begun and not finished, which is limited on purpose."),
            ("Accounting, paraphrased", "The value of goods or services begun and not yet sold."),
        ),
        ("WIP",),
    ),
    StandardTerm(
        "Cycle time",
        (
            (KANBAN, "How long an item took from begun to finished, by the clock."),
            (
                "Lean, paraphrased",
                "The time between two finished pieces that leave a process one after the other.",
            ),
        ),
    ),
    StandardTerm(
        "Velocity",
        (
            (
                "Extreme programming, paraphrased",
                (
                    "How much of its own estimates a team finished in an iteration. It "
                    "compares a team with itself only."
                ),
            ),
        ),
    ),
)
