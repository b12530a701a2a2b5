"""Working time in which weather takes whole days, differently in each run of a pack."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.sampling import LANES, Whole, draw_words
from remit.engine.kernels.simulation_draws import DAY_SHIFT, WEATHER, Room
from remit.engine.kernels.simulation_time import Clock

_DAY = 1440
_DAYS_BEFORE = 100_000  # no day is numbered below zero

Integers = NDArray[np.int64]


class Times(NamedTuple):
    """Working time in slots; a row of weather stands for LANES rows of the clock, one for each run of a pack.

    Row w of these is calendar row `row[w]` without the days lost to weathers `listed[offset[w]:offset[w + 1]]`; its
    rows begin with `first[w]`. `chances` [weathers, 12] are times 2^32, by month.
    """

    clock: Clock
    first_day: Whole
    month_of_day: NDArray[np.int8]
    row: Integers
    first: Integers
    offset: Integers
    listed: Integers
    weathers: NDArray[np.uint64]
    chances: Integers


@bare
def mark_lost(
    pack: Whole, key: Whole, times: Times, weather: Whole, room: Room, lost: NDArray[np.uint8]
) -> None:
    """Mark in `lost` [days, LANES] the days that a weather takes in each run of a pack."""
    words = room.words
    for day in range(len(times.month_of_day)):
        chance = times.chances[weather, times.month_of_day[day]]
        if chance:
            purpose = WEATHER + ((times.first_day + day + _DAYS_BEFORE) << DAY_SHIFT)
            draw_words(pack, times.weathers[weather], purpose, key, words)
            for lane in range(LANES):
                lost[day, lane] |= np.int64(words[lane]) < chance


@bare
def draw_weather(pack: Whole, key: Whole, times: Times, room: Room) -> None:
    """Lay the rows of weather out anew: what works in each run of a pack, less the days lost in it."""
    for each in range(len(times.row)):
        room.lost[:] = 0
        for place in range(times.offset[each], times.offset[each + 1]):
            mark_lost(pack, key, times, times.listed[place], room, room.lost)
        for lane in range(LANES):
            _lay_out(times.row[each], times.first[each] + lane, lane, times.clock, room.lost)


@bare
def _lay_out(origin: Whole, row: Whole, lane: Whole, clock: Clock, lost: NDArray[np.uint8]) -> None:
    length, counted, begins = clock.length, clock.counted, clock.begins
    per_day = _DAY // length
    worked, place = 0, 0
    for day in range(len(lost)):
        free = lost[day, lane]
        for slot in range(day * per_day, (day + 1) * per_day):
            works = counted[origin, slot] & 1 & (1 - free)
            counted[row, slot] = 2 * worked + works
            if works:
                begins[row, place] = slot * length
                place += 1
                worked += length
    begins[row, place:] = len(lost) * _DAY
