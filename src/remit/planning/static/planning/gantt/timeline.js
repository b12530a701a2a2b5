// The timeline: a canvas the size of what is in sight, redrawn when it scrolls, zooms or changes.
import { Calendar } from './calendar.js';
import { nowMinute } from './dates.js';
import { paintHeader } from './header.js';
import { barBox, paintGround, paintLinks, paintMoments, paintRow, Routes } from './paint.js';
import { barSpan } from './routes.js';
import { Scale } from './scale.js';

const GRAB = 6;
const DOT = 14;
const AWAY = 16;

/** Draws the part of the plan in sight and says what stands at a point of it. */
export class Timeline {
  constructor(host, plan, t) {
    this.plan = plan;
    this.t = t;
    this.scale = new Scale();
    this.routes = new Routes();
    this.headHeight = 48;
    this.left = 0;
    this.top = 0;
    this.width = 0;
    this.height = 0;
    this.selected = -1;
    this.chosen = new Set(); // the places of the rows that are chosen beside that
    this.hovered = null;
    this.byPerson = false;
    this.ghost = null;
    this.previewed = null;
    this.head = Object.assign(document.createElement('canvas'), { className: 'gantt-head-canvas' });
    this.head.setAttribute('aria-hidden', 'true');
    this.canvas = Object.assign(document.createElement('canvas'), { className: 'gantt-canvas' });
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', t('timeline'));
    host.append(this.head, this.canvas);
  }

  /** Take a new plan or new words for it. */
  take(words) {
    this.words = words;
    this.calendar = new Calendar(this.plan.calendar);
    this.extend();
  }

  /** Make the timeline long enough for what the plan holds. */
  extend() {
    const [first, last] = this.plan.extent();
    this.scale.span(first, last, Math.max(this.width, 300));
  }

  resize(width, height, theme) {
    this.theme = theme;
    this.width = Math.max(0, width);
    this.height = Math.max(0, height - this.headHeight);
    const ratio = window.devicePixelRatio || 1;
    for (const [canvas, tall] of [[this.head, this.headHeight], [this.canvas, this.height]]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(tall * ratio);
      canvas.style.width = `${this.width}px`;
      canvas.style.height = `${tall}px`;
    }
    this.headStamp = '';
  }

  get view() {
    const { plan, scale, theme, calendar, words, t, left, top, width, height, selected, chosen, byPerson } = this;
    const rowHeight = theme.row;
    const first = Math.max(0, Math.floor(top / rowHeight));
    const last = Math.min(plan.shown.length - 1, Math.ceil((top + height) / rowHeight) - 1);
    return { plan, scale, theme, calendar, words, t, left, top, width, height, selected, chosen, byPerson, rowHeight, first, last, isNarrow: width < 320 };
  }

  /** Draw what stands at the scroll position `left`, `top`. */
  draw(left, top) {
    this.left = left;
    this.top = top;
    if (!this.theme || !this.words || this.width === 0) return;
    const view = this.view;
    const ratio = window.devicePixelRatio || 1;
    const ctx = this.canvas.getContext('2d', { alpha: false });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintGround(ctx, view);
    paintLinks(ctx, view, this.routes);
    for (let i = view.first; i <= view.last; i += 1) paintRow(ctx, view, this.plan.shown[i], i * view.rowHeight - top);
    this.drawPreview(ctx, view);
    this.drawDot(ctx, view);
    paintMoments(ctx, view);
    this.drawGhost(ctx, view);
    this.drawHead(view, ratio);
  }

  drawHead(view, ratio) {
    const stamp = `${view.left} ${view.width} ${view.scale.version} ${ratio} ${this.plan.version}`;
    if (stamp === this.headStamp) return;
    this.headStamp = stamp;
    const ctx = this.head.getContext('2d', { alpha: false });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintHeader(ctx, view, this.headHeight);
  }

