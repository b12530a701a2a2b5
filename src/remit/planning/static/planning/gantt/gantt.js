// <remit-gantt>: the plan of a project as a tree grid and a timeline. Dates are the server's; this shows them and sends edits.
import { Actions } from './actions.js';
import { nowMinute, Words } from './dates.js';
import { askColumns, askConflict, showKeys } from './dialogs.js';
import { of } from './dom.js';
import { Drag } from './drag.js';
import { Edits, Server } from './edit.js';
import { Editor } from './editor.js';
import { Frame } from './frame.js';
import { Grid } from './grid.js';
import { Inspector } from './inspector.js';
import { runKey } from './keys.js';
import { Live } from './live.js';
import { Plan } from './model.js';
import { copied, paste } from './paste.js';
import { savePicture } from './picture.js';
import { texts } from './strings.js';
import { hueOf, initialsOf, setHues, watchTheme } from './theme.js';
import { Timeline } from './timeline.js';
import { Tip } from './tip.js';
import { Toolbar } from './toolbar.js';

/** The people who may be accountable, as the page gives them: `[key, name, hue]`. */
const people = () => {
  const given = JSON.parse(document.getElementById('gantt-people')?.textContent || '[]');
  return Array.isArray(given) ? given : [];
};

class RemitGantt extends HTMLElement {
  connectedCallback() {
    const url = (name) => this.getAttribute(`${name}-url`);
    if (!this.hasAttribute('role')) this.setAttribute('role', 'region');
    this.t = texts();
    this.plan = new Plan();
    this.server = new Server({ dataUrl: url('data'), editsUrl: url('edits'), undoUrl: url('undo') }, this.t);
    this.inspector = new Inspector({ whyUrl: url('why'), activityUrl: url('activity') }, this.t);
    this.people = people();
    setHues(this.people);
    this.stamp = 0;
    this.build();
    this.listen();
    this.start();
  }

  disconnectedCallback() {
    this.frame.release();
    this.unwatch();
    this.live.stop();
    document.removeEventListener('visibilitychange', this.seen);
    this.replaceChildren();
  }

  build() {
    const { plan, t } = this;
    const root = of('div', { className: 'gantt-root' });
    this.replaceChildren(root);
    this.actions = new Actions(this);
    this.toolbar = new Toolbar(root, t, {
      undo: () => this.undo(), redo: () => this.redo(), add: () => this.add(), link: () => this.link(),
      zoom_in: () => this.zoomStep(1), zoom_out: () => this.zoomStep(-1), fit: () => this.fit(), today: () => this.showToday(),
      collapse_all: () => this.toggleAll(), by_person: () => this.colourByPerson(), why: () => this.toggleWhy(), columns: () => this.chooseColumns(), picture: () => this.savePicture(), select: () => this.selectMode(), paste: () => this.paste(''), group: (by) => this.group(by), keys: () => this.showKeys(), filter: (text) => this.filter(text), leave: () => this.grid.focus(),
    });
    this.frame = new Frame(root, plan, t);
    this.timeline = new Timeline(this.frame.right, plan, t);
    this.grid = new Grid(this.frame.stage, plan, t, {
      moved: (row, isOther) => this.moved(row, isOther), toggle: (row) => this.toggle(row), edit: () => this.edit(), select: (...row) => this.select(...row), focused: (row) => this.frame.showRow(row), comments: (row) => this.actions.comments(row),
    });
    this.frame.hold(this.grid, this.timeline);
    this.message = of('span', { className: 'gantt-message', role: 'status' });
    this.alarm = of('span', { className: 'gantt-message is-error', role: 'alert' });
    this.action = of('button', { type: 'button', className: 'button small', hidden: true });
    this.count = of('span', { className: 'gantt-count' });
    this.legend = of('div', { className: 'gantt-legend', hidden: true });
    this.live = new Live(this, this.getAttribute('news-url'));
    root.append(of('div', { className: 'gantt-foot' }, this.message, this.alarm, this.action, this.live.line, this.count, this.legend));
    this.state = of('div', { className: 'gantt-state', hidden: true });
    this.frame.scroller.before(this.state);
    this.none = of('div', { className: 'gantt-none empty', hidden: true });
    root.append(this.none);
    this.tip = new Tip(this, () => this.context());
    this.editor = new Editor(this.grid, () => this.context());
    this.edits = new Edits({
      server: this.server, plan, t, changed: () => this.layoutChanged(), say: (...said) => this.say(...said),
      told: (answer) => this.actions.said(answer), resolve: (current) => this.resolveConflict(current), reload: () => (this.live.url ? this.live.again(0) : this.refresh()),
    });
    this.drag = new Drag({
      timeline: this.timeline, plan, edits: this.edits, chart: () => this.context(), tip: this.tip, scroller: this.frame.scroller,
      events: { redraw: () => this.frame.request(), choose: (row) => this.grid.go(row), open: (row) => row && this.open(row), drop: (...drop) => this.actions.drop(...drop), jump: (row) => this.frame.showMoment(row.start) },
    });
  }

