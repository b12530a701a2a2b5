"""Accounts, budget that moves, and lines of costs: what holds, what is refused, and what the pages show."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.costs.models import AccountKind, BudgetMove, CostAccount, CostEntry, EntryKind
from remit.costs.operations.accounts import change_account, move_budget, open_account, set_account_closed
from remit.costs.operations.entries import enter_cost, reverse_entry
from remit.costs.queries import accounts_of, entries_of, totals_of
from remit.costs.tests.making import BUDGET, a_cost, an_account, with_budget
from remit.people.operations.assignments import assign_role
from remit.projects.models import Phase

pytestmark = pytest.mark.django_db
K = 1_000_00


class Money:
    """A project with a budget, its manager, its sponsor and two accounts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.project = with_budget(world.project)
        self.manager = world.give("Maya", "project-manager")
        self.sponsor = world.give("Sam", "sponsor")
        self.owner = world.person("Maya")
        self.hardware = an_account(self.project, self.owner, code="1", minor=40 * K)
        self.work = an_account(self.project, self.owner, code="2", name="Work", minor=30 * K)

    def figures(self, account: CostAccount) -> Any:
        return accounts_of(self.project).get(pk=account.pk)


@pytest.fixture
def money(world: World) -> Money:
    return Money(world)


def test_what_is_left_of_an_account_is_its_budget_less_what_was_paid_is_owed_and_is_promised(
    money: Money,
) -> None:
    a_cost(money.hardware, 5 * K)
    a_cost(money.hardware, 12 * K, EntryKind.COMMITMENT)
    a_cost(money.hardware, 2 * K, EntryKind.ACCRUAL)
    found = money.figures(money.hardware)
    assert (found.actual, found.committed, found.accrued, found.left) == (5 * K, 12 * K, 2 * K, 21 * K)
    sums = totals_of(money.project)
    assert (sums.budget, sums.baseline, sums.undistributed) == (BUDGET, 70 * K, 30 * K)
    assert sums.left == 70 * K - 19 * K


def test_an_invoice_takes_the_place_of_what_was_promised(money: Money) -> None:
    order = a_cost(money.hardware, 12 * K, EntryKind.COMMITMENT)
    a_cost(money.hardware, 7 * K, settles=order)
    found = money.figures(money.hardware)
    assert (found.actual, found.committed, found.used) == (7 * K, 5 * K, 12 * K)


def test_an_invoice_above_its_order_leaves_nothing_open_and_counts_whole(money: Money) -> None:
    order = a_cost(money.hardware, 12 * K, EntryKind.COMMITMENT)
    a_cost(money.hardware, 13 * K, settles=order)
    found = money.figures(money.hardware)
    assert (found.actual, found.committed) == (13 * K, 0)


def test_what_settled_an_order_is_taken_back_and_the_order_is_open_again(money: Money) -> None:
    order = a_cost(money.hardware, 12 * K, EntryKind.COMMITMENT)
    invoice = a_cost(money.hardware, 12 * K, settles=order)
    reverse_entry(invoice, reason="Wrong supplier", actor=money.manager)
    found = money.figures(money.hardware)
    assert (found.actual, found.committed) == (0, 12 * K)


def test_of_an_order_only_what_is_open_is_taken_back(money: Money) -> None:
    order = a_cost(money.hardware, 12 * K, EntryKind.COMMITMENT)
    a_cost(money.hardware, 7 * K, settles=order)
    against = reverse_entry(order, reason="The rest is not needed", actor=money.manager)
    assert against.amount_minor == -5 * K
    found = money.figures(money.hardware)
    assert (found.actual, found.committed) == (7 * K, 0)
    with pytest.raises(Conflict, match="taken back already"):
        reverse_entry(order, reason="Again", actor=money.manager)
    with pytest.raises(Conflict, match="takes another one back itself"):
        reverse_entry(against, reason="And back", actor=money.manager)


def test_an_order_that_is_settled_is_not_taken_back(money: Money) -> None:
    order = a_cost(money.hardware, K, EntryKind.COMMITMENT)
    a_cost(money.hardware, K, settles=order)
    with pytest.raises(Conflict, match="Nothing of it is open"):
        reverse_entry(order, reason="x", actor=money.manager)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount_minor": 0}, "amount_minor"),
        ({"amount_minor": -5}, "amount_minor"),
        ({"amount_minor": True}, "amount_minor"),
        ({"amount_minor": 10**14 + 1}, "amount_minor"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"kind": "gift"}, "kind"),
        ({"on": dt.date(2099, 1, 1)}, "on"),
    ],
)
def test_a_cost_that_is_none_is_refused_and_names_the_field(
    money: Money, changes: dict[str, Any], field: str
) -> None:
    good: dict[str, Any] = {"account": money.hardware, "kind": "actual", "amount_minor": 5, "text": "x"}
    with pytest.raises(Invalid) as caught:
        enter_cost(money.project, actor=money.manager, **(good | changes))
    assert [each.field for each in caught.value.errors] == [field]
    assert not CostEntry.objects.exists()


