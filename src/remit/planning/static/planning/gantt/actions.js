// What one can do to the plan from the chart; each becomes steps for the server.
import { columnOf } from './columns.js';
import { askLink } from './dialogs.js';
import { change, consequence } from './edit.js';
import { Inspector } from './inspector.js';

const NUDGE_MS = 450;

/** The editing half of the chart; `chart` is the element, whose parts it uses. */
export class Actions {
  constructor(chart) {
    this.chart = chart;
    this.nudging = null;
    this.underWay = [];
  }

  get row() {
    const row = this.chart.grid.rowAt();
    return row?.isDraft || row?.isGroup ? null : row;
  }

  /** What was done, then what it led to. */
  said(answer, row = null, before = null) {
    const { chart } = this;
    const now = chart.plan.byKey.get(row?.key);
    const held = now && before !== null && now.start === before ? `${chart.t('stays', { why: now.driver })} ` : '';
    return `${answer.label}. ${held}${consequence(answer, chart.context())}`;
  }

  send(steps, options = {}) {
    return this.chart.edits.send(typeof steps === 'function' ? steps : () => steps, options);
  }

  /** Edit the cell in focus, or say why that cannot be. */
  edit({ typed, error } = {}) {
    const { chart } = this;
    const { grid, plan, t } = chart;
    const row = grid.rowAt();
    if (!row) return;
    if (row.isGroup) {
      chart.toggle(row);
      return;
    }
    const column = columnOf(grid.column);
    if (!column.input) {
      if (!chart.inspector.isOpen) chart.toggleWhy();
      chart.inspector.enter(() => grid.focus());
      if (column.refuse) chart.say(column.refuse(row, chart.context()));
      return;
    }
    if (!plan.mayEdit) {
      chart.say(plan.mayNotReason || t('may_not'), { isError: true });
      return;
    }
    const refusal = row.isDraft ? null : column.refuse?.(row, chart.context());
    if (refusal) {
      const action = column.id === 'accountable' ? [t('open_activity', { key: row.key }), () => this.open(row)] : undefined;
      chart.say(refusal, { action });
      return;
    }
    chart.frame.showRow(row);
    chart.editor.open({
      typed,
      error,
      commit: (done) => this.commit(done),
      cancel: (onward) => {
        if (row.isDraft) this.dropDraft();
        if (onward) this.onward(onward);
      },
    });
  }

  commit({ row, column, typed, entry, onward }) {
    if (row.isDraft) {
      this.create(row, entry.fields.name);
      return;
    }
    const { chart } = this;
    if (chart.grid.selection.has(row) && chart.grid.selection.size > 1 && column !== 'name') {
      this.commitAll(columnOf(column), typed);
      return;
    }
    const before = 'start' in entry.fields && entry.fields.start !== null ? row.start : null;
    this.send(() => [change(chart.plan.byKey.get(row.key) ?? row, entry.fields)], {
      patch: entry.patch ? { key: row.key, fields: entry.patch } : undefined,
      said: (answer) => this.said(answer, row, before),
      refused: (error) => this.reopen(error, row, column, typed),
    });
    if (onward) this.onward(onward);
  }

  /** State what was typed for every chosen row that takes it; name those that do not. */
  commitAll(column, typed) {
    const { chart } = this;
    const context = chart.context();
    const left = [];
    const fields = new Map();
    for (const row of chart.grid.selection.rows()) {
      try {
        const refusal = column.refuse?.(row, context);
        if (refusal) throw new Error(refusal);
        fields.set(row.key, column.fields(typed, row, context).fields);
      } catch {
        left.push(row.key);
      }
    }
    const skipped = left.length ? ` ${chart.t('left_as_they_are', { keys: left.join(', ') })}` : '';
    if (!fields.size) {
      chart.say(skipped, { isError: true });
      return;
    }
    this.send(() => [...fields].map(([key, stated]) => change(chart.plan.byKey.get(key), stated)), {
      said: (answer) => `${chart.t('changed_rows', { n: fields.size })}${skipped} ${consequence(answer, context)}`,
    });
  }

  /** What was refused comes back into its cell with the reason, if the reader is still there. */
  reopen(error, row, column, typed) {
    const { grid, editor } = this.chart;
    if (error.status !== 422 || error.code === 'unchanged' || editor.isOpen || grid.key !== row.key) return false;
    grid.column = column;
    this.chart.frame.draw();
    this.edit({ typed, error: error.message });
    return editor.isOpen;
  }

