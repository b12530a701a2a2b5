// The plan as the chart knows it: rows in outline order, what of them is shown, links, and what may be undone.

import { layoutGrouped } from './grouping.js';

const NEAR_CRITICAL_DAYS = 5;

function rowOf(columns, values) {
  const row = { index: -1, anchor: -1, hasChildren: false, pending: false, tail: undefined };
  for (let i = 0; i < columns.length; i += 1) row[columns[i]] = values[i];
  return row;
}

/** A plan and what of it is shown. `layoutVersion` grows when rows come to stand elsewhere, `version` is the server's. */
export class Plan {
  constructor() {
    this.columns = [];
    this.rows = [];
    this.byKey = new Map();
    this.links = [];
    this.shown = [];
    this.collapsed = new Set();
    this.query = '';
    this.grouping = 'outline';
    this.nobody = '';
    this.lines = new Map(); // above rows that are gathered, by key
    this.draft = null;
    this.version = 0;
    this.comments = { stamp: '', counts: {} };
    this.stamp = 0; // grows with every answer that is taken
    this.layoutVersion = 0;
    this.undoStack = [];
    this.redoStack = [];
  }

  /** Take the whole plan from the server. */
  load(data) {
    this.stamp += 1;
    this.columns = data.columns;
    this.project = data.project;
    this.calendar = data.calendar;
    this.version = data.version;
    this.mayEdit = data.may_edit;
    this.mayNotReason = data.may_edit_reason;
    const known = this.byKey; // a row stays the same object, so that what shows it stays too
    this.rows = data.rows.map((values) => {
      const row = rowOf(data.columns, values);
      const old = known.get(row.key);
      return old ? Object.assign(old, row) : row;
    });
    this.byKey = new Map(this.rows.map((row) => [row.key, row]));
    this.takeLinks(data.links);
    this.takeComments(data.comments);
    this.layout();
  }

  /** Take how many comments are open, by the key of what they are about; nothing where that is as it was. */
  takeComments(comments) {
    if (!comments) return;
    this.comments = comments;
    this.layoutVersion += 1; // rows in sight are written anew
  }

  /** Take what an edit changed; returns whether others changed the plan in between, which is then still to be asked for. */
  apply(answer) {
    const missed = answer.version !== this.version + 1;
    if (!missed) this.version = answer.version;
    this.fold(answer);
    return missed || (answer.order !== null && this.rows.length !== answer.order.length);
  }

  /** Take what others changed; `isPartly` where some of it is left for later and must be asked for again. */
  merge(changes, { isPartly = false } = {}) {
    if (!isPartly) this.version = changes.version;
    this.fold(changes);
  }

  fold(answer) {
    this.stamp += 1;
    this.project = answer.project;
    const changed = this.read(answer);
    for (const [key, row] of changed) {
      const old = this.byKey.get(key);
      if (old) Object.assign(old, row, { pending: old.pending });
      else this.byKey.set(key, row);
    }
    for (const key of answer.removed) this.byKey.delete(key);
    if (answer.order) this.rows = answer.order.map((key) => this.byKey.get(key)).filter(Boolean);
    if (answer.links) this.takeLinks(answer.links);
    else for (const link of this.links) link.driving = answer.driving[link.key] ?? link.driving;
    this.layout();
  }

  /** The rows of an answer by key, without taking them. */
  read(answer) {
    const rows = new Map(answer.rows.map((values) => [values[0], rowOf(this.columns, values)]));
    for (const [key, start, finish, total_float_minutes, free_float_minutes, critical] of answer.shifts) {
      const old = this.byKey.get(key);
      if (old) rows.set(key, { ...old, start, finish, total_float_minutes, free_float_minutes, critical });
    }
    return rows;
  }

  takeLinks(links) {
    this.links = links.map(([key, from, to, kind, amount, unit, driving]) => ({ key, from, to, kind, amount, unit, driving }));
  }

  /** Work out which rows are shown and where; hidden rows are anchored at the summary that hides them. */
  layout() {
    const shown = [];
    const { rows } = this;
    for (const key of this.lines.keys()) this.byKey.delete(key);
    for (let i = 0; i < rows.length; i += 1) rows[i].hasChildren = i + 1 < rows.length && rows[i + 1].level > rows[i].level;
    if (this.isGrouped) layoutGrouped(this, shown, (row) => !this.query || this.matches(row), this.nobody);
    else if (this.query) this.layoutFiltered(shown);
    else this.layoutOutline(shown);
    if (this.draft) this.placeDraft(shown);
    for (let i = 0; i < shown.length; i += 1) shown[i].index = i;
    for (const row of rows) if (row.anchor >= 0) row.anchor = row.shownBy.index;
    for (const link of this.links) {
      const from = this.byKey.get(link.from);
      const to = this.byKey.get(link.to);
      link.a = from ? from.anchor : -1;
      link.b = to ? to.anchor : -1;
    }
    this.shown = shown;
    this.layoutVersion += 1;
  }

  layoutOutline(shown) {
    let hiddenBelow = Infinity;
    let last = null;
    for (const row of this.rows) {
      row.index = -1;
      row.tail = undefined;
      if (row.level <= hiddenBelow) {
        hiddenBelow = row.hasChildren && this.collapsed.has(row.key) ? row.level : Infinity;
        shown.push(row);
        last = row;
      }
      row.shownBy = last;
      row.anchor = 0;
      row.depth = row.level;
    }
  }