def test_only_an_actual_cost_settles_and_only_what_is_open_on_its_own_account(money: Money) -> None:
    order = a_cost(money.hardware, K, EntryKind.COMMITMENT)
    for account, kind in ((money.hardware, EntryKind.ACCRUAL), (money.work, EntryKind.ACTUAL)):
        with pytest.raises(Invalid):
            a_cost(account, K, kind, settles=order)
    a_cost(money.hardware, K, settles=order)
    with pytest.raises(Invalid, match="still open"):
        a_cost(money.hardware, K, settles=order)


def test_a_reserve_takes_no_costs(money: Money) -> None:
    reserve = an_account(money.project, money.owner, code="9", kind=AccountKind.CONTINGENCY)
    with pytest.raises(Invalid, match="takes no costs"):
        a_cost(reserve, K)


def test_a_closed_account_takes_no_costs_and_none_is_closed_while_something_is_open(money: Money) -> None:
    order = a_cost(money.hardware, K, EntryKind.COMMITMENT)
    version = money.figures(money.hardware).version
    with pytest.raises(Conflict, match="still open"):
        set_account_closed(money.hardware, is_closed=True, version=version, actor=money.manager)
    reverse_entry(order, reason="Not needed", actor=money.manager)
    set_account_closed(money.hardware, is_closed=True, version=version, actor=money.manager)
    with pytest.raises(Conflict, match="is closed"):
        a_cost(money.hardware, K)
    with pytest.raises(Conflict, match="is closed"):
        move_budget(
            money.project,
            source=money.hardware,
            target=money.work,
            amount_minor=K,
            reason="x",
            actor=money.manager,
        )
    again = set_account_closed(money.hardware, is_closed=False, version=version + 1, actor=money.manager)
    assert again.closed_on is None


def test_budget_moves_with_a_reason_and_both_accounts_know_it(money: Money) -> None:
    made = move_budget(
        money.project,
        source=money.hardware,
        target=money.work,
        amount_minor=K,
        reason="Cheaper sensors",
        actor=money.manager,
    )
    assert (made.number, made.by_name) == (3, "Maya")
    assert money.figures(money.hardware).budget_minor == 39 * K
    assert money.figures(money.work).budget_minor == 31 * K


@pytest.mark.parametrize("reason", ["", "   "])
def test_budget_does_not_move_without_a_reason(money: Money, reason: str) -> None:
    with pytest.raises(Invalid, match="why"):
        move_budget(
            money.project, source=None, target=money.work, amount_minor=1, reason=reason, actor=money.manager
        )


def test_what_is_not_there_or_used_already_does_not_move(money: Money) -> None:
    a_cost(money.hardware, 39 * K)
    for source, sum_minor in ((None, 31 * K), (money.hardware, 2 * K)):
        with pytest.raises(Invalid, match="not there"):
            move_budget(
                money.project,
                source=source,
                target=money.work,
                amount_minor=sum_minor,
                reason="x",
                actor=money.sponsor,
            )
    assert BudgetMove.objects.count() == 2


def test_a_move_that_leads_nowhere_is_refused(money: Money) -> None:
    for end in (None, money.work):
        with pytest.raises(Invalid, match="two accounts"):
            move_budget(
                money.project, source=end, target=end, amount_minor=1, reason="x", actor=money.manager
            )


def test_a_project_without_a_budget_distributes_none(money: Money) -> None:
    money.project.budget_minor = None
    money.project.save(update_fields=["budget_minor"])
    with pytest.raises(Conflict, match="no budget yet"):
        move_budget(
            money.project, source=None, target=money.work, amount_minor=1, reason="x", actor=money.manager
        )


def test_the_management_reserve_is_the_sponsors(money: Money) -> None:
    reserve = an_account(money.project, money.owner, code="9", name="Reserve", kind=AccountKind.RESERVE)
    move: dict[str, Any] = {"source": None, "target": reserve, "amount_minor": K, "reason": "Unknowns"}
    with pytest.raises(NotAllowed) as caught:
        move_budget(money.project, actor=money.manager, **move)
    assert caught.value.who_may == "Sam"
    move_budget(money.project, actor=money.sponsor, **move)
    sums = totals_of(money.project)
    assert (sums.reserve, sums.baseline, sums.undistributed) == (K, 70 * K, 29 * K)


