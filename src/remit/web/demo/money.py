"""The money of the demo's projects: accounts with their budget, orders and invoices, and what hours cost each month.

What was entered as actual cost and accrued adds up to what `statuses.COSTS` says was spent.
"""

import datetime as dt
from dataclasses import dataclass, replace

from remit.costs.models import CostAccount, CostEntry
from remit.costs.operations.accounts import move_budget, open_account
from remit.costs.operations.entries import enter_cost
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

PENCE = 100
LABOUR = "1"


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class _Account:
    """An account: code, name, who answers for it, budget in pounds, kind."""

    code: str
    name: str
    owner: str
    budget: int
    kind: str = "work"


@dataclass(frozen=True, slots=True)
class _Order:
    """An order with its invoices as day and pounds; `owed` came without an invoice yet."""

    account: str
    text: str
    supplier: str
    reference: str
    on: dt.date
    amount: int
    invoices: tuple[tuple[dt.date, int], ...] = ()
    owed: int = 0


@dataclass(frozen=True, slots=True)
class _Money:
    """The money of a project: what the hours of each month up to `until` cost together, in pounds, and orders."""

    accounts: tuple[_Account, ...]
    hours: int
    until: dt.date
    orders: tuple[_Order, ...] = ()
    moves: tuple[tuple[str, str, int, str], ...] = ()


MONEY = {
    1: _Money(
        (
            _Account(LABOUR, "Work of the roll-out team", "Nadia Rahman", 330_000),
            _Account("2", "Cloud hosting and licences", "Piotr Banas", 142_000),
            _Account("3", "Moves of sites and training", "Amina Yusuf", 92_000),
            _Account("8", "Contingency", "Nadia Rahman", 46_000, "contingency"),
            _Account("9", "Management reserve", "Meera Nair", 30_000, "reserve"),
        ),
        201_000,
        _day("2026-06-26"),
        (
            _Order(
                "2", "Hosting of two regions for fifteen months", "Northern Cloud", "PO-2107", _day("2025-10-20"),
                90_000, tuple((_day(f"2026-{month:02}-05"), 18_000) for month in (1, 3, 5)), 9_000,
            ),
            _Order(
                "2", "Tools that move bookings", "Carrel Software", "PO-2131", _day("2025-11-14"), 24_000,
                ((_day("2025-12-15"), 24_000),),
            ),
            _Order(
                "3", "Moves at the weekend, sites 1 to 8", "Holt Removals", "PO-2188", _day("2026-01-19"), 31_000,
                ((_day("2026-03-27"), 17_500), (_day("2026-05-22"), 14_000)),
            ),
            _Order(
                "3", "Trainers at the sites", "Kestrel Learning", "PO-2203", _day("2026-02-09"), 48_000,
                ((_day("2026-04-24"), 16_000), (_day("2026-06-19"), 8_500)),
            ),
        ),
        (("8", "3", 6_000, "Sites 5 and 6 move once more: their lines came late"),),
    ),
    2: _Money(
        (
            _Account(LABOUR, "Work of team Signal", "Ben Hartley", 268_000),
            _Account("2", "Sensors, boards and panels", "Rafael Monteiro", 84_000),
            _Account("3", "Radio approval", "Zanele Dube", 22_000),
            _Account("8", "Contingency", "Ben Hartley", 24_000, "contingency"),
        ),
        156_000,
        _day("2026-06-26"),
        (
            _Order(
                "2", "Boards, second run", "Ashdown Electronics", "PO-2216", _day("2026-02-23"), 52_000,
                ((_day("2026-04-10"), 26_000), (_day("2026-06-05"), 18_000)),
            ),
            _Order(
                "3", "Tests of the radio", "Pennine Test House", "PO-2240", _day("2026-03-30"), 18_000,
                ((_day("2026-06-12"), 8_000),),
            ),
        ),
    ),
    3: _Money(
        (
            _Account(LABOUR, "Work of our own people", "Sofia Marchetti", 96_000),
            _Account("2", "Building work", "Patience Moyo", 560_000),
            _Account("3", "Lift", "Sofia Marchetti", 118_000),
            _Account("4", "Furniture and laboratory", "Ines Carvalho", 124_000),
            _Account("8", "Contingency", "Sofia Marchetti", 62_000, "contingency"),
            _Account("9", "Management reserve", "Tom Fielding", 20_000, "reserve"),
        ),
        51_000,
        _day("2026-06-26"),
        (
            _Order(
                "2", "Fit-out contract, floor 3", "Thackray Building", "CN-0031", _day("2026-02-16"), 540_000,
                tuple((_day(f"2026-{month:02}-27"), sum_) for month, sum_ in
                      ((3, 92_000), (4, 108_000), (5, 121_000))),
                104_000,
            ),
            _Order(
                "3", "Lift with its installation", "Ridley Lifts", "CN-0034", _day("2026-03-09"), 112_000,
                ((_day("2026-04-17"), 56_000),),
            ),
            _Order(
                "4", "Desks and chairs, 84 places", "Wharfe Furniture", "PO-2251", _day("2026-05-11"), 71_000,
                ((_day("2026-06-15"), 29_000),),
            ),
        ),
    ),
    4: _Money(
        (
            _Account(LABOUR, "Work of designers and developers", "Kwame Boateng", 138_000),
            _Account("2", "Hosting and search", "Owen Pritchard", 26_000),
            _Account("8", "Contingency", "Kwame Boateng", 21_000, "contingency"),
        ),
        109_000,
        _day("2026-06-26"),
        (
            _Order(
                "2", "Search for a year", "Lumen Search", "PO-2263", _day("2026-04-20"), 18_000,
                ((_day("2026-05-29"), 12_000),),
            ),
        ),
    ),
    7: _Money(
        (
            _Account(LABOUR, "Work of the project team", "Kwame Boateng", 118_000),
            _Account("2", "Payroll service and its introduction", "Grace Chen", 102_000),
        ),
        123_000,
        _day("2026-03-27"),
        (
            _Order(
                "2", "Introduction of the payroll service", "Calder Payroll", "PO-1987", _day("2025-05-19"), 86_000,
                ((_day("2025-09-26"), 43_000), (_day("2026-02-27"), 43_000)),
            ),
            _Order(
                "2", "Interface to the ledger", "Calder Payroll", "PO-2098", _day("2025-11-03"), 26_000,
                ((_day("2026-01-30"), 14_000), (_day("2026-03-20"), 18_000)),
            ),
        ),
    ),
}  # fmt: skip