  layoutFiltered(shown) {
    const wanted = new Set();
    for (const row of this.rows) {
      if (!this.matches(row)) continue;
      for (let at = row; at && !wanted.has(at.key); at = this.byKey.get(at.parent_key)) wanted.add(at.key);
    }
    for (const row of this.rows) {
      const isShown = wanted.has(row.key);
      row.index = -1;
      row.tail = undefined;
      row.anchor = isShown ? 0 : -1;
      row.shownBy = row;
      row.depth = row.level;
      if (isShown) shown.push(row);
    }
  }

  matches(row) {
    const text = `${row.key} ${row.wbs} ${row.name} ${row.accountable}`.toLowerCase();
    return this.query.split(/\s+/).every((word) => {
      if (word === 'is:critical') return row.critical;
      if (word === 'is:near') return this.isNear(row);
      if (word === 'is:milestone') return row.kind === 'milestone';
      if (word === 'is:late') return row.baseline_finish !== null && row.finish > row.baseline_finish;
      if (word === 'is:open') return row.percent_complete < 100;
      return text.includes(word);
    });
  }

  /** Whether a row is not critical but nearly so. */
  isNear(row) {
    return !row.critical && row.percent_complete < 100 && row.total_float_minutes !== null && row.total_float_minutes <= NEAR_CRITICAL_DAYS * this.project.minutes_per_day;
  }

  get isGrouped() {
    return this.grouping !== 'outline';
  }

  /** Show the plan by its outline, or gathered by a value of its activities; those without one stand below `nobody`. */
  groupBy(grouping, nobody) {
    this.grouping = grouping;
    this.nobody = nobody;
    this.collapsed.clear();
    this.layout();
  }

  filter(text) {
    this.query = text.trim().toLowerCase();
    this.layout();
  }

  isExpanded(row) {
    return (Boolean(this.query) && !this.isGrouped) || !this.collapsed.has(row.key);
  }

  toggle(row, open = !this.isExpanded(row)) {
    if (open) this.collapsed.delete(row.key);
    else this.collapsed.add(row.key);
    this.layout();
  }

  collapseAll(collapse) {
    const openable = this.isGrouped ? this.shown : this.rows;
    this.collapsed = new Set(collapse ? openable.filter((row) => row.hasChildren).map((row) => row.key) : []);
    this.layout();
  }

  /** Make sure a row is shown: open what it stands below, drop a filter that hides it. */
  reveal(key) {
    const row = this.byKey.get(key);
    if (!row || row.index >= 0) return row;
    this.query = '';
    for (let at = this.byKey.get(row.parent_key); at; at = this.byKey.get(at.parent_key)) this.collapsed.delete(at.key);
    if (this.isGrouped) this.collapsed.delete(row.group);
    if (this.isGrouped && row.hasChildren) this.grouping = 'outline'; // a summary stands in the outline alone
    this.layout();
    return row;
  }

  /** Begin a row that is not saved yet, below the block of `after`; returns it. */
  begin(after) {
    const level = after ? after.level : 0;
    this.draft = { ...rowOf(this.columns, this.columns.map(() => null)), key: '', name: '', level, depth: level, kind: 'task', wbs: '', accountable: '', isDraft: true, after: after ? after.key : null };
    this.layout();
    return this.draft;
  }

  dropDraft() {
    this.draft = null;
    this.layout();
  }

  placeDraft(shown) {
    const at = shown.findIndex((row) => row.key === this.draft.after);
    let end = at < 0 ? shown.length : at + 1;
    while (at >= 0 && end < shown.length && shown[end].level > this.draft.level) end += 1;
    shown.splice(end, 0, this.draft);
  }

  /** The rows that stand below the same parent, in order. */
  siblings(row) {
    return this.rows.filter((each) => each.parent_key === row.parent_key && each.level === row.level);
  }

  countBelow(row) {
    const at = this.rows.indexOf(row);
    let end = at + 1;
    while (end < this.rows.length && this.rows[end].level > row.level) end += 1;
    return end - at - 1;
  }

  linksInto(key) {
    return this.links.filter((link) => link.to === key);
  }

  /** Change fields of a row before the server has said so; returns what takes it back. */
  patch(key, fields) {
    const row = this.byKey.get(key);
    if (!row) return () => {};
    // where its parts lie only the server knows
    const moved = ['start', 'finish', 'duration_minutes'].some((name) => name in fields) ? { ...fields, parts: [] } : fields;
    const before = Object.fromEntries(Object.keys(moved).map((name) => [name, row[name]]));
    Object.assign(row, moved, { pending: true, tail: undefined });
    this.layoutVersion += 1;
    return () => {
      Object.assign(row, before);
      this.layoutVersion += 1;
    };
  }

  /** Where the first activity stands that is not done: what there is to do now. */
  firstOpen() {
    return Math.max(0, this.shown.findIndex((row) => !row.hasChildren && row.percent_complete < 100));
  }

  /** First and last minute that the timeline must be able to show. */
  extent() {
    let first = Math.min(this.project.start_minute, this.project.status_minute ?? Infinity);
    let last = Math.max(this.project.finish_minute ?? -Infinity, this.project.status_minute ?? -Infinity, first);
    for (const row of this.rows) {
      if (row.start !== null && row.start < first) first = row.start;
      if (row.baseline_start !== null && row.baseline_start < first) first = row.baseline_start;
      if (row.finish !== null && row.finish > last) last = row.finish;
      if (row.baseline_finish !== null && row.baseline_finish > last) last = row.baseline_finish;
      if (row.deadline_minute !== null && row.deadline_minute > last) last = row.deadline_minute;
    }
    return [first, last];
  }
}
