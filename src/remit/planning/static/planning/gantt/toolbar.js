// The buttons above the chart, what it is gathered by, and the field that filters it.
import { icon, of } from './dom.js';
import { GROUPINGS } from './grouping.js';

const GROUPS = [['undo', 'redo'], ['add', 'link', 'select', 'paste'], ['zoom_out', 'zoom_in', 'fit', 'today'], ['collapse_all', 'by_person', 'why', 'columns', 'picture', 'keys']];
const EDITING = new Set(['undo', 'redo', 'add', 'link', 'paste']);

/** A toolbar of which one button at a time stands in the order of tabs; arrows go from one to the next. */
export class Toolbar {
  constructor(host, t, actions) {
    this.t = t;
    this.buttons = {};
    const groups = GROUPS.map((names) => of('div', { className: 'gantt-group', role: 'group' }, ...names.map((name) => this.button(name, actions[name]))));
    this.bar = of('div', { className: 'gantt-buttons', role: 'toolbar', 'aria-label': t('toolbar') }, ...groups);
    this.filter = of('input', { type: 'search', className: 'gantt-filter', placeholder: t('filter_hint'), 'aria-label': t('filter'), list: 'gantt-filter-words', autocomplete: 'off' });
    this.grouping = of('select', { className: 'gantt-grouping', 'aria-label': t('group_by') }, ...GROUPINGS.map((value) => of('option', { value }, t(`by_${value}`))));
    this.grouping.addEventListener('change', () => actions.group(this.grouping.value));
    this.grouping.addEventListener('keydown', (event) => event.stopPropagation());
    const wordList = of('datalist', { id: 'gantt-filter-words' }, ...['is:critical', 'is:near', 'is:late', 'is:open', 'is:milestone'].map((value) => of('option', { value })));
    this.bar.addEventListener('keydown', (event) => this.keyed(event));
    this.filter.addEventListener('input', () => actions.filter(this.filter.value));
    this.filter.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape' && this.filter.value) {
        event.preventDefault();
        this.filter.value = '';
        actions.filter('');
      } else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') {
        event.preventDefault();
        actions.leave();
      }
    });
    host.append(of('div', { className: 'gantt-toolbar' }, this.bar, this.grouping, this.filter, wordList));
    this.all[0].tabIndex = 0;
  }

  get all() {
    return Object.values(this.buttons);
  }

  button(name, action) {
    const text = this.t(name);
    const element = of('button', { type: 'button', className: 'button quiet small gantt-button', title: text, tabIndex: -1 }, icon(name), of('span', { className: 'gantt-label' }, text));
    element.addEventListener('click', () => element.getAttribute('aria-disabled') !== 'true' && action());
    this.buttons[name] = element;
    return element;
  }

  keyed(event) {
    const { all } = this;
    const at = all.indexOf(event.target.closest('button'));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = all[(to + all.length) % all.length];
    for (const each of all) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  }

  /** Say which buttons can do something now. */
  take({ plan, byPerson, why, isSelecting }) {
    const off = { undo: !plan.undoStack.length, redo: !plan.redoStack.length, link: plan.rows.length < 2 };
    for (const [name, element] of Object.entries(this.buttons)) {
      const isOff = EDITING.has(name) && (!plan.mayEdit || off[name]);
      element.setAttribute('aria-disabled', String(Boolean(isOff)));
      if (EDITING.has(name)) element.title = plan.mayEdit ? this.t(name) : plan.mayNotReason || this.t('may_not');
    }
    this.grouping.value = plan.grouping;
    const all = this.t(plan.collapsed.size ? 'expand_all' : 'collapse_all');
    this.buttons.collapse_all.title = all;
    this.buttons.collapse_all.lastChild.textContent = all;
    this.buttons.by_person.setAttribute('aria-pressed', String(byPerson));
    this.buttons.select.setAttribute('aria-pressed', String(isSelecting));
    this.buttons.why.setAttribute('aria-pressed', String(why));
  }
}
