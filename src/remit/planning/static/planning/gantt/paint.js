// What the timeline's canvas shows. Each function draws one thing; `view` says what part of the plan is in sight.
import { DAY, dayOf, nowMinute } from './dates.js';
import { barSpan, route } from './routes.js';
import { marks } from './scale.js';
import { hueOf } from './theme.js';

const MOST_PASSING = 400;

/** Where a bar stands within its row. */
export function barBox(rowHeight) {
  const height = Math.round(rowHeight * 0.44);
  return [Math.round(rowHeight * 0.19), height];
}

/** Shade days without work, then draw the lines of the minor unit and of the rows. */
export function paintGround(ctx, view) {
  const { scale, theme, calendar, left, width, height, top, rowHeight, first, last } = view;
  ctx.fillStyle = theme.surface;
  ctx.fillRect(0, 0, width, height);
  const from = scale.minute(left);
  const to = scale.minute(left + width);
  if (scale.perDay >= 2.4 && calendar.hasRest) {
    for (let day = dayOf(from); day * DAY < to; day += 1) {
      if (calendar.isWorking(day)) continue;
      ctx.fillStyle = calendar.isHoliday(day) ? theme.holiday : theme.rest;
      ctx.fillRect(scale.x(day * DAY) - left, 0, scale.perDay, height);
    }
  }
  ctx.fillStyle = theme.selected;
  for (const at of new Set([view.selected, ...view.chosen])) if (at >= first && at <= last) ctx.fillRect(0, at * rowHeight - top, width, rowHeight);
  ctx.strokeStyle = theme.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const unit = scale.units()[scale.perDay >= 15 && scale.perDay < 30 ? 0 : 1];
  for (const [at] of marks(unit, from, to)) {
    const x = Math.round(scale.x(at) - left) + 0.5;
    ctx.moveTo(x, 0);
    ctx.lineTo(x, height);
  }
  for (let i = first; i <= last; i += 1) {
    const y = Math.round((i + 1) * rowHeight - top) - 0.5;
    ctx.moveTo(0, y);
    ctx.lineTo(width, y);
  }
  ctx.stroke();
}

/** Draw the links that touch the rows in sight: plain ones thin, driving ones stronger, critical ones red. */
export function paintLinks(ctx, view, routes) {
  const { plan, first, last, left, top, width, theme } = view;
  const layers = { plain: [], driving: [], critical: [], chosen: [] };
  let passing = 0;
  const { links } = plan;
  for (let i = 0; i < links.length; i += 1) {
    const link = links[i];
    const { a, b } = link;
    if (a < 0 || b < 0 || a === b) continue;
    if (plan.isGrouped && a !== view.selected && b !== view.selected) continue; // from group to group they only cross
    if ((a < first && b < first) || (a > last && b > last)) continue;
    const isInside = (a >= first && a <= last) || (b >= first && b <= last);
    if (!isInside && (!link.driving || (passing += 1) > MOST_PASSING)) continue;
    const path = routes.of(i, link, view);
    if (!path || path.right < left || path.left > left + width) continue;
    const from = plan.shown[a];
    const to = plan.shown[b];
    if (a === view.selected || b === view.selected) layers.chosen.push(path);
    else if (link.driving && from.critical && to.critical) layers.critical.push(path);
    else layers[link.driving ? 'driving' : 'plain'].push(path);
  }
  ctx.save();
  ctx.translate(-left, -top);
  strokeLayer(ctx, layers.plain, theme.link, 1);
  strokeLayer(ctx, layers.driving, theme.driving, 1.6);
  strokeLayer(ctx, layers.critical, theme.red, 1.6);
  strokeLayer(ctx, layers.chosen, theme.accent, 2);
  ctx.restore();
}

function strokeLayer(ctx, paths, colour, width) {
  if (paths.length === 0) return;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  for (const { points } of paths) {
    ctx.moveTo(points[0], points[1]);
    for (let i = 2; i < points.length; i += 2) ctx.lineTo(points[i], points[i + 1]);
  }
  ctx.stroke();
  ctx.beginPath();
  for (const { points, arrow } of paths) arrowHead(ctx, points.at(-2), points.at(-1), arrow);
  ctx.fill();
}

const HEADS = { right: [-6, -3.5, -6, 3.5], left: [6, -3.5, 6, 3.5], down: [-3.5, -6, 3.5, -6], up: [-3.5, 6, 3.5, 6] };

function arrowHead(ctx, x, y, direction) {
  const [ax, ay, bx, by] = HEADS[direction];
  ctx.moveTo(x, y);
  ctx.lineTo(x + ax, y + ay);
  ctx.lineTo(x + bx, y + by);
  ctx.closePath();
}

/** Remembers how links run until rows, zoom or dates change. */
export class Routes {
  constructor() {
    this.stamp = '';
    this.paths = [];
  }

