// The small card beside the pointer. The same stands in the grid and in the inspector for those who do not point.
import { constraintText } from './columns.js';
import { of } from './dom.js';

const MOST_PARTS = 5;

/** Shows lines of text near a point of the window. */
export class Tip {
  constructor(host, chart) {
    this.chart = chart;
    this.element = of('div', { className: 'gantt-tip', 'aria-hidden': 'true', hidden: true });
    host.append(this.element);
  }

  /** Say what a bar is and why it stands where it does. */
  explain(row, x, y) {
    const { t, words } = this.chart();
    const lines = [`${row.key} ${row.name}`, `${words.exact(row.start)} – ${words.exact(row.finish)}`];
    if (row.parts?.length > 1) lines.push(t('in_parts', { count: row.parts.length }), ...row.parts.slice(0, MOST_PARTS).map(([from, to]) => `${words.exact(from)} – ${words.exact(to)}`));
    const facts = [words.duration(row.duration_minutes), `${row.percent_complete} %`, row.accountable || t('nobody')];
    if (row.total_float_minutes !== null) facts.push(`${t('float')} ${words.duration(row.total_float_minutes)}`);
    lines.push(facts.join(' · '));
    if (row.driver) lines.push(row.driver);
    const held = constraintText(row, this.chart());
    if (held) lines.push(held);
    if (row.deadline_minute !== null) lines.push(t(row.finish > row.deadline_minute ? 'deadline_missed' : 'deadline', { date: words.day(row.deadline_minute) }));
    if (row.baseline_start !== null) lines.push(t('baseline_dates', { start: words.day(row.baseline_start), finish: words.lastDay(row.baseline_finish) }));
    this.show(lines, x, y);
  }

  show(lines, x, y) {
    this.element.replaceChildren(...lines.filter(Boolean).map((line, i) => of('div', { className: i === 0 ? 'gantt-tip-head' : '', dir: 'auto' }, line)));
    this.element.hidden = false;
    const { offsetWidth: w, offsetHeight: h } = this.element;
    this.element.style.left = `${Math.max(4, Math.min(x + 14, window.innerWidth - w - 8))}px`;
    this.element.style.top = `${y + 18 + h > window.innerHeight ? Math.max(4, y - h - 12) : y + 18}px`;
  }

  hide() {
    this.element.hidden = true;
  }
}