  /** Tab out of an input goes on to the next cell that can be edited. */
  onward(direction) {
    const { grid } = this.chart;
    const row = grid.rowAt();
    const ids = grid.columns.filter((column) => column.input && !column.refuse?.(row, this.chart.context())).map((column) => column.id);
    const next = ids[ids.indexOf(grid.column) + direction];
    if (!next) return;
    grid.go(row, next);
    this.edit();
  }

  /** Begin a new activity below the one in focus: it is saved once it has a name. */
  add() {
    const { chart } = this;
    const { plan, grid } = chart;
    if (!plan.mayEdit) return;
    chart.editor.close();
    const draft = plan.begin(this.row ?? plan.rows.filter((row) => row.level === 0).at(-1) ?? null);
    this.before = grid.key;
    chart.layoutChanged();
    grid.key = '';
    grid.column = 'name';
    chart.frame.showRow(draft);
    this.edit();
  }

  dropDraft() {
    const { chart } = this;
    chart.plan.dropDraft();
    chart.grid.key = this.before;
    chart.layoutChanged();
    chart.grid.focus();
  }

  create(draft, name) {
    const { chart } = this;
    const { after } = draft;
    const known = new Set(chart.plan.byKey.keys());
    this.dropDraft();
    this.send([{ op: 'add', name, after }], {
      refused: (error) => {
        chart.say(`${chart.t('refused', { why: error.message })} “${name}”`, { isError: true });
        return true;
      },
    }).then((answer) => {
      const made = answer?.rows.map((values) => values[0]).find((key) => !known.has(key));
      if (made) chart.choose(made);
    });
  }

  /** Remove the activity in focus and what stands below it; undoing is offered at once. */
  remove() {
    const { chart } = this;
    const tops = chart.grid.selection.tops(this.row);
    const [row] = tops;
    if (tops.length > 1) {
      const steps = tops.map(({ key }) => ({ op: 'remove', key }));
      chart.grid.selection.clear();
      this.send(steps, { said: (answer) => `${chart.t('removed_rows', { n: tops.length })}. ${consequence(answer, chart.context())}` });
      return;
    }
    if (!row) return;
    const below = chart.plan.countBelow(row);
    const at = row.index;
    this.send([{ op: 'remove', key: row.key }], { said: (answer) => `${chart.t(below ? 'removed_with' : 'removed', { key: row.key, ...(below && { n: below }) })}. ${consequence(answer, chart.context())}` }).then((answer) => {
      if (!answer) return;
      const next = chart.plan.shown[Math.min(at, chart.plan.shown.length - 1)];
      if (next) chart.grid.go(next);
    });
  }

  /** Whether the outline is shown, which alone says what a change of it does; says so where it is not. */
  get hasOutline() {
    const { plan, t } = this.chart;
    if (plan.isGrouped) this.chart.say(t('outline_hidden'), { isError: true });
    return !plan.isGrouped;
  }

  indent(inward) {
    if (!this.hasOutline) return;
    const tops = this.chart.grid.selection.tops(this.row);
    // each goes behind what it stood below: the last first keeps their order
    const ordered = inward ? tops : tops.reverse();
    if (tops.length) this.structural(ordered.map(({ key }) => ({ op: inward ? 'indent' : 'outdent', key })));
  }

  /** Put the activity one place up or down among those below the same parent. */
  moveRow(downward) {
    const { plan } = this.chart;
    const { row } = this;
    if (!row || !this.hasOutline) return;
    const siblings = plan.siblings(row);
    const at = siblings.indexOf(row);
    if (downward ? at === siblings.length - 1 : at === 0) return;
    const after = siblings[downward ? at + 1 : at - 2] ?? null;
    this.structural([{ op: 'move', key: row.key, after: after?.key ?? null, parent: row.parent_key }]);
  }

  structural(steps) {
    const { key } = this.row;
    const isOne = steps.length === 1; // several stay chosen
    this.send(steps).then((answer) => answer && isOne && this.chart.grid.key === key && this.chart.choose(key));
  }

