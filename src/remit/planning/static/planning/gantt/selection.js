// Several rows chosen at once: what is done next is done to all of them. The row in focus is always one of them.

/** The rows that are chosen beside the one in focus; none while only that one is. `stamp` grows with every change. */
export class Selection {
  constructor(plan) {
    this.plan = plan;
    this.keys = new Set();
    this.anchor = null;
    this.stamp = 0;
  }

  get size() {
    return this.keys.size;
  }

  has(row) {
    return this.keys.has(row.key);
  }

  /** The chosen rows in the order in which they are seen, or the one in focus; lines above gathered rows are none. */
  rows(focused) {
    const chosen = this.plan.shown.filter((row) => this.keys.has(row.key) && !row.isGroup && !row.isDraft);
    return chosen.length || !focused || focused.isGroup || focused.isDraft ? chosen : [focused];
  }

  /** The chosen rows without those that stand below another of them. */
  tops(focused) {
    const rows = this.rows(focused);
    const chosen = new Set(rows.map((row) => row.key));
    return rows.filter((row) => {
      for (let at = this.plan.byKey.get(row.parent_key); at; at = this.plan.byKey.get(at.parent_key)) if (chosen.has(at.key)) return false;
      return true;
    });
  }

  clear() {
    this.anchor = null;
    if (!this.keys.size) return;
    this.keys.clear();
    this.stamp += 1;
  }

  /** Choose all rows from where choosing began, which is `from` unless it has, to `to`. */
  extend(from, to) {
    this.anchor = this.plan.byKey.get(this.anchor)?.index >= 0 ? this.anchor : from.key;
    const [first, last] = [this.plan.byKey.get(this.anchor).index, to.index].sort((a, b) => a - b);
    this.keys = new Set(this.plan.shown.slice(first, last + 1).filter((row) => !row.isGroup).map((row) => row.key));
    this.stamp += 1;
  }

  /** Take a row in or leave it out; the one that had the focus before stays chosen. */
  toggle(row, focused) {
    if (!this.keys.size && focused && focused !== row) this.keys.add(focused.key);
    if (this.keys.has(row.key)) this.keys.delete(row.key);
    else this.keys.add(row.key);
    this.anchor = row.key;
    this.stamp += 1;
  }

  all() {
    this.keys = new Set(this.plan.shown.filter((row) => !row.isGroup).map((row) => row.key));
    this.stamp += 1;
  }
}
