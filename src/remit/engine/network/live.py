"""A schedule that follows edits: after each, only what it reaches is computed anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from remit.engine.kernels import layout as at
from remit.engine.kernels import updating
from remit.engine.kernels.layout import Terms
from remit.engine.kernels.working_time import Beyond
from remit.engine.model import (
    Activity,
    CycleError,
    Link,
    Minute,
    PlanError,
    Problem,
    Schedule,
    UnknownReferenceError,
)
from remit.engine.network.columns import columns_of
from remit.engine.network.compiled import compile_plan
from remit.engine.network.live_network import LiveNetwork
from remit.engine.network.passes import Passes
from remit.engine.network.results import result_of

# facts that the passes do not read: a change of them changes no date
_SILENT = frozenset({"name", "priority", "percent_complete", "can_split", "can_level", "modes", "skills"})


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changed: the activities (not summaries) whose dates, float or both are other, and the span."""

    activity_ids: tuple[str, ...]
    start: Minute
    finish: Minute


class LiveSchedule:
    """A plan and its schedule under edits; at every moment equal to `schedule` of the edited problem.

    Raises what `schedule` raises; an edit that is refused changes nothing. Changes of durations, dates, progress,
    constraints and calendars, and links added or removed take as long as what they reach. Changes of the outline,
    of what is active, of summaries and of activities that people's calendars decide compile the plan anew.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._activities = {each.id: each for each in problem.activities}
        self._start(problem)

    def _start(self, problem: Problem) -> None:
        compiled = compile_plan(columns_of(problem))
        passes = Passes(compiled)
        passes.run()
        self._compiled, self._passes = compiled, passes
        self._network = LiveNetwork(compiled, problem)

    @property
    def problem(self) -> Problem:
        """Return the problem as edited."""
        links = tuple(each for each in self._network.links if each is not None)
        return replace(self._problem, activities=tuple(self._activities.values()), links=links)

    def schedule(self) -> Schedule:
        """Return the whole schedule as it stands; later edits do not change it."""
        return result_of(self._passes)

    def dates(self, activity_id: str) -> tuple[Minute, Minute]:
        """Return start and finish of an activity that is no summary."""
        node = self._compiled.node_of[self._network.place(activity_id)]
        if node < 0:
            msg = f"{activity_id} is a summary: its dates are those of what stands below it."
            raise PlanError(msg, [activity_id])
        return int(self._passes.dates[at.START, node]), int(self._passes.dates[at.FINISH, node])

    def change(self, activity_id: str, **facts: Any) -> Changes:
        """State other facts of an activity, named as in `Activity`; return what that changed."""
        if activity_id not in self._activities:
            msg = f"There is no activity {activity_id} in the plan."
            raise UnknownReferenceError(msg, [activity_id])
        old = self._activities[activity_id]
        new = replace(old, **facts)
        if set(facts) <= _SILENT:
            self._activities[activity_id] = new
            return self._nothing()
        if not self._network.can_take(old, new):
            return self._anew({**self._activities, activity_id: new}, self._network.stated_links())
        node = self._network.take(new)
        try:
            changes = self._follow([node])
        except PlanError:
            self._network.take(old)
            self._follow([node])
            raise
        self._activities[activity_id] = new
        return changes

    def add_link(self, link: Link) -> Changes:
        """Add a link; raises `CycleError` naming the circle that it would close."""
        for end in (link.predecessor_id, link.successor_id):
            if end not in self._activities:
                msg = f"A link refers to activity {end}, which is not in the plan."
                raise UnknownReferenceError(msg, [link.predecessor_id, link.successor_id])
        links = [*self._network.stated_links(), link] if not self._network.can_link(link) else None
        if links is not None:
            return self._anew(self._activities, links)
        try:
            nodes = self._network.add(link)
        except CycleError:  # the compiler names the circle
            self._anew(self._activities, [*self._network.stated_links(), link])
            raise
        try:
            return self._follow(nodes)
        except PlanError:
            self._follow(self._network.remove(link))
            raise

    def remove_link(self, link: Link) -> Changes:
        """Remove a link, of equal ones the last."""
        if not self._network.holds(link):
            msg = f"There is no such link from {link.predecessor_id} to {link.successor_id}."
            raise UnknownReferenceError(msg, [link.predecessor_id, link.successor_id])
        if not self._network.can_link(link):
            links = self._network.stated_links()
            del links[len(links) - 1 - links[::-1].index(link)]
            return self._anew(self._activities, links)
        return self._follow(self._network.remove(link))

    def add_activity(self, activity: Activity, links: Iterable[Link] = ()) -> Changes:
        """Add an activity with its links."""
        if activity.id in self._activities:
            msg = f"Two of the kind activity have the id {activity.id}."
            raise PlanError(msg, [activity.id])
        return self._anew(
            {**self._activities, activity.id: activity}, [*self._network.stated_links(), *links]
        )

    def remove_activity(self, activity_id: str) -> Changes:
        """Remove an activity that nothing stands below, with its links and assignments."""
        left = {key: each for key, each in self._activities.items() if key != activity_id}
        links = [
            each
            for each in self._network.stated_links()
            if activity_id not in {each.predecessor_id, each.successor_id}
        ]
        return self._anew(left, links)

    def _nothing(self) -> Changes:
        return Changes((), self._passes.start, self._passes.finish)

    def _anew(self, activities: dict[str, Activity], links: Iterable[Link]) -> Changes:
        """Compile the plan anew; return the activities that are there now and differ."""
        before = self.schedule()
        kept = tuple(each for each in self._problem.assignments if each.activity_id in activities)
        problem = replace(
            self._problem, activities=tuple(activities.values()), links=tuple(links), assignments=kept
        )
        self._start(problem)
        self._problem, self._activities = problem, dict(activities)
        after = self.schedule()
        summaries = {each.parent_id for each in activities.values()}
        changed = tuple(
            key
            for key in after.activities
            if key not in summaries
            and (key not in before.activities or before.activities[key] != after.activities[key])
        )
        return Changes(changed, after.start, after.finish)

    def _follow(self, nodes: Iterable[int]) -> Changes:
        """Compute what follows from edited nodes."""
        passes, marks = self._passes, self._network.marks
        options = self._compiled.plan.options
        net = self._network.net()
        for node in nodes:
            updating.mark_edited(net, marks, node)
        if self._network.has_late() or options.from_finish:
            return self._run_all()
        terms: Terms = passes.terms
        passes.until_laid_out(lambda beyond: self._ahead(terms, beyond))
        until, last = passes.late_from, passes.early_finish
        passes.note_ends()
        if options.must_finish_by is None and passes.early_finish != last:
            passes.late_from = passes.early_finish
        if passes.late_from != until:
            marks.back[:] = marks.floats[:] = 0
            before = passes.dates[at.LATE_START : at.FREE + 1].copy()
            passes.back_with_floats()
            marks.moved[(before != passes.dates[at.LATE_START : at.FREE + 1]).any(axis=0)] = 1
        else:
            passes.until_laid_out(self._back)
            passes.until_laid_out(self._floats)
        passes.place_outside()
        return self._collected()

    def _ahead(self, terms: Terms, beyond: Beyond) -> int:
        passes = self._passes
        return updating.update_forward(
            self._compiled.net,
            self._compiled.table,
            passes.dates,
            passes.held,
            terms,
            self._network.marks,
            beyond,
        )

    def _back(self, beyond: Beyond) -> int:
        passes = self._passes
        return updating.update_backward(
            self._compiled.net,
            self._compiled.table,
            passes.dates,
            passes.late_from,
            passes.terms.rules,
            self._network.marks,
            beyond,
        )

    def _floats(self, beyond: Beyond) -> int:
        passes = self._passes
        return updating.update_floats(
            self._compiled.net,
            self._compiled.table,
            passes.dates,
            passes.late_from,
            passes.float_kind,
            self._network.marks,
            beyond,
        )

    def _run_all(self) -> Changes:
        """Run both passes as a whole: something lies as late as possible, or the plan is made from its finish."""
        marks = self._network.marks
        before = self._passes.dates
        self._compiled.has_late = self._network.has_late()
        self._passes = Passes(self._compiled)
        self._passes.run()
        for row in (marks.ahead, marks.back, marks.floats):
            row[:] = 0
        rows = slice(at.START, at.FREE + 1)
        marks.moved[(before[rows] != self._passes.dates[rows]).any(axis=0)] = 1
        return self._collected()

    def _collected(self) -> Changes:
        moved = self._network.marks.moved
        nodes = np.flatnonzero(moved)
        moved[nodes] = 0
        leaves = nodes[self._compiled.net.nodes["flags"][nodes] & at.IS_SUMMARY == 0]
        ids = self._compiled.plan.ids
        keys = tuple(ids[place] for place in self._compiled.activity_of[leaves].tolist())
        return Changes(keys, self._passes.start, self._passes.finish)