  of(i, link, { plan, scale, rowHeight }) {
    const stamp = `${plan.layoutVersion} ${scale.version} ${rowHeight}`;
    if (stamp !== this.stamp) {
      this.stamp = stamp;
      this.paths = [];
    }
    if (this.paths[i] === undefined) this.paths[i] = this.find(link, plan, scale, rowHeight);
    return this.paths[i];
  }

  find(link, plan, scale, rowHeight) {
    const from = plan.shown[link.a];
    const to = plan.shown[link.b];
    if (from.start === null || to.start === null) return null;
    const path = route(link, plan.shown, scale, rowHeight, ...barBox(rowHeight));
    path.left = Infinity;
    path.right = -Infinity;
    for (let k = 0; k < path.points.length; k += 2) {
      path.left = Math.min(path.left, path.points[k]);
      path.right = Math.max(path.right, path.points[k]);
    }
    return path;
  }
}

/** Draw one row: baseline, float, bar with progress and edge, deadline. */
export function paintRow(ctx, view, row, y) {
  if (row.start === null || row.finish === null) return;
  const { scale, left, width, rowHeight, theme } = view;
  const [offset, height] = barBox(rowHeight);
  const [from, to] = barSpan(row, scale);
  const x = from - left;
  const w = to - from;
  const top = y + offset;
  paintBaseline(ctx, view, row, top + height + 2);
  paintFloat(ctx, view, row, to - left, top + height / 2);
  if (x < width + 20 && x + w > -20) {
    if (row.kind === 'milestone') paintMilestone(ctx, view, row, x + w / 2, top, height);
    else if (row.hasChildren) paintSummary(ctx, view, row, x, w, top, height);
    else if (row.parts?.length > 1) paintParts(ctx, view, row, top, height);
    else paintBar(ctx, view, row, x, w, top, height);
  }
  else paintAway(ctx, view, x < 0, top + height / 2);
  paintDeadline(ctx, view, row, y);
  if (row.pending) {
    ctx.strokeStyle = theme.focus;
    ctx.setLineDash([3, 3]);
    ctx.strokeRect(x - 2.5, top - 2.5, w + 5, height + 5);
    ctx.setLineDash([]);
  }
}

/** A mark at the edge behind which the bar lies; pressing it goes there. */
function paintAway(ctx, { width, theme }, isBefore, y) {
  const x = isBefore ? 6 : width - 6;
  const tip = isBefore ? -4 : 4;
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1.75;
  ctx.beginPath();
  ctx.moveTo(x - tip / 2, y - 4);
  ctx.lineTo(x + tip / 2, y);
  ctx.lineTo(x - tip / 2, y + 4);
  ctx.stroke();
}

function coloursOf(view, row) {
  const { theme, byPerson } = view;
  if (!byPerson) return { fill: theme.bar, done: theme.progress, line: theme.edge };
  if (!row.critical) return { fill: theme.quiet, done: theme.quietDone, line: theme.quietDone };
  const hue = row.accountable ? theme.ring[hueOf(row.accountable)] : theme.grey;
  return { fill: hue, done: hue, line: hue };
}

/** Draw what is interrupted as its parts, with a dotted line between them; what is done fills them from the first on. */
function paintParts(ctx, view, row, top, height) {
  const { theme, scale, left } = view;
  const spans = row.parts.map(([from, to]) => [scale.x(from) - left, Math.max(3, scale.x(to) - scale.x(from))]);
  let done = (spans.reduce((sum, [, w]) => sum + w, 0) * row.percent_complete) / 100;
  const middle = Math.round(top + height / 2) + 0.5;
  ctx.strokeStyle = row.critical ? theme.red : theme.text;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 2]);
  ctx.beginPath();
  ctx.moveTo(spans[0][0] + spans[0][1], middle);
  ctx.lineTo(spans.at(-1)[0], middle);
  ctx.stroke();
  ctx.setLineDash([]);
  for (const [i, [x, w]] of spans.entries()) {
    const share = Math.min(w, done);
    done -= share;
    const isLast = i === spans.length - 1;
    paintBar(ctx, view, { ...row, percent_complete: (100 * share) / w, accountable: isLast ? row.accountable : '' }, x, w, top, height);
  }
}

function paintBar(ctx, view, row, x, w, top, height) {
  const { theme, plan, byPerson } = view;
  const { fill, done, line } = coloursOf(view, row);
  const effort = row.kind === 'level-of-effort';
  const y = effort ? top + height * 0.25 : top;
  const h = effort ? height * 0.5 : height;
  ctx.fillStyle = fill;
  ctx.fillRect(x, y, w, h);
  if (row.percent_complete > 0) {
    ctx.fillStyle = byPerson && row.critical ? theme.text : done;
    const inset = Math.max(3, Math.round(h * 0.3));
    if (byPerson && row.critical) ctx.fillRect(x, y + inset, (w * row.percent_complete) / 100, h - 2 * inset);
    else ctx.fillRect(x, y, (w * row.percent_complete) / 100, h);
  }
  let colour = line;
  let thick = 1;
  if (!byPerson && row.critical) [colour, thick] = [theme.red, 2.5];
  else if (!byPerson && plan.isNear(row)) [colour, thick] = [theme.amber, 2];
  ctx.strokeStyle = colour;
  ctx.lineWidth = thick;
  if (row.is_manual) ctx.setLineDash([5, 3]);
  if (w > thick * 2) ctx.strokeRect(x + thick / 2, y + thick / 2, w - thick, h - thick);
  else {
    ctx.fillStyle = colour;
    ctx.fillRect(x, y, w, h);
  }
  if (row.is_manual) ctx.setLineDash([]);
  if (byPerson && row.critical) label(ctx, view, row.accountable, x + w + 18, top + height / 2);
}

