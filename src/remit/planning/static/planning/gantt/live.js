// What others do to the plan while it is looked at: their changes come into the chart, their names stand beside it.
import { of } from './dom.js';
import { initialsOf } from './theme.js';

const AFTER_FAULT_MS = 15_000;

/** Asks every few seconds what changed; the server says when to ask again. `chart` is the element. */
export class Live {
  constructor(chart, url) {
    Object.assign(this, { chart, url, timer: null, isAsking: false, others: [] });
    this.line = of('span', { className: 'gantt-present', hidden: true });
  }

  start() {
    if (!this.url) return;
    this.stop();
    this.again(0);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  again(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), after);
  }

  /** Ask now; what comes is taken unless an own edit was answered meanwhile, for then it may be older than that. */
  async ask() {
    const { plan, editor, grid, server } = this.chart;
    if (this.isAsking || !plan.project || document.visibilityState !== 'visible') return;
    this.isAsking = true;
    let pause = AFTER_FAULT_MS;
    try {
      const { version, stamp } = plan;
      const at = editor.isOpen ? grid.key : '';
      const address = `${this.url}?version=${version}&at=${encodeURIComponent(at)}&comments=${plan.comments.stamp}`;
      const news = await server.read(await server.fetch(address, { headers: { Accept: 'application/json' } }));
      pause = news.pause * 1000;
      this.show(news.present);
      this.hear(news.comments);
      if (news.changes && plan.version === version && plan.stamp === stamp) await this.take(news.changes);
    } catch (error) {
      if (!('status' in error)) console.error(error); // a server that does not answer is asked again
    } finally {
      this.isAsking = false;
      this.again(pause);
    }
  }

  /** Show that others commented, or settled what was said. */
  hear(comments) {
    if (!comments) return;
    this.chart.plan.takeComments(comments);
    this.chart.frame.draw();
  }

  /** Bring changes of others into the chart. What is being typed stays; its row is taken when the typing ends. */
  async take(changes) {
    const { chart } = this;
    const held = chart.editor.isOpen ? chart.grid.key : null;
    if (held && (changes.is_whole || changes.order)) {
      this.tell(changes, held);
      return; // asked for again soon: rows that move would take the input along
    }
    if (changes.is_whole) await chart.refresh({ isQuiet: true });
    else if (held && changes.keys.includes(held)) {
      const others = (rows) => rows.filter(([key]) => key !== held);
      chart.plan.merge({ ...changes, rows: others(changes.rows), shifts: others(changes.shifts) }, { isPartly: true });
      chart.layoutChanged();
    } else {
      chart.plan.merge(changes);
      chart.layoutChanged();
    }
    this.tell(changes, held);
  }

  /** Say once, politely, who changed what; a row that is being edited comes first. */
  tell({ said, keys }, held) {
    const { t } = this.chart;
    const fresh = said.filter(([who, what]) => `${who} ${what}` !== this.told);
    if (fresh.length === 0) return;
    const [who, what] = fresh.at(-1);
    this.told = `${who} ${what}`;
    const more = fresh.length > 1 ? ` ${t('and_more', { n: fresh.length - 1 })}` : '';
    const own = held && keys.includes(held) ? ` ${t('while_you_edit', { key: held })}` : '';
    this.chart.say(`${who}: ${what}.${more}${own}`);
  }

  /** Show who else looks at the plan, and tell when somebody begins to edit the row in focus. */
  show(present) {
    const { t, grid } = this.chart;
    const were = new Map(this.others.map(([key, , , at]) => [key, at]));
    this.others = present;
    for (const [key, name, , at] of present) if (at && at === grid.key && were.get(key) !== at) this.chart.say(t('is_editing', { who: name, key: at }));
    this.line.hidden = present.length === 0;
    const words = present.map(([, name, , at]) => (at ? t('name_editing', { who: name, key: at }) : name));
    const marks = present.slice(0, 5).map(([, name, hue]) => {
      const badge = of('span', { className: 'gantt-initials', 'aria-hidden': 'true' }, initialsOf(name));
      badge.dataset.ring = hue;
      return badge;
    });
    const text = t('also_here', { names: words.join(', ') });
    this.line.replaceChildren(...marks, of('span', { className: present.length > 5 ? '' : 'visually-hidden' }, present.length > 5 ? `+${present.length - 5}` : text));
    this.line.title = text;
    if (present.length > 5) this.line.append(of('span', { className: 'visually-hidden' }, text));
  }
}