  /** Move the start, or change the duration, by working days; presses in a row become one edit. */
  nudge(what, days) {
    const { chart, row } = this;
    const { timeline } = chart;
    const { calendar, words, t } = chart.context();
    if (!row || row.start === null || (what === 'duration' && (row.hasChildren || row.kind === 'milestone'))) {
      if (row) chart.say(t('summary_fixed', { column: t('duration') }));
      return;
    }
    if (this.nudging && (this.nudging.row !== row || this.nudging.what !== what)) this.settleNudge();
    this.nudging ??= { row, what, days: 0 };
    this.nudging.days += days;
    clearTimeout(this.timer);
    // What is on its way is not in the row yet: these presses come on top of it.
    const sum = this.nudging.days + this.daysUnderWay(row, what);
    const fields = this.nudged(row, what, sum);
    if (what === 'start') {
      timeline.ghost = { row, start: fields.start, finish: fields.start + row.finish - row.start };
      chart.say(t('moved_to', { key: row.key, start: words.day(fields.start) }));
    } else {
      timeline.ghost = { row, start: row.start, finish: calendar.after(row.start, fields.duration_minutes) };
      chart.say(t('lengthened', { key: row.key, duration: words.duration(fields.duration_minutes) }));
    }
    chart.frame.request();
    this.timer = setTimeout(() => this.settleNudge(), NUDGE_MS);
  }

  /** The fields that say that the start, or the duration, of a row is some working days on from where it is now. */
  nudged(row, what, days) {
    const { plan } = this.chart;
    if (what === 'start') return { start: this.chart.context().calendar.shiftDays(row.start, days) };
    return { duration_minutes: Math.max(0, row.duration_minutes + days * plan.project.minutes_per_day) };
  }

  step({ key }, what, days) {
    const row = this.chart.plan.byKey.get(key);
    return change(row, this.nudged(row, what, days));
  }

  daysUnderWay(row, what) {
    return this.underWay.filter((one) => one.row === row && one.what === what).reduce((sum, one) => sum + one.days, 0);
  }

  settleNudge() {
    const { nudging } = this;
    if (!nudging) return;
    this.cancelNudge();
    const { row, what, days } = nudging;
    if (!days) return;
    this.underWay.push(nudging);
    // Built when its turn comes, from the row as the answer before it left it.
    this.drop(row, () => [this.step(row, what, days)], null).finally(() => {
      this.underWay = this.underWay.filter((one) => one !== nudging);
    });
  }

  /** Forget presses that have not been sent; returns whether there were any. */
  cancelNudge() {
    clearTimeout(this.timer);
    const had = this.nudging !== null;
    this.nudging = null;
    this.chart.timeline.ghost = null;
    this.chart.frame.request();
    return had;
  }

  /** Save what a drag or a row of presses came to; the bar stays where it was put until the server answers. */
  drop(row, steps, ghost) {
    const isMove = !ghost?.to;
    const before = row.start;
    const fields = ghost && isMove ? { start: ghost.start, finish: ghost.finish } : null;
    const sent = typeof steps === 'function' ? steps() : steps;
    const movesStart = sent[0].op === 'change' && 'start' in sent[0].fields;
    return this.send(steps, { patch: fields ? { key: row.key, fields } : undefined, said: (answer) => this.said(answer, movesStart ? row : null, before) });
  }

  link() {
    const { chart, row } = this;
    const rows = chart.grid.selection.rows(row);
    if (rows.length > 1) {
      const linked = new Set(chart.plan.links.map(({ from, to, kind }) => `${from} ${to} ${kind}`));
      const steps = rows.slice(1).map((each, i) => ({ op: 'link', predecessor: rows[i].key, successor: each.key, kind: 'FS' }));
      this.send(steps.filter(({ predecessor, successor }) => !linked.has(`${predecessor} ${successor} FS`)));
      return;
    }
    if (!row) return;
    askLink(chart, chart.plan, row, chart.context(), chart.edits, (steps, refused) => this.send(steps, { refused }));
  }

  /** Where the comments on an activity stand. */
  comments(row) {
    return `${Inspector.address(chartUrl(this.chart), row.key)}#comments`;
  }

  open(row = this.row) {
    if (row) location.assign(Inspector.address(chartUrl(this.chart), row.key));
  }
}

const chartUrl = (chart) => chart.getAttribute('activity-url');
