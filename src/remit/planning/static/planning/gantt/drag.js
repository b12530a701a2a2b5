// The pointer on the timeline: hover explains, a click chooses, a drag moves, lengthens or links, and says what that leads to.
import { change, consequence, Refused } from './edit.js';

const STARTS_AFTER = 4;
const EDGE_SCROLL = 30;
const HOLD_MS = 350; // so long a finger rests before it drags: sooner it scrolls
const HOLD_WITHIN = 8;

/** Turns pointer events on the timeline into edits. */
export class Drag {
  constructor({ timeline, plan, edits, chart, tip, events, scroller }) {
    Object.assign(this, { timeline, plan, edits, chart, tip, events, scroller });
    this.active = null;
    this.holding = null;
    const { canvas } = timeline;
    canvas.addEventListener('touchmove', (event) => this.active && event.preventDefault(), { passive: false });
    canvas.addEventListener('contextmenu', (event) => (this.active || this.holding) && event.preventDefault());
    canvas.addEventListener('pointermove', (event) => this.moved(event));
    canvas.addEventListener('pointerdown', (event) => this.pressed(event));
    canvas.addEventListener('pointerup', (event) => this.released(event));
    canvas.addEventListener('pointercancel', () => this.cancel());
    canvas.addEventListener('pointerleave', () => this.hover(null));
    canvas.addEventListener('dblclick', (event) => this.events.open(this.find(event).row));
  }

  find(event) {
    return this.timeline.at(event.offsetX, event.offsetY);
  }

  hover(row, event) {
    if (this.timeline.hovered !== row) {
      this.timeline.hovered = row;
      this.events.redraw();
    }
    if (!row || !event || row.start === null) this.tip.hide();
    else this.tip.explain(row, event.clientX, event.clientY);
  }

  pressed(event) {
    if (event.button !== 0) return;
    const { row, part } = this.find(event);
    if (!row) return;
    this.events.choose(row);
    if (part === 'jump') this.events.jump(row);
    event.preventDefault(); // the focus stays in the grid
    if (!part || part === 'jump' || !this.plan.mayEdit) return;
    if (event.pointerType === 'touch') this.hold(event, row, part);
    else this.begin(event, row, part);
  }

  begin(event, row, part) {
    this.active = { row, part, x: event.clientX, scroll: this.scroller.scrollLeft, isMoving: false };
    this.timeline.canvas.setPointerCapture(event.pointerId);
  }

  /** A finger that rests on a bar takes hold of it; one that moves at once scrolls. */
  hold(event, row, part) {
    this.release();
    const timer = setTimeout(() => {
      this.holding = null;
      this.begin(event, row, part);
      this.timeline.ghost = { row, start: row.start, finish: row.finish };
      navigator.vibrate?.(12);
      this.tip.explain(row, event.clientX, event.clientY);
      this.events.redraw();
    }, HOLD_MS);
    this.holding = { timer, x: event.clientX, y: event.clientY };
  }

  release() {
    clearTimeout(this.holding?.timer);
    this.holding = null;
  }

  moved(event) {
    const { active, holding } = this;
    if (holding) {
      if (Math.hypot(event.clientX - holding.x, event.clientY - holding.y) > HOLD_WITHIN) this.release();
      return;
    }
    if (!active) {
      const { row, part } = this.find(event);
      this.timeline.canvas.style.cursor = part === 'jump' ? 'pointer' : this.plan.mayEdit ? { body: 'grab', edge: 'ew-resize', dot: 'crosshair' }[part] ?? '' : '';
      this.hover(part ? row : null, event);
      return;
    }
    if (!active.isMoving && Math.abs(event.clientX - active.x) < STARTS_AFTER && active.part !== 'dot') return;
    active.isMoving = true;
    this.scrollAtEdge(event);
    if (active.part === 'dot') this.aim(event);
    else this.shift(event);
    this.events.redraw();
  }

  scrollAtEdge(event) {
    const box = this.timeline.canvas.getBoundingClientRect();
    const over = event.clientX > box.right - EDGE_SCROLL ? 1 : event.clientX < box.left + EDGE_SCROLL ? -1 : 0;
    const under = event.clientY > box.bottom - EDGE_SCROLL ? 1 : event.clientY < box.top + EDGE_SCROLL ? -1 : 0;
    this.scroller.scrollLeft += over * 12;
    if (this.active.part === 'dot') this.scroller.scrollTop += under * 12;
  }

