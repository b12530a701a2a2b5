"""What is free of each resource over time, as steps: the resources of a plan whose times are minutes of years.

The steps of resource r lie in `times` and `free` from `first[r]` on, `used[r]` of them: from `times[i]` until the
next step `free[i]` units are free. The first step of each lies before all time.
"""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import kernel

Ints = NDArray[np.int64]

FAR = 1 << 60
CLEAR = -FAR


@kernel
def step_at(times: Ints, low: int, high: int, minute: int) -> int:
    """Return the last of the steps from `low` until before `high` that begins at or before `minute`."""
    while high - low > 1:
        middle = (low + high) >> 1
        if times[middle] <= minute:
            low = middle
        else:
            high = middle
    return low


@kernel
def blocked_until(times: Ints, free: Ints, low: int, high: int, start: int, finish: int, units: int) -> int:
    """Return where the last step ends that has fewer than `units` free between `start` and `finish`.

    CLEAR where all of them have; FAR where the last one never ends.
    """
    found = CLEAR
    step = step_at(times, low, high, start)
    while step < high and times[step] < finish:
        if free[step] < units:
            found = times[step + 1] if step + 1 < high else FAR
        step += 1
    return found


@kernel
def clear_until(times: Ints, free: Ints, low: int, high: int, start: int, units: int) -> int:
    """Return until when at least `units` are free from `start` on; `start` itself where fewer are free there."""
    step = step_at(times, low, high, start)
    if free[step] < units:
        return start
    while step < high and free[step] >= units:
        step += 1
    return times[step] if step < high else FAR


@kernel
def split_at(times: Ints, free: Ints, low: int, used: Ints, resource: int, minute: int) -> int:
    """Return the step that begins at `minute`, made by splitting the one over it if need be."""
    step = step_at(times, low, low + used[resource], minute)
    if times[step] == minute:
        return step
    for each in range(low + used[resource], step + 1, -1):
        times[each] = times[each - 1]
        free[each] = free[each - 1]
    times[step + 1] = minute
    free[step + 1] = free[step]
    used[resource] += 1
    return step + 1


@kernel
def occupy(
    times: Ints, free: Ints, low: int, used: Ints, resource: int, start: int, finish: int, units: int
) -> None:
    """Take `units` of a resource from `start` to `finish`, be they free or not."""
    if start >= finish or units == 0:
        return
    step = split_at(times, free, low, used, resource, start)
    last = split_at(times, free, low, used, resource, finish)
    for each in range(step, last):
        free[each] -= units