def test_more_than_the_role_lets_its_holder_move_is_for_the_sponsor(money: Money) -> None:
    world = money.world
    limited = world.begin("Other", world.root)
    with_budget(limited)
    role = world.organisation.roles.get(code="project-manager")
    assign_role(
        world.person("Lee"), role, limited.scope, actor=system_actor(),
        from_date=dt.date(2026, 1, 1), money_limit_minor=5 * K,
    )  # fmt: skip
    lee = world.actor("Lee")
    account = an_account(limited, world.person("Lee"), actor=lee)
    move: dict[str, Any] = {"source": None, "target": account, "reason": "x"}
    move_budget(limited, amount_minor=5 * K, actor=lee, **move)
    with pytest.raises(NotAllowed, match="more than your role"):
        move_budget(limited, amount_minor=5 * K + 1, actor=lee, **move)


def test_a_stale_account_is_not_changed_and_both_values_are_told(money: Money) -> None:
    with pytest.raises(Conflict) as caught:
        change_account(money.work, name="Labour", version=1, actor=money.manager)
    assert caught.value.code == "stale"


def test_a_code_is_given_once_and_a_used_account_keeps_its_kind(money: Money) -> None:
    with pytest.raises(Invalid, match="is taken"):
        open_account(money.project, code=" 1 ", name="x", owner=money.owner, actor=money.manager)
    version = money.figures(money.work).version
    with pytest.raises(Conflict, match="budget or costs"):
        change_account(money.work, kind=AccountKind.RESERVE, version=version, actor=money.manager)


def test_whoever_answers_for_an_account_sees_the_project(money: Money) -> None:
    with pytest.raises(Invalid, match="does not see this project"):
        open_account(
            money.project, code="7", name="x", owner=money.world.person("Nobody"), actor=money.manager
        )


def test_accounts_and_costs_of_another_project_are_none_of_this_one(money: Money) -> None:
    other = with_budget(money.world.begin("Other", money.world.root))
    money.world.give("Maya", "project-manager", other.scope)
    spare = an_account(other, money.owner, code="1", minor=K)
    further = an_account(other, money.owner, code="2")
    third = an_account(other, money.owner, code="3", minor=K)
    order = a_cost(third, K, EntryKind.COMMITMENT)
    manager = money.world.actor("Maya")
    for source, target in ((spare, money.work), (money.work, further)):
        with pytest.raises(Invalid, match="of this project"):
            move_budget(
                money.project, source=source, target=target, amount_minor=1, reason="x", actor=manager
            )
    with pytest.raises(Invalid, match="of this project"):
        enter_cost(money.project, account=spare, kind="actual", amount_minor=1, text="x", actor=manager)
    with pytest.raises(Invalid, match="of this account"):
        a_cost(money.work, 1, settles=order)
    client = money.world.client("Maya")
    base = f"/api/v1/projects/{money.project.key}"
    move = {"to_account": third.key, "amount_minor": 1, "reason": "x"}
    paid = {"account": money.work.key, "kind": "actual", "amount_minor": 1, "text": "x"}
    for path, body, field in (
        ("budget-moves", move, "to_account"),
        ("budget-moves", {**move, "to_account": money.work.key, "from_account": third.key}, "from_account"),
        ("cost-entries", {**paid, "account": third.key}, "account"),
        ("cost-entries", {**paid, "settles": order.key}, "settles"),
    ):
        said = client.post(f"{base}/{path}", body, content_type="application/json")
        assert (said.status_code, said.json()["errors"][0]["field"]) == (422, field)


def test_a_closed_project_takes_no_costs(money: Money) -> None:
    money.project.phase = Phase.CLOSED
    money.project.save(update_fields=["phase"])
    with pytest.raises(NotAllowed):
        a_cost(money.hardware, K, actor=money.manager)


def test_a_team_member_neither_sees_money_nor_enters_it(money: Money) -> None:
    tim = money.world.give("Tim", "team-member")
    with pytest.raises(NotAllowed):
        a_cost(money.hardware, K, actor=tim)
    client = money.world.client("Tim")
    for page in ("budget/", "budget/costs/", f"budget/accounts/{money.hardware.key}/"):
        assert client.get(f"/projects/{money.project.key}/{page}").status_code == 403
    overview = client.get(f"/projects/{money.project.key}/").content.decode()
    assert f"/projects/{money.project.key}/budget/" not in overview


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "cost", "settle", "reverse", "close"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(1, 60 * K),
    ),
    max_size=25,
)


@given(steps=STEPS)
def test_money_adds_up_to_the_penny_whatever_is_done(steps: list[tuple[str, int, int, int]]) -> None:
    from django.db import transaction  # noqa: PLC0415 - each example is taken back

    from remit.conftest import make_world  # noqa: PLC0415 - as above

    with transaction.atomic():
        run = Run(Money(make_world("Made for one example")))
        for step in steps:
            run.take(*step)
        run.check()
        transaction.set_rollback(True)


