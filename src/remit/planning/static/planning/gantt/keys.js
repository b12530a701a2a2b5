// The keys of the chart: one table that both runs them and, in the dialog of keys, explains them.
import { columnOf } from './columns.js';

const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
const command = (event) => (event.ctrlKey || event.metaKey) && !event.altKey;
const is = (...keys) => (event) => plain(event) && !event.shiftKey && keys.includes(event.key);
const letter = (...keys) => (event) => plain(event) && keys.includes(event.key.toLowerCase());
const alt = (...keys) => (event) => event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && keys.includes(event.key);

/** What each key does: `when` it matches, `run` it; `shown` and `says` explain it. `edits` marks what needs the right to change. */
export const KEYS = [
  { shown: ['↑', '↓', '←', '→'], says: 'k_arrows', when: is('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'), run: (chart, event) => arrow(chart, event.key) },
  { shown: ['Shift+↑', 'Shift+↓'], says: 'k_extend', when: (event) => event.shiftKey && plain(event) && ['ArrowUp', 'ArrowDown'].includes(event.key), run: (chart, event) => chart.extend(event.key === 'ArrowUp' ? -1 : 1) },
  { shown: ['Ctrl+Space', 'Ctrl+A'], says: 'k_select', when: (event) => command(event) && !event.shiftKey && [' ', 'a'].includes(event.key.toLowerCase()), run: (chart, event) => (event.key === ' ' ? chart.select(chart.grid.rowAt()) : chart.selectAll()) },
  { shown: ['Ctrl+C', 'Ctrl+V'], says: 'k_copy', when: () => false, run: () => {} }, // the browser's own events of copying and pasting
  { when: is('Home', 'End'), run: ({ grid }, event) => grid.go(grid.rowAt(), grid.columns.at(event.key === 'Home' ? 0 : -1).id) },
  { shown: ['Ctrl+Home', 'Ctrl+End'], says: 'k_ends', when: (event) => command(event) && ['Home', 'End'].includes(event.key), run: ({ grid, plan }, event) => grid.go(plan.shown.at(event.key === 'Home' ? 0 : -1)) },
  { when: is('PageUp', 'PageDown'), run: (chart, event) => chart.moveRows(event.key === 'PageUp' ? -chart.pageRows : chart.pageRows) },
  { shown: ['Enter', 'F2'], says: 'k_edit', when: is('Enter', 'F2'), run: (chart) => chart.edit() },
  { when: is(' '), run: ({ grid, toggle }) => grid.rowAt()?.hasChildren && toggle(grid.rowAt()) },
  { shown: ['Esc'], says: 'k_escape', when: is('Escape'), run: (chart) => chart.escape() },
  { shown: ['Alt+←', 'Alt+→'], says: 'k_indent', edits: true, when: alt('ArrowLeft', 'ArrowRight'), run: (chart, event) => chart.indent(event.key === 'ArrowRight') },
  { shown: ['Alt+↑', 'Alt+↓'], says: 'k_move', edits: true, when: alt('ArrowUp', 'ArrowDown'), run: (chart, event) => chart.moveRow(event.key === 'ArrowDown') },
  { shown: ['Shift+←', 'Shift+→'], says: 'k_shift', edits: true, when: (event) => event.shiftKey && plain(event) && isSideways(event), run: (chart, event) => chart.nudge('start', event.key === 'ArrowRight' ? 1 : -1) },
  { shown: ['Ctrl+Shift+←', 'Ctrl+Shift+→'], says: 'k_length', edits: true, when: (event) => event.shiftKey && command(event) && isSideways(event), run: (chart, event) => chart.nudge('duration', event.key === 'ArrowRight' ? 1 : -1) },
  { shown: ['Insert', 'N'], says: 'k_insert', edits: true, when: (event) => is('Insert')(event) || letter('n')(event), run: (chart) => chart.add() },
  { shown: ['Delete'], says: 'k_delete', edits: true, when: is('Delete'), run: (chart) => chart.remove() },
  { shown: ['Ctrl+Z', 'Ctrl+Y'], says: 'k_undo', edits: true, when: (event) => command(event) && ['z', 'y'].includes(event.key.toLowerCase()), run: (chart, event) => (event.key.toLowerCase() === 'y' || event.shiftKey ? chart.redo() : chart.undo()) },
  { shown: ['*'], says: 'k_all', when: (event) => plain(event) && event.key === '*', run: (chart) => chart.toggleAll() },
  { shown: ['L'], says: 'k_link', edits: true, when: letter('l'), run: (chart) => chart.link() },
  { shown: ['+', '-'], says: 'k_zoom', when: (event) => plain(event) && ['+', '-', '='].includes(event.key), run: (chart, event) => chart.zoomStep(event.key === '-' ? -1 : 1) },
  { shown: ['F'], says: 'k_fit', when: letter('f'), run: (chart) => chart.fit() },
  { shown: ['S', 'T'], says: 'k_scroll', when: letter('s', 't'), run: (chart, event) => (event.key.toLowerCase() === 's' ? chart.showBar() : chart.showToday()) },
  { shown: ['C'], says: 'k_colour', when: letter('c'), run: (chart) => chart.colourByPerson() },
  { shown: ['W'], says: 'k_why', when: letter('w'), run: (chart) => chart.toggleWhy() },
  { shown: ['M'], says: 'k_comments', when: letter('m'), run: (chart) => chart.openComments() },
  { shown: ['Ctrl+P'], says: 'k_print', when: (event) => command(event) && event.key.toLowerCase() === 'p', run: (chart) => location.assign(chart.getAttribute('print-url')) },
  { shown: ['/'], says: 'k_filter', when: (event) => plain(event) && event.key === '/', run: (chart) => chart.focusFilter() },
  { shown: ['?'], says: 'k_help', when: (event) => plain(event) && event.key === '?', run: (chart) => chart.showKeys() },
];

function isSideways(event) {
  return event.key === 'ArrowLeft' || event.key === 'ArrowRight';
}

function arrow(chart, key) {
  const { grid, plan } = chart;
  const row = grid.rowAt();
  if (!row) return;
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    chart.moveRows(key === 'ArrowUp' ? -1 : 1);
    return;
  }
  const isRight = key === 'ArrowRight';
  if (columnOf(grid.column).id === 'name' && row.hasChildren && plan.isExpanded(row) !== isRight && !plan.query) {
    chart.toggle(row);
    return;
  }
  const ids = grid.columns.map((column) => column.id);
  const at = ids.indexOf(grid.column) + (isRight ? 1 : -1);
  if (ids[at]) grid.go(row, ids[at]);
  else if (!isRight) grid.go(plan.shown[plan.byKey.get(plan.isGrouped ? row.group : row.parent_key)?.index], grid.column);
}

/** Run the key of an event on the chart; returns whether it was one of the chart's. */
export function runKey(chart, event) {
  if (event.defaultPrevented || event.isComposing) return false;
  const found = KEYS.find(({ when }) => when(event));
  if (!found) return false;
  event.preventDefault();
  event.stopPropagation();
  if (found.edits && !chart.plan.mayEdit) chart.say(chart.plan.mayNotReason || chart.t('may_not'), { isError: true });
  else found.run(chart, event);
  return true;
}
