// The plan seen by who answers for it, who works on it, or what it leads to, instead of by its outline.

/** What rows can be gathered by; the first is the outline. */
export const GROUPINGS = ['outline', 'accountable', 'resources', 'deliverable'];

/** The line above rows that share a value: it spans them, and nothing of it can be edited. */
function lineOf(plan, key, name, rows) {
  const dated = rows.filter((row) => row.start !== null && row.finish !== null);
  const total = rows.reduce((sum, row) => sum + row.duration_minutes, 0);
  const done = rows.reduce((sum, row) => sum + row.duration_minutes * row.percent_complete, 0);
  const values = Object.fromEntries(plan.columns.map((column) => [column, null]));
  return {
    ...values, key, name, isGroup: true, hasChildren: true, pending: false, tail: undefined, index: -1, depth: 0, level: 0, kind: 'group', wbs: '',
    accountable: '', deliverable: '', resources: '', version: 0, parts: [], critical: rows.some((row) => row.critical), count: rows.length,
    start: dated.length ? Math.min(...dated.map((row) => row.start)) : null, finish: dated.length ? Math.max(...dated.map((row) => row.finish)) : null,
    percent_complete: total ? Math.floor(done / total) : 0,
  };
}

/** Put the activities that `isWanted` below a line for each value that they share, in the order of their start; summaries are left out. */
export function layoutGrouped(plan, shown, isWanted, nobody) {
  const known = plan.lines; // a line stays the same object, so that what shows it stays too
  plan.lines = new Map();
  const groups = new Map();
  for (const row of plan.rows) {
    row.index = -1;
    row.anchor = -1;
    row.tail = undefined;
    row.shownBy = row;
    if (row.hasChildren || !isWanted(row)) continue;
    const name = row[plan.grouping] || '';
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const ordered = [...groups].sort(([a], [b]) => (a === '') - (b === '') || a.localeCompare(b));
  for (const [name, rows] of ordered) {
    const key = `#${plan.grouping} ${name}`; // no activity has such a key
    const line = Object.assign(known.get(key) ?? {}, lineOf(plan, key, name || nobody, rows));
    plan.lines.set(key, line);
    plan.byKey.set(key, line);
    shown.push(line);
    const isOpen = plan.isExpanded(line);
    for (const row of rows.sort((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity))) {
      row.depth = 1;
      row.group = line.key;
      row.shownBy = isOpen ? row : line;
      row.anchor = 0;
      if (isOpen) shown.push(row);
    }
  }
}