function label(ctx, { theme }, text, x, y) {
  ctx.font = `500 11px ${theme.family}`;
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme.surface;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = theme.text;
  ctx.fillText(text, x, y);
}

function paintSummary(ctx, view, row, x, w, top, height) {
  const { theme } = view;
  const thick = Math.max(4, Math.round(height * 0.36));
  const tip = Math.min(thick * 1.6, w / 2);
  ctx.fillStyle = theme.summary;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x + w, top);
  ctx.lineTo(x + w, top + height);
  ctx.lineTo(x + w - tip, top + thick);
  ctx.lineTo(x + tip, top + thick);
  ctx.lineTo(x, top + height);
  ctx.closePath();
  ctx.fill();
  if (row.percent_complete > 0) {
    ctx.fillStyle = theme.surface;
    ctx.fillRect(x + 2, top + thick / 2 - 0.75, Math.max(0, ((w - 4) * row.percent_complete) / 100), 1.5);
  }
  if (row.critical) {
    ctx.fillStyle = theme.red;
    ctx.fillRect(x, top, w, 1.5);
  }
}

function paintMilestone(ctx, view, row, x, top, height) {
  const { theme, plan, words, byPerson } = view;
  const half = height / 2;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x + half, top + half);
  ctx.lineTo(x, top + height);
  ctx.lineTo(x - half, top + half);
  ctx.closePath();
  ctx.fillStyle = byPerson && row.critical ? coloursOf(view, row).fill : theme.text;
  ctx.fill();
  if (!byPerson && (row.critical || plan.isNear(row))) {
    ctx.strokeStyle = row.critical ? theme.red : theme.amber;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  }
  if (view.scale.perDay >= 2 && !view.isNarrow) label(ctx, view, words.dayMonth(row.start), x + half + 6, top + half);
}

function paintBaseline(ctx, { scale, left, theme }, row, y) {
  if (row.baseline_start === null || row.baseline_finish === null) return;
  const x = scale.x(row.baseline_start) - left;
  const w = Math.max(3, scale.x(row.baseline_finish) - left - x);
  ctx.fillStyle = theme.baseline;
  if (row.kind === 'milestone') ctx.fillRect(x - 4, y, 8, 3);
  else ctx.fillRect(x, y, w, 3);
}

function paintFloat(ctx, { scale, left, width, theme, calendar }, row, x, y) {
  if (row.hasChildren || !(row.total_float_minutes > 0) || row.percent_complete === 100) return;
  row.tail ??= calendar.after(row.finish, row.total_float_minutes);
  const end = Math.min(scale.x(row.tail) - left, width + 10);
  if (end <= x + 3 || x > width) return;
  ctx.strokeStyle = theme.link;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([1.5, 4]);
  ctx.beginPath();
  ctx.moveTo(Math.max(x + 3, -10), y);
  ctx.lineTo(end, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(end, y - 4);
  ctx.lineTo(end, y + 4);
  ctx.stroke();
}

function paintDeadline(ctx, { scale, left, width, theme, rowHeight }, row, y) {
  if (row.deadline_minute === null) return;
  const x = scale.x(row.deadline_minute) - left;
  if (x < -8 || x > width + 8) return;
  const missed = row.finish > row.deadline_minute;
  ctx.strokeStyle = missed ? theme.red : theme.text;
  ctx.fillStyle = missed ? theme.red : theme.surface;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  const top = y + rowHeight * 0.1;
  ctx.moveTo(x - 2, top);
  ctx.lineTo(x + 2, top);
  ctx.lineTo(x + 2, top + 8);
  ctx.lineTo(x + 6, top + 8);
  ctx.lineTo(x, top + 15);
  ctx.lineTo(x - 6, top + 8);
  ctx.lineTo(x - 2, top + 8);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
}

/** Draw the lines of today and of the status date. */
export function paintMoments(ctx, view) {
  const { scale, left, height, theme, plan, width } = view;
  const line = (minute, colour, dash) => {
    const x = Math.round(scale.x(minute) - left) + 0.5;
    if (x < 0 || x > width) return;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, height);
    ctx.stroke();
    ctx.setLineDash([]);
  };
  line(nowMinute(), theme.accent, []);
  if (plan.project.status_minute !== null) line(plan.project.status_minute, theme.green, [6, 4]);
}