def load_money(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Open the accounts of a project, move its budget into them, and enter what was ordered and paid."""
    money = MONEY.get(number)
    if money is None:
        return
    manager = firm.actor(each.manager)
    sponsor = replace(firm.system, name=each.sponsor, person_id=firm.people[each.sponsor].pk)
    accounts: dict[str, CostAccount] = {}
    for row in money.accounts:
        account = open_account(
            project, code=row.code, name=row.name, kind=row.kind, owner=firm.people[row.owner], actor=manager
        )
        move_budget(
            project, source=None, target=account, amount_minor=row.budget * PENCE, actor=sponsor,
            reason="As the plan was agreed",
        )  # fmt: skip
        accounts[row.code] = account
    for source, target, pounds, reason in money.moves:
        move_budget(
            project, source=accounts[source], target=accounts[target], amount_minor=pounds * PENCE, reason=reason,
            actor=manager,
        )  # fmt: skip
    for on, text, pounds in _months(each.starts_on, money):
        enter_cost(
            project, account=accounts[LABOUR], kind="actual", on=on, amount_minor=pounds * PENCE, text=text,
            actor=manager,
        )  # fmt: skip
    for order in money.orders:
        _order(project, accounts[order.account], order, firm, each)


def _order(project: Project, account: CostAccount, order: _Order, firm: Firm, each: Undertaking) -> None:
    """Enter an order, its invoices, and what is owed of it."""

    def entered(kind: str, on: dt.date, pounds: int, settles: CostEntry | None = None) -> CostEntry:
        return enter_cost(
            project, account=account, kind=kind, on=on, amount_minor=pounds * PENCE, text=order.text,
            supplier=order.supplier, reference=order.reference, settles=settles, actor=firm.actor(each.manager),
        )  # fmt: skip

    commitment = entered("commitment", order.on, order.amount - order.owed)
    for on, pounds in order.invoices:
        entered("actual", on, pounds, commitment)
    if order.owed:
        entered("accrual", _day("2026-06-26"), order.owed)


def _months(begins: dt.date, money: _Money) -> list[tuple[dt.date, str, int]]:
    """Return the last days of months, what is entered on them, and how much: the same each month, the rest last."""
    days = []
    day = begins.replace(day=1)
    while (end := (day + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)) <= money.until:
        days.append(end)
        day = end + dt.timedelta(days=1)
    if not days or days[-1] < money.until:
        days.append(money.until)
    share = money.hours // len(days) // 100 * 100
    sums = [share] * (len(days) - 1) + [money.hours - share * (len(days) - 1)]
    return [(end, f"Hours of {end:%B %Y}", sum_) for end, sum_ in zip(days, sums, strict=True)]
