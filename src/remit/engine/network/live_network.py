"""The arrays of a compiled plan under edits: facts of activities, links in and out, the order kept topological."""

from collections import defaultdict
from dataclasses import replace
from typing import cast

import numpy as np

from remit.engine.kernels import layout as at
from remit.engine.kernels import updating
from remit.engine.kernels.layout import NONE, Array, Net
from remit.engine.kernels.updating import Marks
from remit.engine.model import Activity, ConstraintKind, CycleError, Link, Problem, ProgressMode
from remit.engine.network.columns import activity_records, link_records
from remit.engine.network.compiled import Compiled
from remit.engine.network.crews import follows_resources
from remit.engine.network.edges import edge_facts
from remit.engine.network.nodes import COPIED, flags_of, follow_rules
from remit.engine.network.passing_on import retains_logic
from remit.engine.network.records import LINK, PRIMAVERA, SPANS

_ROOM = 64
_ELSEWHERE = ("parent_id", "is_active", "kind")


class LiveNetwork:
    """What of a compiled plan can be edited in place; `marks` say what has to be computed anew."""

    def __init__(self, compiled: Compiled, problem: Problem) -> None:
        self._compiled = compiled
        self._places = {each: place for place, each in enumerate(compiled.plan.ids)}
        self._calendars = {each.id: place for place, each in enumerate(problem.calendars)}
        self._edges_of: dict[int, list[int]] = defaultdict(list)
        for edge, link in enumerate(compiled.net.edges["link"].tolist()):
            self._edges_of[link].append(edge)
        self._free_edges: list[int] = []
        self._crewed = {
            compiled.plan.ids[place] for place in np.unique(compiled.plan.crews["activity"]).tolist()
        }
        self._assigned = {each.activity_id for each in problem.assignments}
        self._edge_count, self._rare_count = len(compiled.net.edges), len(compiled.net.rare)
        self._link_count = len(compiled.plan.links)
        acting = [each for each in problem.links if not each.maximum]
        self.links: list[Link | None] = [*acting]
        self._maxima = [each for each in problem.links if each.maximum]
        self._links_by_ends: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, each in enumerate(acting):
            self._links_by_ends[each.predecessor_id, each.successor_id].append(number)
        self._is_fixed = compiled.plan.passed_on > 0
        self._retains = retains_logic(compiled.plan)
        nodes = len(compiled.net.nodes)
        ahead, back, floats = (np.zeros(compiled.node_count, dtype=np.uint8) for _ in range(3))
        self.marks = Marks(
            np.arange(nodes, dtype=np.int32), ahead, back, floats, np.zeros(nodes, dtype=np.uint8)
        )
        self._seen = np.zeros(nodes, dtype=np.uint8)
        self._stack, self._found = np.zeros(nodes, dtype=np.int32), np.zeros(nodes, dtype=np.int32)
        if not self._is_fixed:
            self._open_up()

    def _open_up(self) -> None:
        """Make the network one that can be edited; a link past something done follows from others, and cannot."""
        compiled = self._compiled
        # nothing points to a link that is gone
        stated = cast("list[Link]", self.links)
        compiled.plan = replace(compiled.plan, link_of=None, stated_links=stated)
        self._with_room()

    def _with_room(self) -> None:
        """Lay the records out with room for more."""
        net, plan = self._compiled.net, self._compiled.plan
        self._compiled.net = net._replace(
            edges=_roomy(net.edges, self._edge_count), rare=_roomy(net.rare, self._rare_count)
        )
        self._compiled.plan = replace(plan, links=_roomy(plan.links, self._link_count))

    def net(self) -> Net:
        """Return the network as it stands."""
        return self._compiled.net

    def place(self, activity_id: str) -> int:
        """Return the place of an activity in the plan."""
        return self._places[activity_id]

    def stated_links(self) -> list[Link]:
        """Return the links as they stand, those that only levelling reads at the end."""
        return [each for each in self.links if each is not None] + self._maxima

    def has_late(self) -> bool:
        """Return whether an activity is to lie as late as possible."""
        return bool((self._compiled.net.nodes["flags"][: self._compiled.node_count] & at.IS_LATE).any())

    def can_take(self, old: Activity, new: Activity) -> bool:
        """Return whether a change can be made in place."""
        compiled = self._compiled
        node = compiled.node_of[self._places[old.id]]
        ends = (old.actual_finish is None) != (new.actual_finish is None)
        if self._is_fixed or (self._retains and ends):
            return False
        if not 0 <= node < compiled.node_count or compiled.net.nodes["flags"][node] & (
            at.IS_SUMMARY | at.HAS_CREW
        ):
            return False
        follows = old.id in self._assigned and follows_resources(old) != follows_resources(new)
        if (
            follows
            or old.id in self._crewed
            or any(getattr(old, name) != getattr(new, name) for name in _ELSEWHERE)
        ):
            return False
        # whether two constraints exclude each other is asked when a plan is compiled
        two_dates = ConstraintKind.ASAP not in {new.constraint, new.second_constraint}
        begins = (old.actual_start is None) != (new.actual_start is None)
        if two_dates or (begins and compiled.plan.options.progress == ProgressMode.PROGRESS_OVERRIDE):
            return False
        calendar = -1 if new.calendar_id is None else self._calendars.get(new.calendar_id)
        if calendar is None or compiled.calendar_rows[calendar] < 0:
            return False
        return not new.duration_is_elapsed or compiled.clock_row >= 0

    def take(self, activity: Activity) -> int:
        """Write the facts of an activity that `can_take` allows; return its node."""
        compiled, plan = self._compiled, self._compiled.plan
        place = self._places[activity.id]
        node = int(compiled.node_of[place])
        record = activity_records([activity], self._places, self._calendars)
        plan.activities[place] = record[0]
        it = compiled.net.nodes[node]
        it["length"] = activity.duration_minutes + int(record["gap_minutes"][0])
        it["lag_calendar"] = compiled.calendar_rows[record["calendar"][0]]
        it["calendar"] = compiled.clock_row if activity.duration_is_elapsed else it["lag_calendar"]
        it["flags"] = flags_of(record, np.ones(1, dtype=bool), is_primavera=plan.rules == PRIMAVERA)[0]
        self._take_rare(node, record)
        for edge in (*self._chain(node, "first_in", "next_in"), *self._chain(node, "first_out", "next_out")):
            self._refresh(edge)
        return node

    def _take_rare(self, node: int, record: Array) -> None:
        compiled = self._compiled
        index = int(compiled.net.nodes["rare"][node])
        if index < 0:
            if self._rare_count == len(compiled.net.rare):
                self._with_room()
            index = self._rare_count
            self._rare_count += 1
            compiled.net.rare[index] = np.zeros(1, dtype=at.RARE)[0]
            compiled.net.rare[index]["not_before"] = compiled.net.rare[index]["not_after"] = NONE
            compiled.net.nodes["rare"][node] = index
        made = compiled.net.rare[index : index + 1]
        for field, name in COPIED.items():
            made[field] = record[name]
        it = compiled.net.nodes[node : node + 1]
        it["length"] = follow_rules(compiled.plan, made, it["length"], it["flags"])

    def _chain(self, node: int, first: str, following: str) -> list[int]:
        net = self._compiled.net
        found, edge = [], int(net.nodes[first][node])
        while edge >= 0:
            found.append(edge)
            edge = int(net.edges[following][edge])
        return found

    def _refresh(self, edge: int) -> None:
        """Write what an edge takes from the activities at its ends."""
        compiled = self._compiled
        it = compiled.net.edges[edge]
        before, after = (compiled.activity_of[it[end] : it[end] + 1] for end in ("before", "after"))
        links = compiled.plan.links[it["link"] : it["link"] + 1]
        code, lag, row = edge_facts(compiled, links, before, after)
        done = compiled.net.nodes["flags"][it["after"]] & at.IS_DONE
        it["code"], it["lag"], it["lag_calendar"] = code[0] | (at.TO_DONE if done else 0), lag[0], row[0]

    def can_link(self, link: Link) -> bool:
        """Return whether a link can be added or removed in place: both ends are nodes, and none spans others."""
        compiled = self._compiled
        before, after = self._places[link.predecessor_id], self._places[link.successor_id]
        leaves = compiled.outline.leaf_count
        kinds = compiled.plan.activities["kind"]
        if self._is_fixed or link.maximum or kinds[before] in SPANS or kinds[after] in SPANS:
            return False
        below = compiled.outline.leaves[compiled.outline.leaf_first[after] : compiled.outline.leaf_end[after]]
        done = compiled.plan.activities["actual_finish"] != at.NONE
        if self._retains and (
            done[before] or done[below].any()
        ):  # what is done may pass on what it waits for
            return False
        if (
            link.lag_calendar_id is not None
            and compiled.calendar_rows[self._calendars[link.lag_calendar_id]] < 0
        ):
            return False
        if compiled.plan.options.progress == ProgressMode.PROGRESS_OVERRIDE:
            return False
        return bool(compiled.node_of[before] >= 0 and leaves[before] > 0 and leaves[after] > 0)

    def holds(self, link: Link) -> bool:
        """Return whether the plan has the link."""
        if link.maximum:
            return link in self._maxima
        return any(
            self.links[each] == link for each in self._links_by_ends[link.predecessor_id, link.successor_id]
        )

    def add(self, link: Link) -> list[int]:
        """Add a link; return the nodes that it holds and the one that holds. Raises `CycleError` without a name."""
        compiled = self._compiled
        before, after = self._places[link.predecessor_id], self._places[link.successor_id]
        source = int(compiled.node_of[before])
        outline = compiled.outline
        below = outline.leaves[outline.leaf_first[after] : outline.leaf_end[after]]
        targets = compiled.node_of[below].tolist()
        for target in targets:  # all of them before anything is written: a circle leaves the plan as it was
            self._make_way(source, target)
        place = self._state(link)
        for target in targets:
            self._insert(place, source, target)
        return [source, *targets]

    def _state(self, link: Link) -> int:
        if self._link_count == len(self._compiled.plan.links):
            self._with_room()
        place = self._link_count
        self._link_count += 1
        self._compiled.plan.links[place] = link_records([link], self._places, self._calendars)[0]
        self.links.append(link)
        self._links_by_ends[link.predecessor_id, link.successor_id].append(place)
        return place

    def _insert(self, link: int, source: int, target: int) -> None:
        if not self._free_edges and self._edge_count == len(self._compiled.net.edges):
            self._with_room()
        if self._free_edges:
            edge = self._free_edges.pop()
        else:
            edge = self._edge_count
            self._edge_count += 1
        net = self._compiled.net
        it = net.edges[edge]
        it["before"], it["after"], it["link"] = source, target, link
        self._refresh(edge)
        it["next_out"], net.nodes["first_out"][source] = net.nodes["first_out"][source], edge
        self._insert_by_rank(edge, target)
        self._edges_of[link].append(edge)

    def _insert_by_rank(self, edge: int, target: int) -> None:
        net = self._compiled.net
        rank, previous = self._rank(edge), -1
        for each in self._chain(target, "first_in", "next_in"):
            if self._rank(each) > rank:
                break
            previous = each
        if previous < 0:
            net.edges["next_in"][edge], net.nodes["first_in"][target] = net.nodes["first_in"][target], edge
        else:
            net.edges["next_in"][edge], net.edges["next_in"][previous] = net.edges["next_in"][previous], edge

    def _rank(self, edge: int) -> tuple[str, str, str, str, int, int]:
        place = int(self._compiled.net.edges["link"][edge])
        link = self.links[place]
        if link is None:
            raise AssertionError  # an edge of a link that is gone is in no chain
        return (link.predecessor_id, link.successor_id, link.kind, link.lag.unit, link.lag.amount, place)

    def remove(self, link: Link) -> list[int]:
        """Remove a link, of equal ones the last; return the nodes that it held and the one that held."""
        places = self._links_by_ends[link.predecessor_id, link.successor_id]
        place = next(each for each in reversed(places) if self.links[each] == link)
        net = self._compiled.net
        nodes: set[int] = set()
        for edge in self._edges_of.pop(place, []):
            source, target = int(net.edges["before"][edge]), int(net.edges["after"][edge])
            self._unchain(edge, source, "first_out", "next_out")
            self._unchain(edge, target, "first_in", "next_in")
            self._free_edges.append(edge)
            nodes |= {source, target}
        places.remove(place)
        self.links[place] = None
        self._compiled.plan.links[place] = np.zeros(1, dtype=LINK)[0]
        self._compiled.plan.links[place]["before"] = self._compiled.plan.links[place]["after"] = -1
        return sorted(nodes)

    def _unchain(self, edge: int, node: int, first: str, following: str) -> None:
        net = self._compiled.net
        after = net.edges[following][edge]
        if net.nodes[first][node] == edge:
            net.nodes[first][node] = after
            return
        chain = self._chain(node, first, following)
        net.edges[following][chain[chain.index(edge) - 1]] = after

    def _make_way(self, source: int, target: int) -> None:
        """Change the order so that `source` stands before `target` (Pearce and Kelly 2006)."""
        marks, net = self.marks, self._compiled.net
        low, high = int(marks.place[target]), int(marks.place[source])
        if source == target:
            raise CycleError("", [])
        if high < low:
            return
        behind = updating.reach(net, marks.place, target, high, True, self._seen, self._stack, self._found)
        follows = self._found[:behind].copy()
        if source in follows:
            raise CycleError("", [])
        ahead = updating.reach(net, marks.place, source, low, False, self._seen, self._stack, self._found)
        leads = self._found[:ahead]
        places = np.sort(np.concatenate([marks.place[leads], marks.place[follows]]))
        nodes = np.concatenate(
            [leads[np.argsort(marks.place[leads])], follows[np.argsort(marks.place[follows])]]
        )
        net.order[places] = nodes
        marks.place[nodes] = places


def _roomy(records: Array, used: int) -> Array:
    """Return the records in an array with room for more."""
    made = np.zeros(used + max(_ROOM, used // 4), dtype=records.dtype)
    made[:used] = records[:used]
    if records.dtype == LINK:
        made["before"][used:] = made["after"][used:] = -1
    return made
