// The tree grid: only the rows in sight exist, and always the row that has the focus.
import { constraintText, storeColumns, storedColumns } from './columns.js';
import { of } from './dom.js';
import { Selection } from './selection.js';
import { hueOf, initialsOf } from './theme.js';

const SPARE_ROWS = 4;
const SETTLE_MS = 150;

/** Shows rows and holds the one place in the grid that the keyboard acts on: `key` and `column`. */
export class Grid {
  constructor(host, plan, t, events) {
    this.plan = plan;
    this.t = t;
    this.events = events;
    this.chart = { t };
    this.key = null;
    this.column = 'name';
    this.narrow = false;
    this.chosen = storedColumns();
    this.live = new Map();
    this.free = [];
    this.isSelecting = false;
    this.selection = new Selection(plan);
    this.element = of('div', { className: 'gantt-grid', role: 'treegrid', 'aria-multiselectable': 'true', 'aria-label': t('grid'), 'aria-colcount': this.chosen.length });
    this.head = of('div', { className: 'gantt-grid-head', role: 'rowgroup' });
    this.body = of('div', { className: 'gantt-grid-body', role: 'rowgroup' });
    this.slide = this.body;
    this.viewport = of('div', { className: 'gantt-grid-view', role: 'presentation' }, this.body);
    this.element.append(this.head, this.viewport);
    host.append(this.element);
    this.buildHead();
    this.element.addEventListener('click', (event) => this.clicked(event));
    this.element.addEventListener('focusin', (event) => {
      const { row } = event.target.closest('.gantt-row') ?? {};
      if (row) events.focused(row);
    });
    this.element.addEventListener('dblclick', (event) => this.doubleClicked(event));
  }

  /** The columns that are shown. */
  get columns() {
    return this.narrow ? this.chosen.filter((column) => column.id === 'name') : this.chosen;
  }

  buildHead() {
    const cells = this.columns.map((column) => of('div', {
      className: `gantt-cell gantt-${column.id}${column.isNumber ? ' num' : ''}`, role: 'columnheader', 'aria-colindex': this.chosen.indexOf(column) + 1,
    }, this.t(column.id)));
    this.head.replaceChildren(of('div', { className: 'gantt-row gantt-head-row', role: 'row', 'aria-rowindex': 1 }, ...cells));
    const sizes = this.columns.map((column) => (this.narrow ? 'minmax(0, 1fr)' : column.grows ? `minmax(${column.width}px, 1fr)` : `${column.width}px`));
    this.element.style.setProperty('--gantt-columns', sizes.join(' '));
    this.element.style.setProperty('--gantt-least', this.narrow ? '0px' : `${this.chosen.reduce((sum, column) => sum + column.width, 0)}px`);
  }

  /** The right edge of a column that lies nearest to `x`, so that none is cut in the middle; the name is always whole. */
  edgeNear(x) {
    let edge = 0;
    const named = this.chosen.findIndex((column) => column.id === 'name');
    const edges = this.chosen.map((column) => (edge += column.width)).slice(named);
    return edges.reduce((best, each) => (Math.abs(each - x) < Math.abs(best - x) ? each : best));
  }

  setNarrow(narrow) {
    if (narrow === this.narrow) return;
    this.narrow = narrow;
    if (narrow) this.column = 'name';
    this.rebuild();
  }

  /** Show other columns from now on, in this browser. */
  choose(columns) {
    this.chosen = columns;
    storeColumns(columns);
    if (!columns.some((column) => column.id === this.column)) this.column = 'name';
    this.element.setAttribute('aria-colcount', columns.length);
    this.rebuild();
  }

  /** Make head and rows anew. */
  rebuild() {
    this.buildHead();
    for (const element of [...this.live.values(), ...this.free]) element.remove();
    this.live.clear();
    this.free = [];
  }

  /** Take new words, people or rights. */
  take(chart) {
    this.chart = chart;
    this.element.setAttribute('aria-readonly', String(!this.plan.mayEdit));
    if (this.key === null && this.plan.shown.length) this.key = this.plan.shown[0].key;
  }

