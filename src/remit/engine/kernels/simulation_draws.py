"""What a pack of runs draws: events, correlated scores, branches, durations and cost.

A distribution is a row of `kinds` [specs, 4] (int64) and of `sizes` [specs, 2] (float64: offset and scale): a
standard shape by a table over normal scores, or steps, whose limits are normal scores too.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.sampling import LANES, Scores, Whole, draw_words, normal_scores, shaped, stepped
from remit.engine.kernels.simulation_plan import Lanes

KIND, SHAPE, STEP_FIRST, STEP_LAST = 0, 1, 2, 3
CONSTANT, SHAPED, STEPPED = 0, 1, 2

DURATION, OCCURRENCE, SEVERITY, EVENT_COST, FIXED_COST, BRANCH, WEATHER, COMMON = 1, 2, 3, 4, 5, 6, 7, 8
"""Purposes of streams. The days of a weather go in the bits above the fourth."""
DAY_SHIFT = 4

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Streams = NDArray[np.uint64]
Marks = NDArray[np.uint8]


class Shapes(NamedTuple):
    """All distributions as tables; see `remit.engine.risk.quantiles`."""

    quantiles: NDArray[np.float32]
    tables: NDArray[np.float32]
    kinds: Integers
    sizes: Floats
    limits: Floats
    values: Floats


class Draws(NamedTuple):
    """What is drawn. Chances are probabilities times 2^32; offsets cut the array named after them.

    `effect_…` stand in the order of their events; `neutral` is the value of an effect whose event does not happen.
    `weights` of independent `sources` make the scores that go together. `upper` are summed chances of followers.
    `nodes` are the uncertain activities, `member` their row among the scores that go together, or -1, `impacts`
    their effects. Costs are in minor units, `rates` for a minute of duration; a cost node of -1 is a summary.
    """

    shapes: Shapes
    events: Streams
    chances: Integers
    effect_event: Integers
    effect_spec: Integers
    neutral: Floats
    adds: Marks
    sources: Streams
    source_purpose: Integers
    weight_offset: Integers
    weight_column: Integers
    weights: Floats
    branches: Streams
    branch_offset: Integers
    followers: Integers
    upper: Integers
    nodes: Integers
    streams: Streams
    node_spec: Integers
    member: Integers
    impact_offset: Integers
    impacts: Integers
    cost_nodes: Integers
    cost_streams: Streams
    cost_spec: Integers
    rates: Floats
    event_spec: Integers
    signs: Floats
    overhead_per_minute: float
    constant_cost: float


class Room(NamedTuple):
    """Room for what is drawn in one pack, for one thread; all but `lost` [days, LANES] by LANES."""

    words: NDArray[np.uint32]
    scores: NDArray[np.float32]
    out: Floats
    occurs: Marks
    effects: Floats
    plain: NDArray[np.float32]
    joint: NDArray[np.float32]
    cost: Floats
    earliest: Integers
    latest: Integers
    ends: Integers
    first: Integers
    lost: Marks


@bare
def evaluate(spec: Whole, shapes: Shapes, scores: Scores, out: Floats) -> None:
    """Fill `out` [LANES] with the value of a distribution at the scores of each run."""
    offset, scale = shapes.sizes[spec, 0], shapes.sizes[spec, 1]
    if shapes.kinds[spec, KIND] == SHAPED:
        shape, tables = shapes.kinds[spec, SHAPE], shapes.tables
        for lane in range(LANES):
            out[lane] = offset + scale * shaped(scores, tables, shape, lane)
    elif shapes.kinds[spec, KIND] == STEPPED:
        first, last = shapes.kinds[spec, STEP_FIRST], shapes.kinds[spec, STEP_LAST]
        for lane in range(LANES):
            place = stepped(np.float64(scores[lane]), shapes.limits, first, last)
            out[lane] = offset + scale * shapes.values[place]
    else:
        out[:] = offset


@bare
def draw_value(
    pack: Whole,
    key: Whole,
    stream: Whole,
    purpose: Whole,
    spec: Whole,
    shapes: Shapes,
    room: Room,
    out: Floats,
) -> None:
    """Fill `out` [LANES] with draws of a distribution from a stream."""
    if shapes.kinds[spec, KIND] != CONSTANT:
        draw_words(pack, stream, purpose, key, room.words)
        normal_scores(room.words, shapes.quantiles, room.scores)
    evaluate(spec, shapes, room.scores, out)


@bare
def draw_events(pack: Whole, key: Whole, draws: Draws, room: Room) -> None:
    """Set `occurs` [events, LANES] and `effects` [effects, LANES], neutral where the event does not happen."""
    effect = 0
    for event in range(len(draws.events)):
        draw_words(pack, draws.events[event], OCCURRENCE, key, room.words)
        happens = 0
        for lane in range(LANES):
            hit = np.int64(room.words[lane]) < draws.chances[event]
            room.occurs[event, lane] = hit
            happens += hit
        while effect < len(draws.effect_event) and draws.effect_event[effect] == event:
            _draw_effect(pack, key, draws, room, event, effect, happens)
            effect += 1


@bare
def _draw_effect(
    pack: Whole, key: Whole, draws: Draws, room: Room, event: Whole, effect: Whole, happens: Whole
) -> None:
    """All effects of an event share one severity: they are drawn from one stream."""
    row, neutral = room.effects[effect], draws.neutral[effect]
    if happens == 0:
        row[:] = neutral
        return
    spec = draws.effect_spec[effect]
    draw_value(pack, key, draws.events[event], SEVERITY, spec, draws.shapes, room, row)
    for lane in range(LANES):
        if not room.occurs[event, lane]:
            row[lane] = neutral


@bare
def draw_correlated(pack: Whole, key: Whole, draws: Draws, room: Room) -> None:
    """Set `joint` [members, LANES]: sums of independent scores `plain` [sources, LANES], by weights in rows."""
    plain, joint = room.plain, room.joint
    for source in range(len(draws.sources)):
        draw_words(pack, draws.sources[source], draws.source_purpose[source], key, room.words)
        normal_scores(room.words, draws.shapes.quantiles, plain[source])
    for member in range(len(draws.weight_offset) - 1):
        for lane in range(LANES):
            joint[member, lane] = 0
        for place in range(draws.weight_offset[member], draws.weight_offset[member + 1]):
            weight, column = draws.weights[place], draws.weight_column[place]
            for lane in range(LANES):
                joint[member, lane] += np.float32(weight * plain[column, lane])


@bare
def draw_branches(pack: Whole, key: Whole, draws: Draws, room: Room, lanes: Lanes) -> None:
    """Mark in each run the followers of a branch that are not taken."""
    for branch in range(len(draws.branches)):
        draw_words(pack, draws.branches[branch], BRANCH, key, room.words)
        first, last = draws.branch_offset[branch], draws.branch_offset[branch + 1]
        for lane in range(LANES):
            taken = first
            while taken < last - 1 and np.int64(room.words[lane]) >= draws.upper[taken]:
                taken += 1
            for place in range(first, last):
                lanes.skipped[draws.followers[place], lane] = place != taken


@bare
def draw_durations(pack: Whole, key: Whole, draws: Draws, room: Room, lanes: Lanes) -> None:
    """Set `drawn` of the uncertain activities: own uncertainty, times factors, plus minutes.

    Whole minutes, rounded half up, never below zero.
    """
    out, effects = room.out, room.effects
    for each in range(len(draws.nodes)):
        spec, member = draws.node_spec[each], draws.member[each]
        if member >= 0:
            evaluate(spec, draws.shapes, room.joint[member], out)
        else:
            draw_value(pack, key, draws.streams[each], DURATION, spec, draws.shapes, room, out)
        for place in range(draws.impact_offset[each], draws.impact_offset[each + 1]):
            _apply(draws.impacts[place], draws.adds, effects, out)
        _round(draws.nodes[each], out, lanes.drawn)


@bare
def _apply(effect: Whole, adds: Marks, effects: Floats, out: Floats) -> None:
    if adds[effect]:
        for lane in range(LANES):
            out[lane] += effects[effect, lane]
    else:
        for lane in range(LANES):
            out[lane] *= effects[effect, lane]


@bare
def _round(node: Whole, out: Floats, drawn: NDArray[np.int32]) -> None:
    for lane in range(LANES):
        drawn[node, lane] = np.int32(np.floor(max(out[lane], 0.0) + 0.5))


@bare
def draw_costs(pack: Whole, key: Whole, draws: Draws, room: Room, lanes: Lanes) -> None:
    """Set `cost` [LANES]: what activities and events cost in each run, without what a day of the plan costs."""
    out, cost = room.out, room.cost
    cost[:] = draws.constant_cost
    for each in range(len(draws.cost_nodes)):
        node, rate = draws.cost_nodes[each], draws.rates[each]
        stream, spec = draws.cost_streams[each], draws.cost_spec[each]
        draw_value(pack, key, stream, FIXED_COST, spec, draws.shapes, room, out)
        for lane in range(LANES):
            if node < 0:
                cost[lane] += out[lane]
            elif not lanes.skipped[node, lane]:
                cost[lane] += out[lane] + rate * np.float64(lanes.drawn[node, lane])
    for event in range(len(draws.events)):
        spec = draws.event_spec[event]
        if spec < 0:
            continue
        draw_value(pack, key, draws.events[event], EVENT_COST, spec, draws.shapes, room, out)
        for lane in range(LANES):
            if room.occurs[event, lane]:
                cost[lane] += draws.signs[event] * out[lane]