  /** Move the bar or its end with the pointer, by whole days or hours. */
  shift(event) {
    const { row, part, x, scroll } = this.active;
    const { scale } = this.timeline;
    const { calendar, words, t } = this.chart();
    const moved = (event.clientX - x + this.scroller.scrollLeft - scroll) / scale.perMinute;
    const by = Math.round(moved / scale.snap) * scale.snap;
    const byDay = scale.snap >= 1440;
    let fields;
    if (part === 'body') {
      const start = byDay && by !== 0 ? calendar.begins(row.start + by) : row.start + by;
      this.timeline.ghost = { row, start, finish: start + row.finish - row.start };
      fields = by === 0 ? null : { start };
      this.active.text = t('moved_to', { key: row.key, start: byDay ? words.day(start) : words.exact(start) });
    } else {
      const finish = Math.max(row.start, byDay && by !== 0 ? calendar.ends(row.finish + by) : row.finish + by);
      const paused = row.parts?.length > 1 ? calendar.between(row.start, row.finish) - row.duration_minutes : 0;
      const minutes = Math.max(0, calendar.between(row.start, finish) - paused);
      this.timeline.ghost = { row, start: row.start, finish };
      fields = by === 0 ? null : { duration_minutes: minutes };
      this.active.text = t('lengthened', { key: row.key, duration: words.duration(minutes) });
    }
    this.wish(fields && [change(row, fields)], event);
  }

  /** Draw the link toward the bar below the pointer. */
  aim(event) {
    const box = this.timeline.canvas.getBoundingClientRect();
    const to = [event.clientX - box.left, event.clientY - box.top];
    const { row: target, part } = this.timeline.at(...to);
    const isTarget = target && part && target !== this.active.row;
    this.timeline.ghost = { row: this.active.row, to, target: isTarget ? target : null };
    const { t } = this.chart();
    this.active.text = isTarget ? `${this.active.row.key} → ${target.key} ${target.name}` : t('link');
    this.wish(isTarget ? [{ op: 'link', predecessor: this.active.row.key, successor: target.key, kind: 'FS' }] : null, event);
  }

  /** Remember the steps that dropping now would send, and ask what they lead to. */
  wish(steps, event) {
    const { active } = this;
    const stamp = JSON.stringify(steps);
    if (stamp !== active.stamp) {
      Object.assign(active, { stamp, steps, leads: '' });
      this.timeline.previewed = null;
      if (steps) {
        active.leads = this.chart().t('asking');
        this.edits.preview(steps, (answer) => this.told(answer, active, stamp));
      } else this.edits.forget();
    }
    Object.assign(active, { clientX: event.clientX, clientY: event.clientY });
    this.tip.show([active.text, active.leads], event.clientX, event.clientY);
  }

  told(answer, active, stamp) {
    if (this.active !== active || active.stamp !== stamp) return;
    if (answer instanceof Refused) active.leads = answer.message;
    else {
      active.leads = consequence(answer, this.chart(), { isPreview: true });
      this.timeline.previewed = this.plan.read(answer);
      const row = this.timeline.previewed.get(active.row.key);
      if (active.part === 'body' && (!row || row.start === active.row.start)) {
        active.leads = `${this.chart().t('stays', { why: active.row.driver })} ${active.leads}`;
      }
    }
    this.tip.show([active.text, active.leads], active.clientX, active.clientY);
    this.events.redraw();
  }

  released(event) {
    const { active } = this;
    this.release();
    if (!active) return;
    this.end();
    if (active.isMoving && active.steps) this.events.drop(active.row, active.steps, active.ghost);
    else this.hover(null);
    if (this.timeline.canvas.hasPointerCapture(event.pointerId)) this.timeline.canvas.releasePointerCapture(event.pointerId);
  }

  /** Leave the drag without a change; returns whether there was one. */
  cancel() {
    this.release();
    if (!this.active) return false;
    this.end();
    return true;
  }

  end() {
    if (this.active) this.active.ghost = this.timeline.ghost;
    this.active = null;
    this.edits.forget();
    this.timeline.ghost = null;
    this.timeline.previewed = null;
    this.tip.hide();
    this.events.redraw();
  }
}