  /** Show the rows at scroll position `top`. */
  draw(top, height, rowHeight) {
    const { shown } = this.plan;
    this.rowHeight = rowHeight;
    this.element.setAttribute('aria-rowcount', shown.length + 1);
    this.body.style.transform = `translateY(${-top}px)`;
    const first = Math.max(0, Math.floor(top / rowHeight) - SPARE_ROWS);
    const last = Math.min(shown.length - 1, Math.ceil((top + height) / rowHeight) + SPARE_ROWS);
    const wanted = new Set();
    for (let i = first; i <= last; i += 1) wanted.add(shown[i]);
    const focused = this.rowAt();
    if (focused) wanted.add(focused);
    let hadFocus = false;
    for (const [row, element] of this.live) {
      if (wanted.has(row)) continue;
      this.live.delete(row);
      if (element.contains(document.activeElement)) {
        hadFocus = true;
        element.remove();
      } else this.free.push(element);
    }
    for (const row of wanted) this.place(row, focused);
    if (hadFocus) this.focus(); // the row went away below the focus: the next one takes it
    for (const element of this.free) element.hidden = true;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLE_MS);
  }

  place(row, focused) {
    let element = this.live.get(row);
    if (!element) {
      element = this.free.pop() ?? this.newRow();
      element.hidden = false;
      element.stamp = null;
      this.live.set(row, element);
    }
    const stamp = `${this.plan.layoutVersion} ${this.selection.stamp} ${row.index} ${row === focused ? this.column : ''} ${this.chart.stamp}`;
    if (element.stamp === stamp || element.isEdited) {
      element.style.transform = `translateY(${row.index * this.rowHeight}px)`;
      return;
    }
    element.stamp = stamp;
    this.fill(element, row, row === focused);
  }

  newRow() {
    const cells = this.columns.map((column) => of('div', {
      className: `gantt-cell gantt-${column.id}${column.isNumber ? ' num' : ''}`, role: column.id === 'name' ? 'rowheader' : 'gridcell', 'aria-colindex': this.chosen.indexOf(column) + 1, tabIndex: -1,
    }));
    const element = of('div', { className: 'gantt-row', role: 'row' }, ...cells);
    const name = cells[this.columns.findIndex((column) => column.id === 'name')];
    name.append(of('span', { className: 'gantt-twisty', 'aria-hidden': 'true' }), of('span', { className: 'gantt-text' }), of('a', { className: 'gantt-comments', tabIndex: -1, hidden: true }));
    const person = cells[this.columns.findIndex((column) => column.id === 'accountable')];
    person?.append(of('span', { className: 'gantt-initials', 'aria-hidden': 'true' }), of('span', { className: 'gantt-text' }));
    this.body.append(element);
    return element;
  }

  fill(element, row, isFocused) {
    const { t, words } = this.chart;
    element.row = row;
    element.style.transform = `translateY(${row.index * this.rowHeight}px)`;
    element.className = `gantt-row${row.hasChildren ? ' is-summary' : ''}${isFocused || this.selection.has(row) ? ' is-selected' : ''}${row.critical ? ' is-critical' : ''}${row.index % 2 ? ' is-odd' : ''}${row.isGroup ? ' is-group' : ''}`;
    element.setAttribute('aria-rowindex', row.index + 2);
    element.setAttribute('aria-level', row.depth + 1);
    element.setAttribute('aria-selected', String(isFocused || this.selection.has(row)));
    if (row.hasChildren) element.setAttribute('aria-expanded', String(this.plan.isExpanded(row)));
    else element.removeAttribute('aria-expanded');
    if (row.pending) element.setAttribute('aria-busy', 'true');
    else element.removeAttribute('aria-busy');
    this.columns.forEach((column, i) => {
      const cell = element.children[i];
      cell.tabIndex = isFocused && column.id === this.column ? 0 : -1;
      const text = column.text(row, this.chart);
      if (column.id === 'name') {
        cell.style.paddingInlineStart = `${6 + Math.min(row.depth, 12) * (this.narrow ? 10 : 16)}px`;
        cell.children[1].textContent = text;
        cell.children[1].dir = 'auto';
        this.markComments(cell.lastChild, row, t);
        cell.title = row.key && !row.isGroup ? `${row.key} ${text}` : '';
      } else if (column.id === 'accountable') {
        cell.firstChild.textContent = initialsOf(text);
        cell.firstChild.dataset.ring = text ? hueOf(text) + 1 : '';
        cell.lastChild.textContent = text;
        cell.title = text;
      } else {
        cell.textContent = text;
        if (column.title) cell.title = column.title(row, this.chart);
      }
      if (column.id === 'float') this.markFloat(cell, row, t);
      if (column.id === 'start') this.markConstraint(cell, row, words);
    });
  }

  /** Show beside the name how many comments are open, as a way to them. */
  markComments(link, row, t) {
    const n = row.isGroup || row.isDraft ? 0 : this.plan.comments.counts[row.key] ?? 0;
    link.hidden = n === 0;
    if (n === 0) return;
    link.href = this.events.comments(row);
    link.replaceChildren(of('span', { 'aria-hidden': 'true' }, `✎ ${n}`), of('span', { className: 'visually-hidden' }, `, ${t('open_comments', { n })}`));
    link.title = t('open_comments', { n });
  }

  markFloat(cell, row, t) {
    const isNear = !row.isDraft && this.plan.isNear(row);
    cell.dataset.state = row.critical ? 'critical' : isNear ? 'near' : '';
    if (row.critical || isNear) cell.append(of('span', { className: 'visually-hidden' }, `, ${t(row.critical ? 'critical' : 'near_critical')}`));
  }

  markConstraint(cell, row, words) {
    const held = words ? constraintText(row, this.chart) : '';
    cell.classList.toggle('is-held', Boolean(held) || Boolean(row.is_manual));
    if (held) cell.title = `${cell.title}. ${held}`;
    if (row.is_manual) cell.title = `${cell.title}. ${this.t('manual')}`;
  }

  /** Put the rows of the page in the order in which they are seen, for those who read it through. */
  settle() {
    const active = document.activeElement;
    const ordered = [...this.live].sort((a, b) => a[0].index - b[0].index).map(([, element]) => element);
    const pivot = ordered.findIndex((element) => element.contains(active));
    let before = true;
    ordered.forEach((element, i) => {
      if (i === pivot) before = false;
      else if (pivot >= 0 && before) ordered[pivot].before(element);
      else this.body.append(element);
    });
  }

  rowAt() {
    if (this.plan.draft && this.key === '') return this.plan.draft;
    const row = this.plan.byKey.get(this.key);
    return row && row.index >= 0 ? row : null;
  }

  /** The element of the cell that the keyboard acts on, if it is in sight. */
  cell(row = this.rowAt(), column = this.column) {
    const element = this.live.get(row);
    return element?.children[this.columns.findIndex((each) => each.id === column)] ?? null;
  }

  /** Act on another row or column from now on; `focus` moves the focus there too, `keeps` leaves chosen what is. */
  go(row, column = this.column, { focus = true, keeps = false } = {}) {
    if (!row) return;
    if (!keeps) this.selection.clear();
    const isOther = row.key !== this.key;
    this.key = row.key;
    this.column = column;
    this.events.moved(row, isOther);
    if (focus) this.focus();
  }

  focus() {
    const cell = this.cell();
    cell?.focus({ preventScroll: true });
    if (cell && !this.narrow) {
      const { left, right } = cell.getBoundingClientRect();
      const frame = this.element.getBoundingClientRect();
      if (left < frame.left) this.element.scrollLeft -= frame.left - left;
      else if (right > frame.right) this.element.scrollLeft += Math.min(right - frame.right, left - frame.left);
    }
  }

  clicked(event) {
    const element = event.target.closest('.gantt-row');
    const cell = event.target.closest('.gantt-cell');
    if (!element?.row || !cell || event.target.closest('input, select, .gantt-comments')) return;
    const column = this.columns[[...element.children].indexOf(cell)];
    if (event.target.closest('.gantt-twisty') && element.row.hasChildren) this.events.toggle(element.row);
    if (event.shiftKey || event.ctrlKey || event.metaKey || this.isSelecting) this.events.select(element.row, column.id, { isRange: event.shiftKey });
    else this.go(element.row, column.id);
  }

  doubleClicked(event) {
    if (event.target.closest('.gantt-row')?.row && !event.target.closest('.gantt-twisty, .gantt-comments, input, select')) this.events.edit();
  }
}
