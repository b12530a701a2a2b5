// How links run: at right angles, through channels between bars. Points are in content pixels.

const STUB = 8;
const CLEAR = 4;
const MOST_ROWS = 120;
const MOST_TRIES = 8;
const LONGEST_DETOUR = 60;

/** Where the bar of a row begins and ends, in content pixels. */
export function barSpan(row, scale) {
  const from = scale.x(row.start);
  const to = Math.max(scale.x(row.finish), from);
  if (row.kind === 'milestone') return [from - 6, from + 6];
  return [from, Math.max(to, from + 3)];
}

/** The nearest x from `x` toward `direction` at which no bar of the rows between `a` and `b` stands. */
function channel(x, direction, limit, a, b, rows, scale) {
  const low = Math.min(a, b) + 1;
  const high = Math.max(a, b);
  if (high - low > MOST_ROWS) return x;
  let at = x;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    let moved = false;
    for (let i = low; i < high; i += 1) {
      const row = rows[i];
      if (row.start === null || row.hasChildren) continue;
      const [from, to] = barSpan(row, scale);
      if (at > from - CLEAR && at < to + CLEAR) {
        at = direction > 0 ? to + CLEAR : from - CLEAR;
        moved = true;
        if (direction > 0 ? at > limit : at < limit) return null;
      }
    }
    if (!moved) return at;
  }
  return null;
}

/** The points of a link between two shown rows, with the direction of its arrow: {points, arrow: 'right'|'left'|'down'|'up'}. */
export function route(link, rows, scale, rowHeight, barTop, barHeight) {
  const from = rows[link.a];
  const to = rows[link.b];
  const [fromStart, fromFinish] = barSpan(from, scale);
  const [toStart, toFinish] = barSpan(to, scale);
  const middle = barTop + barHeight / 2;
  const y1 = link.a * rowHeight + middle;
  const y2 = link.b * rowHeight + middle;
  const down = link.b > link.a;
  const x1 = link.kind[0] === 'F' ? fromFinish : fromStart;
  const x2 = link.kind[1] === 'S' ? toStart : toFinish;
  if (link.kind === 'SS' || link.kind === 'FF') {
    const side = link.kind === 'FF' ? 1 : -1;
    const edge = side > 0 ? Math.max(x1, x2) : Math.min(x1, x2);
    const at = channel(edge + side * STUB, side, side * Infinity, link.a, link.b, rows, scale) ?? edge + side * STUB;
    return { points: [x1, y1, at, y1, at, y2, x2, y2], arrow: side > 0 ? 'left' : 'right' };
  }
  const side = link.kind === 'FS' ? 1 : -1; // SF runs like FS seen in a mirror
  const out = x1 + side * STUB;
  const into = x2 - side * STUB;
  const gap = side * (into - out);
  if (gap >= 0) {
    const at = channel(out, side, into, link.a, link.b, rows, scale) ?? channel(into, -side, out, link.a, link.b, rows, scale) ?? into;
    return { points: [x1, y1, at, y1, at, y2, x2, y2], arrow: side > 0 ? 'right' : 'left' };
  }
  const drop = x2 + side * Math.min(5, (toFinish - toStart) / 2);
  const edge = link.b * rowHeight + (down ? barTop : barTop + barHeight);
  const onto = { points: [x1, y1, drop, y1, drop, edge], arrow: down ? 'down' : 'up' };
  const isForward = side * (x2 - x1) >= -2;
  if (isForward && channel(drop, side, drop, link.a, link.b, rows, scale) === drop) return onto;
  const lane = (down ? link.a + 1 : link.a) * rowHeight;
  const free = channel(into, -side, into - side * LONGEST_DETOUR, down ? link.a : link.a - 1, link.b, rows, scale);
  if (free === null && isForward) return onto; // behind the bars rather than far round them
  const back = free ?? into;
  return { points: [x1, y1, out, y1, out, lane, back, lane, back, y2, x2, y2], arrow: side > 0 ? 'right' : 'left' };
}
