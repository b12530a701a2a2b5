"""What people mix up, and the one question that tells the two apart."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Distinction:
    """Two things that are taken for one another; `roles` are the codes of two roles, or none where it is about others.

    `test` is the practical question, `answer` what it comes to.
    """

    code: str
    title: Text
    difference: Text
    test: Text
    answer: Text
    roles: frozenset[str] = frozenset()


def _between(one: str, other: str, title: Text, difference: Text, test: Text, answer: Text) -> Distinction:
    return Distinction(f"{one}-{other}", title, difference, test, answer, frozenset({one, other}))


DISTINCTIONS: tuple[Distinction, ...] = (
    _between(
        "product-manager",
        "project-manager",
        _("Product manager or project manager"),
        _("One answers for what and why over the product's life, the other for an agreed result within constraints."),
        _("It ships on time but nobody buys it, or it sells well but came six months late: who answers?"),
        _("For the first the product manager, for the second the project manager."),
    ),
    _between(
        "project-manager",
        "project-leader",
        _("Project manager or project leader"),
        _("Plan, constraints and accountability to the sponsor, against daily direction and the people in the work."),
        _("Who signs the budget change?"),
        _("Never the leader: the manager brings it to the sponsor. Which of the two ranks higher is the "
          "organisation's choice."),
    ),
    _between(
        "product-manager",
        "product-owner",
        _("Product manager or product owner"),
        _("Market, economics and life cycle, against the order of one backlog and what is accepted from it. "
          "One person may be both."),
        _("Who sets the price, and who accepts story 114?"),
        _("The product manager sets the price, the product owner accepts the story."),
    ),
    _between(
        "project-manager",
        "programme-manager",
        _("Project manager or programme manager"),
        _("Outputs and tolerances of one project, against outcomes, benefits and overlaps of many."),
        _("All projects are green, yet no benefit comes: whose problem is it?"),
        _("The programme manager's."),
    ),
    _between(
        "programme-manager",
        "portfolio-manager",
        _("Programme manager or portfolio manager"),
        _("Related work towards one vision, against all work by choice and capacity."),
        _("Two projects have nothing to do with each other: who weighs one against the other?"),
        _("The portfolio manager: parts of a portfolio need no relation."),
    ),
    _between(
        "project-manager",
        "portfolio-manager",
        _("Project manager or portfolio manager"),
        _("Doing it right, against doing the right ones."),
        _("Who may propose to stop a healthy project?"),
        _("The portfolio manager proposes it and the sponsor decides; the project manager runs it until then."),
    ),
    _between(
        "project-manager",
        "delivery-manager",
        _("Project manager or delivery manager"),
        _("Accountable for a project, against accountable for a team."),
        _("The project ends: who still has the people?"),
        _("The delivery manager."),
    ),
    _between(
        "project-manager",
        "account-manager",
        _("Project manager or account manager"),
        _("Owner of delivery, looking inward, against owner of the relationship, looking outward."),
        _("The client asks for more scope: who answers?"),
        _("The project manager says what it means for the plan, the account manager what it costs the client; "
          "both see it before a yes."),
    ),
    _between(
        "project-manager",
        "construction-manager",
        _("Project manager or construction manager"),
        _("All phases with budget and dates, against the phase on site and its technical soundness."),
        _("Unsafe work is seen on site: who stops it, and who tells the client that the end moves?"),
        _("The construction manager stops it, always; the project manager tells the client."),
    ),
    _between(
        "project-manager",
        "operations-manager",
        _("Project manager or operations manager"),
        _("Temporary and unique, against ongoing and repeated."),
        _("The result is in use and breaks: who mends it?"),
        _("Before the handover was accepted the project manager's team, afterwards the operations manager's."),
    ),
    _between(
        "project-manager",
        "systems-analyst",
        _("Project manager or systems analyst"),
        _("Both want efficiency: one through people and the goal, the other through the system and its logic."),
        _("A requirement contradicts another: who finds it, and who says what it does to the dates?"),
        _("The systems analyst finds it, the project manager says what it does to the dates."),
    ),
    _between(
        "project-manager",
        "sponsor",
        _("Project manager or sponsor"),
        _("One runs the project, the other owns it."),
        _("The business case no longer holds: who decides to stop?"),
        _("The sponsor; the project manager must say so in time."),
    ),
    _between(
        "project-manager",
        "scrum-master",
        _("Project manager or Scrum master"),
        _("One directs within a plan, the other coaches and gives no tasks."),
        _("Somebody in the team has nothing to do: who gives them a task?"),
        _("In a Scrum team nobody: the developers take it from the sprint backlog."),
    ),
    Distinction(
        "product-project",
        _("Product or project"),
        _("A product lives by its use and its market and may go through many projects; a project is temporary, "
          "with a unique result."),
        _("Does it end with a date, or when nobody uses it any more?"),
        _("With a date: a project. When nobody uses it: a product."),
    ),
    Distinction(
        "role-certificate",
        _("Project manager or PMP"),
        _("A role is held at a scope, from a day to a day; a certificate says what somebody has learnt."),
        _("May somebody change the plan because they are certified?"),
        _("No: only because they hold a role on the project."),
    ),
    Distinction(
        "role-title",
        _("Role or title"),
        _("A title is a word on a card; rights follow from roles alone."),
        _("An IT manager opens a project on which they hold no role: what do they see?"),
        _("Nothing."),
    ),
)  # fmt: skip


def between(codes: Collection[str]) -> list[Distinction]:
    """Return the distinctions that are about two of the roles with these codes."""
    return [each for each in DISTINCTIONS if each.roles and each.roles <= set(codes)]


def of(code: str) -> list[tuple[str, Distinction]]:
    """Return the distinctions about a role, each with the code of the other."""
    return [(next(iter(each.roles - {code})), each) for each in DISTINCTIONS if code in each.roles]