  listen() {
    this.addEventListener('keydown', (event) => {
      if (this.grid.element.contains(event.target) || event.target === document.body) runKey(this, event);
      else if (this.toolbar.bar.contains(event.target) && !['Enter', ' '].includes(event.key) && !event.key.startsWith('Arrow')) runKey(this, event);
    });
    this.addEventListener('copy', (event) => this.copy(event));
    this.addEventListener('paste', (event) => {
      if (!this.grid.element.contains(event.target) || this.editor.isOpen) return;
      event.preventDefault();
      this.paste(event.clipboardData.getData('text/plain'));
    });
    this.frame.right.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const x = event.clientX - this.frame.right.getBoundingClientRect().left;
      this.frame.zoom(this.timeline.scale.perDay * Math.exp(-Math.max(-80, Math.min(80, event.deltaY)) * 0.004), x);
    }, { passive: false });
    this.unwatch = watchTheme(() => requestAnimationFrame(() => this.frame.resize()));
    this.inspector.listen((key) => this.choose(key));
    this.inspector.send((...form) => this.edits.submit(...form));
    this.seen = () => document.visibilityState === 'visible' && this.plan.project && (this.live.url ? this.live.again(0) : this.refresh({ isQuiet: true }));
    document.addEventListener('visibilitychange', this.seen);
  }

  /** What the parts need to speak: words, people, calendar, texts. */
  context() {
    return { t: this.t, words: this.words, people: this.people, calendar: this.timeline.calendar, stamp: this.stamp };
  }

  // ------------------------------------------------------------------ loading

  async start() {
    this.showState(of('p', { role: 'status', className: 'muted' }, this.t('loading')));
    this.setAttribute('aria-busy', 'true');
    try {
      const data = await this.server.load();
      performance.mark('remit-gantt-data');
      this.take(data);
      this.openAt(Inspector.named());
      performance.measure('remit-gantt-paint', 'remit-gantt-data');
      this.say(this.t('loaded', { n: this.plan.rows.length }));
      this.live.start();
    } catch (error) {
      this.failed(error);
    } finally {
      this.removeAttribute('aria-busy');
    }
  }

  failed(error) {
    const again = of('button', { type: 'button', className: 'button', onclick: () => this.start() }, this.t('try_again'));
    this.showState(of('div', { className: 'notice notice-error stack', role: 'alert' }, of('p', {}, this.t('load_failed')), of('p', { className: 'muted' }, error.message), again));
    if (error.name !== 'Error' || !('status' in error)) console.error(error);
  }

  take(data) {
    this.plan.load(data);
    this.words = new Words(document.documentElement.lang || 'en', this.t, data.project.minutes_per_day, data.project.minutes_per_week);
    this.timeline.take(this.words);
    this.stamp += 1;
    this.grid.take(this.context());
    this.showState(null);
  }

  /** First view of a plan: the activity the address names, otherwise the time about now. */
  openAt(key) {
    const moment = this.setOut();
    this.layoutChanged();
    const row = key && this.plan.reveal(key);
    if (row) {
      this.layoutChanged();
      this.grid.go(row, 'name', { focus: false });
      this.frame.showMoment(row.start ?? moment);
    } else if (this.plan.shown.length) {
      const first = this.plan.firstOpen();
      this.grid.key = this.plan.shown[first].key;
      this.frame.showIndex(first);
    }
    this.frame.draw();
  }

  /** Zoom and scroll as a plan opens; returns the moment that is shown. */
  setOut() {
    this.frame.resize();
    if (!this.frame.theme) return null; // nothing is seen yet: an empty plan
    const [perDay, moment, where] = this.timeline.opening();
    this.frame.zoom(perDay);
    this.frame.showMoment(moment, where);
    return moment;
  }

  /** Load again; what is chosen and shown stays. */
  async refresh({ isQuiet = false } = {}) {
    try {
      const data = await this.server.load();
      if (!data || (data.version === this.plan.version && isQuiet)) return;
      this.take(data);
      this.layoutChanged();
      if (!isQuiet) this.say(this.t('others'));
    } catch (error) {
      if (!isQuiet) this.say(error.message, { isError: true });
    }
  }

  showState(content) {
    const isEmpty = !content && this.plan.rows.length === 0 && !this.plan.draft;
    const shown = content ?? (isEmpty ? this.emptyState() : null);
    this.state.hidden = !shown;
    this.frame.scroller.hidden = Boolean(shown);
    this.state.replaceChildren(...(shown ? [shown] : []));
    if (!shown && !this.frame.theme && !content) this.setOut();
  }

  emptyState() {
    const button = this.plan.mayEdit ? of('button', { type: 'button', className: 'button primary', onclick: () => this.add() }, this.t('add_first')) : of('p', {}, this.plan.mayNotReason || this.t('read_only'));
    return of('div', { className: 'empty' }, of('p', {}, this.t('empty')), button);
  }

  // ------------------------------------------------------------------ what is seen

  /** Rows, links or dates changed: measure and draw again. */
  layoutChanged() {
    if (this.plan.project && this.plan.rows.length + (this.plan.draft ? 1 : 0) === 0) this.showState(null);
    else if (!this.state.hidden && this.plan.project) this.showState(null);
    if (!this.grid.rowAt() && this.plan.shown.length) this.grid.key = this.plan.shown[0].key;
    this.toolbar.take({ plan: this.plan, byPerson: this.timeline.byPerson, why: this.inspector.isOpen, isSelecting: this.grid.isSelecting });
    this.timeline.extend();
    if (this.frame.theme) this.frame.keepMoment(() => {});
    this.drawLegend();
    const { shown, rows, query } = this.plan;
    this.count.textContent = query ? this.t('shown_of', { n: shown.length, all: rows.length }) : '';
    this.none.hidden = !(query && shown.length === 0);
    if (!this.none.hidden) this.none.replaceChildren(of('p', {}, this.t('no_match', { text: query })), of('button', { type: 'button', className: 'button', onclick: () => this.clearFilter() }, this.t('clear_filter')));
    this.frame.draw();
  }

  moved(row, isOther) {
    this.frame.showRow(row);
    if (isOther) this.frame.draw();
    if (row.key && !row.isGroup) this.inspector.show(row.key);
  }

  /** Open or close what stands beside the chart; opened with nothing chosen, it tells of the row in focus. */
  toggleWhy() {
    const row = this.grid.rowAt();
    if (this.inspector.toggle() && row?.key && !row.isGroup) this.inspector.show(row.key);
    this.layoutChanged();
  }

  moveRows(by) {
    const at = this.grid.rowAt()?.index ?? 0;
    this.grid.go(this.plan.shown[Math.max(0, Math.min(this.plan.shown.length - 1, at + by))]);
  }

  get pageRows() {
    return Math.max(1, Math.floor(this.frame.viewHeight / this.frame.theme.row) - 1);
  }

  /** Choose the rows from where choosing began to one above or below the one in focus. */
  extend(by) {
    const { grid, plan } = this;
    const row = grid.rowAt();
    const to = row && plan.shown[row.index + by];
    if (!to || to.isDraft) return;
    grid.selection.extend(row, to);
    grid.go(to, grid.column, { keeps: true });
    this.tellSelection();
  }

  /** Take a row in among those that are chosen, or leave it out; with `isRange` all up to it. */
  select(row, column = this.grid.column, { isRange = false } = {}) {
    const { grid } = this;
    if (!row || row.isDraft) return;
    const focused = grid.rowAt() ?? row;
    if (isRange) grid.selection.extend(focused, row);
    else grid.selection.toggle(row, focused);
    grid.go(row, column, { keeps: true });
    this.tellSelection();
  }

  selectAll() {
    this.grid.selection.all();
    this.tellSelection();
  }

  /** Let each tap choose one more row, for hands without a keyboard; or no more. */
  selectMode() {
    this.grid.isSelecting = !this.grid.isSelecting;
    if (!this.grid.isSelecting) this.grid.selection.clear();
    this.layoutChanged();
    this.tellSelection();
  }

  tellSelection() {
    this.frame.draw();
    this.say(this.t('selected', { n: this.grid.selection.rows(this.grid.rowAt()).length }));
  }

  /** Put the chosen rows where a spreadsheet takes them from. */
  copy(event) {
    if (!this.grid.element.contains(event.target) || this.editor.isOpen || String(document.getSelection())) return;
    const rows = this.grid.selection.rows(this.grid.rowAt());
    if (!rows.length) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', copied(this, rows));
    this.say(this.t('copied', { n: rows.length }));
  }

  paste(text) {
    this.editor.close();
    if (this.plan.mayEdit) paste(this, text);
    else this.say(this.plan.mayNotReason || this.t('may_not'), { isError: true });
  }

  choose(key) {
    const row = this.plan.reveal(key);
    this.layoutChanged();
    if (row) this.grid.go(row);
  }

  toggle = (row) => {
    this.plan.toggle(row);
    this.layoutChanged();
  };

  /** Show only the top of the outline, or all of it again. */
  toggleAll() {
    this.plan.collapseAll(this.plan.collapsed.size === 0);
    this.layoutChanged();
  }

  /** Show the plan by its outline, or gathered by who answers, who works on it or what it leads to. */
  group(by) {
    this.editor.close();
    this.plan.groupBy(by, this.t(`none_${by}`));
    if (this.plan.isGrouped && !this.grid.rowAt()) this.grid.key = null;
    this.layoutChanged();
  }

  /** Hand out what the chart shows as a picture. */
  async savePicture() {
    this.editor.close();
    const isSaved = await savePicture(this);
    this.say(this.t(isSaved ? 'picture_saved' : 'picture_too_long'), { isError: !isSaved });
  }

  filter(text) {
    this.plan.filter(text);
    this.layoutChanged();
  }

  clearFilter() {
    this.toolbar.filter.value = '';
    this.filter('');
    this.grid.focus();
  }

  focusFilter() {
    this.toolbar.filter.focus();
    this.toolbar.filter.select();
  }

  zoomStep(direction) {
    this.frame.zoom(this.timeline.scale.step(direction));
  }

  fit() {
    this.frame.zoom(this.timeline.fitting());
    this.frame.showMoment(this.plan.extent()[0], 0.04);
  }

  showToday() {
    this.frame.showMoment(nowMinute(), 0.4);
  }

  showBar() {
    const row = this.grid.rowAt();
    if (row && row.start !== null) this.frame.showMoment(row.start);
  }

  colourByPerson() {
    this.timeline.byPerson = !this.timeline.byPerson;
    this.layoutChanged();
  }

  /** Who answers for the critical path, beside their hue. */
  drawLegend() {
    this.legend.hidden = !this.timeline.byPerson;
    if (this.legend.hidden) return;
    const counts = new Map();
    for (const row of this.plan.rows) if (row.critical && !row.hasChildren) counts.set(row.accountable, (counts.get(row.accountable) ?? 0) + 1);
    const names = [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => {
      const badge = of('span', { className: 'gantt-initials', 'aria-hidden': 'true' }, initialsOf(name));
      badge.dataset.ring = hueOf(name) + 1;
      return of('span', {}, badge, `${name || this.t('nobody')} ${n}`);
    });
    this.legend.replaceChildren(of('span', { className: 'muted' }, this.t('legend')), ...names);
  }

  /** Say something to everybody: `action` is [text, what it does]; an answer offers to undo it. */
  say(text, { isError = false, action, answer } = {}) {
    this.message.textContent = isError ? '' : text;
    this.alarm.textContent = isError ? text : '';
    const offered = action ?? (answer ? [this.t('undo'), () => this.undo()] : null);
    this.action.hidden = !offered;
    if (offered) {
      [this.action.textContent] = offered;
      this.action.onclick = () => {
        this.action.hidden = true;
        this.grid.focus();
        offered[1]();
      };
    }
    if (answer && this.inspector.key && this.plan.byKey.has(this.inspector.key)) this.inspector.show(this.inspector.key, { again: true });
  }

  async resolveConflict(current) {
    await this.refresh({ isQuiet: true });
    return askConflict(this, current, this.context(), this.plan.byKey.get(current.key));
  }

  /** Let the reader say which columns the grid shows. */
  async chooseColumns() {
    this.editor.close();
    const columns = await askColumns(this, this.context(), this.grid.chosen);
    if (!columns) return;
    this.grid.choose(columns);
    this.frame.resize();
  }

  showKeys() {
    showKeys(this, this.context());
  }

  // ------------------------------------------------------------------ what is done: see actions.js

  edit() { this.actions.edit(); }
  add() { this.actions.add(); }
  remove() { this.actions.remove(); }
  indent(inward) { this.actions.indent(inward); }
  moveRow(downward) { this.actions.moveRow(downward); }
  nudge(what, days) { this.actions.nudge(what, days); }
  link() { this.actions.link(); }
  open(row) { this.actions.open(row); }
  openComments() {
    const row = this.grid.rowAt();
    if (row?.key && !row.isGroup) location.assign(this.actions.comments(row));
  }
  undo() { return this.edits.undo(); }
  redo() { return this.edits.redo(); }

  escape() {
    if (this.drag.cancel() || this.actions.cancelNudge()) this.say(this.t('cancelled'));
    else if (this.grid.selection.size) {
      this.grid.selection.clear();
      this.tellSelection();
    }
  }
}

customElements.define('remit-gantt', RemitGantt);
