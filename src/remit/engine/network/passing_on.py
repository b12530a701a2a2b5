"""Work that was done before its turn, by the retained logic of Primavera P6: what follows waits for what it waited for.

What is done keeps its dates and holds nobody by them, but its logic is retained: an activity that follows it waits for
what is still open before it. So each link out of such an activity acts once more, from each open predecessor. Source:
P6 as described by planners (early dates of what is 100 % complete lie at the finish of its open predecessors), and the
scheduler of MPXJ, whose authors observed the same.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

import numpy as np

from remit.engine.kernels.layout import NONE, Array
from remit.engine.model import LagUnit, LinkKind, ProgressMode
from remit.engine.network.outline import Outline
from remit.engine.network.records import LINK, LINKS, PRIMAVERA, UNITS, PlanColumns
from remit.engine.network.served import lag_calendar_of, left_of_lag

_FROM_START, _TO_FINISH = (LinkKind.SS, LinkKind.SF), (LinkKind.FF, LinkKind.SF)
_WORKING, _PERCENT = UNITS.index(LagUnit.WORKING), UNITS.index(LagUnit.PERCENT)
_KINDS = {
    (start, finish): at
    for at, kind in enumerate(LINKS)
    for start, finish in [(kind in _FROM_START, kind in _TO_FINISH)]
}
MOST_OPEN = 16
"""So many open activities are passed on by one that is done, those that it waited for itself first."""
_MOST_FOR_FEW = (
    1000  # links made in all, besides as many as the plan has: random progress must not multiply them
)


class _Open(NamedTuple):
    """An open activity, or summary, that something done waited for: by which end, and which link it left."""

    activity: int
    from_start: bool
    link: int


@dataclass(slots=True)
class _Links:
    """The links of a plan by their ends; those to what is done with what stands below summaries told apart."""

    into: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    out_of: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def retains_logic(plan: PlanColumns) -> bool:
    """Return whether what is done passes on what it waited for."""
    return plan.rules == PRIMAVERA and plan.options.progress in {None, ProgressMode.RETAINED_LOGIC}


def with_passed_on(plan: PlanColumns, outline: Outline) -> PlanColumns:
    """Return the plan with links from what is open to what follows work that was done before its turn.

    They stand last among its links, `passed_on` of them; the plan itself where there are none.
    """
    if not retains_logic(plan):
        return plan
    done = outline.is_active_leaf & (plan.activities["actual_finish"] != NONE)
    if not done.any() or not len(plan.links):
        return plan
    is_open, has_done = _some_below(outline, ~done), _some_below(outline, done)
    to_done = np.flatnonzero(has_done[plan.links["after"]])
    if not is_open[plan.links["before"][to_done]].any():
        return plan
    links = _to_done(plan, outline, done, to_done.tolist())
    for place in np.flatnonzero(done[plan.links["before"]]).tolist():
        links.out_of[int(plan.links["before"][place])].append(place)
    waited_for = _waited_for(plan, done, is_open, links)
    made: list[Array] = []
    most = _MOST_FOR_FEW + len(plan.links)
    stated: list[int] = []
    for activity, opens in waited_for.items():
        for place in links.out_of.get(activity, ()) if opens and len(made) < most else ():
            if LINKS[plan.links["kind"][place]] != LinkKind.FF and not done[plan.links["after"][place]]:
                made += [_passed(plan, each, place) for each in opens]
                stated += [place] * len(opens)
    if not made:
        return plan
    link_of = np.arange(len(plan.links), dtype=np.int32) if plan.link_of is None else plan.link_of
    return replace(
        plan,
        links=np.concatenate([plan.links, np.array(made, dtype=LINK)]),
        link_of=np.concatenate([link_of, link_of[stated]]).astype(np.int32),
        passed_on=len(made),
    )


def _some_below(outline: Outline, marked: Array) -> Array:
    """Return by activity whether it, or something below it, is marked."""
    counted = np.concatenate([[0], np.cumsum(marked[outline.leaves])])
    return np.asarray(counted[outline.leaf_end] > counted[outline.leaf_first])


def _to_done(plan: PlanColumns, outline: Outline, done: Array, places: list[int]) -> _Links:
    """Return the links into what is done, those to a summary above it among them."""
    links = _Links()
    for place in places:
        after = int(plan.links["after"][place])
        for leaf in outline.leaves[outline.leaf_first[after] : outline.leaf_end[after]].tolist():
            if done[leaf]:
                links.into[leaf].append(place)
    return links


def _waited_for(plan: PlanColumns, done: Array, is_open: Array, links: _Links) -> dict[int, list[_Open]]:
    """Return what each done activity waited for that is open, through others that are done."""
    found: dict[int, list[_Open]] = {}
    for start in links.into:
        stack = [start]
        while stack:
            activity = stack[-1]
            befores = [int(plan.links["before"][each]) for each in links.into.get(activity, ())]
            missing = [each for each in befores if done[each] and each in links.into and each not in found]
            if activity not in found and missing and not set(missing) & set(stack):
                stack.append(missing[0])
                continue
            stack.pop()
            opens: dict[tuple[int, bool], _Open] = {}
            for place, before in zip(links.into.get(activity, ()), befores, strict=True):
                if is_open[before]:
                    from_start = LINKS[plan.links["kind"][place]] in _FROM_START
                    one = _Open(before, from_start, place)
                    held = opens.get((before, from_start))
                    if held is None or plan.links["lag"][held.link] < plan.links["lag"][place]:
                        opens[before, from_start] = one
            for before in befores:
                for each in found.get(before, ()):
                    opens.setdefault((each.activity, each.from_start), each)
            found[activity] = list(opens.values())[:MOST_OPEN]
    return found


def _passed(plan: PlanColumns, source: _Open, place: int) -> Array:
    """Return the link from what is open to what the link at `place` leads to from what is done."""
    made = np.zeros(1, dtype=LINK)[0]
    first, second = plan.links[source.link], plan.links[place]
    made["before"], made["after"] = source.activity, second["after"]
    made["kind"] = _KINDS[source.from_start, LINKS[second["kind"]] in _TO_FINISH]
    rest = _left_of(plan, second)
    made["lag"], made["unit"], made["lag_calendar"] = (
        first["lag"],
        first["unit"],
        lag_calendar_of(plan, first),
    )
    if rest:
        served = 0 if first["unit"] == _PERCENT else int(first["lag"])
        made["lag"], made["unit"], made["lag_calendar"] = (
            served + rest,
            _WORKING,
            lag_calendar_of(plan, second),
        )
    return cast("Array", made)


def _left_of(plan: PlanColumns, link: Array) -> int:
    """Return what is left of the lag after a finish at the data date, in working minutes."""
    lag = int(link["lag"])
    if LINKS[link["kind"]] != LinkKind.FS or link["unit"] != _WORKING:
        return 0
    return left_of_lag(plan, link, lag, int(plan.activities["actual_finish"][link["before"]]))