class Run:
    """A walk through operations; refusals are part of it."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.accounts = [money.hardware, money.work]
        self.actor: Actor = money.sponsor

    def take(self, step: str, one: int, other: int, minor: int) -> None:
        try:
            getattr(self, step)(one, other, minor)
        except (Conflict, Invalid):
            return

    def _end(self, number: int) -> CostAccount | None:
        return self.accounts[number] if number < 2 else None

    def move(self, one: int, other: int, minor: int) -> None:
        move_budget(
            self.money.project, source=self._end(one), target=self._end(other), amount_minor=minor, reason="x",
            actor=self.actor,
        )  # fmt: skip

    def cost(self, one: int, other: int, minor: int) -> None:
        a_cost(self.accounts[one % 2], minor, list(EntryKind)[other % 3])

    def settle(self, one: int, _other: int, minor: int) -> None:
        account = self.accounts[one % 2]
        order = (
            CostEntry.objects.filter(account=account, reverses=None)
            .exclude(kind="actual")
            .order_by("pk")
            .last()
        )
        a_cost(account, minor, settles=order)

    def reverse(self, _one: int, _other: int, minor: int) -> None:
        rows = list(CostEntry.objects.filter(project=self.money.project))
        if rows:
            reverse_entry(rows[minor % len(rows)], reason="x", actor=self.money.manager)

    def close(self, one: int, _other: int, _minor: int) -> None:
        account = CostAccount.objects.get(pk=self.accounts[one % 2].pk)
        set_account_closed(
            account, is_closed=account.closed_on is None, version=account.version, actor=self.money.manager
        )

    def check(self) -> None:
        project = self.money.project
        sums = totals_of(project)
        for account in CostAccount.objects.filter(project=project):
            came = account.moves_in.aggregate(s=Sum("amount_minor"))["s"] or 0
            went = account.moves_out.aggregate(s=Sum("amount_minor"))["s"] or 0
            assert account.budget_minor == came - went >= 0
        assert sums.undistributed is not None
        assert sums.undistributed >= 0
        assert sums.undistributed + sums.baseline + sums.reserve == BUDGET
        lines = list(entries_of(project))
        assert sums.actual == sum(each.amount_minor for each in lines if each.kind == "actual") >= 0
        for line in lines:
            assert 0 <= line.open_minor <= abs(line.amount_minor)
            if line.kind == "actual" or line.reverses_id is not None:
                assert line.open_minor == 0


def test_the_pages_of_a_budget_show_its_figures_and_lead_on(money: Money) -> None:
    order = a_cost(money.hardware, 12 * K, EntryKind.COMMITMENT, supplier="Acme")
    client: Client = money.world.client("Maya")
    base = f"/projects/{money.project.key}"
    page = client.get(f"{base}/budget/").content.decode()
    assert "58,000" in page, "left of the baseline: 70 k less 12 k"
    assert client.get(f"{base}/budget/moves/").status_code == 200
    shown = client.get(f"{base}/budget/accounts/{money.hardware.key}/").content.decode()
    assert "28,000" in shown, "left of the account"
    assert "Acme" in client.get(f"{base}/budget/costs/?format=csv").content.decode()
    form = client.get(f"{base}/budget/costs/new/?settles={order.key}").content.decode()
    assert 'value="Acme"' in form
    sent = {
        "kind": "actual",
        "account": money.hardware.key,
        "amount": "12000.50",
        "text": "x",
        "settles": order.key,
    }
    assert client.post(f"{base}/budget/costs/new/", sent).status_code == 302
    assert money.figures(money.hardware).actual == 12 * K + 50
    said = client.post(f"{base}/budget/costs/{order.key}/reverse/", {"reason": "x"})
    assert said.status_code == 409
    assert "Nothing of it is open" in said.content.decode()


def test_a_form_that_is_wrong_says_where(money: Money) -> None:
    client = money.world.client("Maya")
    base = f"/projects/{money.project.key}"
    sent = {"source": "", "target": "CA-2", "amount": "30000.01", "reason": "x"}
    said = client.post(f"{base}/budget/move/", sent)
    assert said.status_code == 403
    assert "It is for: Sam." in said.content.decode()
    said = money.world.client("Sam").post(f"{base}/budget/move/", sent)
    assert said.status_code == 422
    assert "So much is not there" in said.content.decode()
    said = client.post(
        f"{base}/budget/accounts/new/", {"code": "1", "name": "x", "kind": "work", "owner": "U-9"}
    )
    assert said.status_code == 422
    assert CostAccount.objects.count() == 2


def test_reports_of_cost_begin_with_what_was_entered(money: Money) -> None:
    a_cost(money.hardware, 5 * K)
    a_cost(money.work, 2 * K, EntryKind.ACCRUAL)
    page = money.world.client("Maya").get(f"/projects/{money.project.key}/costs/").content.decode()
    assert 'value="7000.00"' in page