  /** Outline where the activities would come to stand. */
  drawPreview(ctx, view) {
    if (!this.previewed) return;
    const [offset, height] = barBox(view.rowHeight);
    ctx.strokeStyle = view.theme.accent;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([4, 3]);
    for (let i = view.first; i <= view.last; i += 1) {
      const row = this.previewed.get(this.plan.shown[i].key);
      if (!row || row.start === null) continue;
      const [from, to] = barSpan(row, view.scale);
      ctx.strokeRect(from - view.left + 0.5, i * view.rowHeight - view.top + offset + 0.5, to - from, height);
    }
    ctx.setLineDash([]);
  }

  /** The dot behind a bar from which a link is drawn. */
  drawDot(ctx, view) {
    const row = this.hovered;
    if (!row || row.index < 0 || row.start === null || !this.plan.mayEdit) return;
    const [offset, height] = barBox(view.rowHeight);
    const x = barSpan(row, view.scale)[1] - view.left + 9;
    const y = row.index * view.rowHeight - view.top + offset + height / 2;
    ctx.fillStyle = view.theme.surface;
    ctx.strokeStyle = view.theme.accent;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.arc(x, y, 4.5, 0, Math.PI * 2);
    ctx.fill();
    ctx.stroke();
  }

  /** What is being dragged: a bar that moves or grows, or a line on its way to another bar. */
  drawGhost(ctx, view) {
    const { ghost } = this;
    if (!ghost) return;
    const [offset, height] = barBox(view.rowHeight);
    const y = ghost.row.index * view.rowHeight - view.top + offset;
    ctx.strokeStyle = view.theme.focus;
    ctx.lineWidth = 2;
    if (ghost.to) {
      ctx.beginPath();
      ctx.moveTo(barSpan(ghost.row, view.scale)[1] - view.left + 9, y + height / 2);
      ctx.lineTo(ghost.to[0], ghost.to[1]);
      ctx.stroke();
      if (ghost.target) {
        const [from, to] = barSpan(ghost.target, view.scale);
        ctx.strokeRect(from - view.left - 3, ghost.target.index * view.rowHeight - view.top + offset - 3, to - from + 6, height + 6);
      }
      return;
    }
    const x = view.scale.x(ghost.start) - view.left;
    const w = Math.max(3, view.scale.x(ghost.finish) - view.scale.x(ghost.start));
    ctx.globalAlpha = 0.35;
    ctx.fillStyle = view.theme.focus;
    ctx.fillRect(x, y, w, height);
    ctx.globalAlpha = 1;
    ctx.strokeRect(x, y, w, height);
  }

  /** What stands at a point of the canvas: `{row, part}` with part body, edge, dot, jump (the mark of a bar out of sight) or null. */
  at(x, y) {
    const rowHeight = this.theme.row;
    const row = this.plan.shown[Math.floor((y + this.top) / rowHeight)];
    if (!row || row.isDraft || row.isGroup) return { row: null, part: null };
    if (row.start === null) return { row, part: null };
    const [from, to] = barSpan(row, this.scale);
    const at = x + this.left;
    if ((to < this.left - 20 && x < AWAY) || (from > this.left + this.width + 20 && x > this.width - AWAY)) return { row, part: 'jump' };
    const isNear = row === this.hovered || row.index === this.selected;
    if (isNear && at > to + 2 && at <= to + 2 + DOT) return { row, part: 'dot' };
    if (row.kind !== 'milestone' && !row.hasChildren && at >= to - Math.min(GRAB, (to - from) / 3) && at <= to + 2) return { row, part: 'edge' };
    if (at >= from - 2 && at <= to + 2) return { row, part: 'body' };
    return { row, part: null };
  }

  /** The zoom at which the whole plan is in sight. */
  fitting() {
    const [first, last] = this.plan.extent();
    const days = Math.max(1, (last - first) / 1440);
    return (Math.max(this.width, 100) * 0.9) / (days + 2);
  }

  /** What a plan opens with, `[zoom, moment, where that stands]`: the whole if it can be read, else the part about now. */
  opening() {
    const fitting = this.fitting();
    const { start_minute: start, status_minute: status } = this.plan.project;
    const [first, last] = this.plan.extent();
    if (fitting >= 5) return [Math.min(fitting, 68), first, 0.04];
    const now = status ?? nowMinute();
    return [5, now > first && now < last ? now : Math.max(first, start), 0.25];
  }
}
