// Dialogs: which value holds after a conflict, what an activity waits for, and the keys of the chart.
import { consequence, Refused } from './edit.js';
import { COLUMNS, columnsOf, usualColumns } from './columns.js';
import { of } from './dom.js';
import { KEYS } from './keys.js';

const MOST_SUGGESTED = 20;

/** Open a dialog; resolves to its return value when it closes, and the focus goes back to where it was. */
export function ask(host, title, ...content) {
  const back = document.activeElement;
  const heading = of('h2', { id: 'gantt-dialog-title' }, title);
  const dialog = of('dialog', { className: 'gantt-dialog', 'aria-labelledby': heading.id }, of('form', { method: 'dialog', className: 'stack' }, heading, ...content));
  dialog.addEventListener('keydown', (event) => event.stopPropagation()); // the chart's keys are not the dialog's
  host.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (back?.isConnected) back.focus({ preventScroll: true });
      resolve(dialog.returnValue);
    });
  });
}

export const button = (text, value, className = 'button') => of('button', { type: 'submit', value, className }, text);

/** A field's value in words. */
function spoken(name, value, { t, words, people }) {
  if (value === null || value === undefined || value === '') return t('start_none');
  if (['start', 'finish', 'constraint_minute', 'deadline_minute'].includes(name)) return words.exact(Number(value));
  if (name === 'duration_minutes') return words.duration(value);
  if (name === 'percent_complete') return `${value} %`;
  if (name === 'accountable_key') return people.find(([key]) => key === value)?.[1] ?? String(value);
  return String(value);
}

/** Show both values of each field; resolves to `{field: 'yours'|'theirs'}`, or null to keep theirs. */
export async function askConflict(host, current, chart, row) {
  const { t } = chart;
  const choices = {};
  const names = Object.keys(current.fields);
  const lines = names.map((name) => {
    choices[name] = 'theirs';
    const pick = (which, text) => {
      const id = `gantt-choice-${name}-${which}`;
      const radio = of('input', { type: 'radio', name: `choice-${name}`, id, checked: which === 'theirs', onchange: () => { choices[name] = which; } });
      return of('td', {}, of('span', { className: 'gantt-pick' }, radio, of('label', { for: id }, of('span', { className: 'visually-hidden' }, `${t(which)}: `), text)));
    };
    const { yours, theirs } = current.fields[name];
    const known = name === 'accountable_key' && row ? row.accountable || t('start_none') : spoken(name, theirs, chart);
    return of('tr', {}, of('th', { scope: 'row' }, t(name)), pick('theirs', known), pick('yours', spoken(name, yours, chart)));
  });
  const head = of('tr', {}, ...['field', 'theirs', 'yours'].map((name) => of('th', { scope: 'col' }, t(name))));
  const answer = await ask(
    host,
    t('conflict_title', { key: `${current.key}${row ? ` ${row.name}` : ''}` }),
    of('p', {}, t('conflict_text', { who: current.changed_by || t('somebody') })),
    of('div', { className: 'table-wrap' }, of('table', { className: 'table' }, of('thead', {}, head), of('tbody', {}, ...lines))),
    of('div', { className: 'cluster' }, button(t('use_choice'), 'use', 'button primary'), button(t('keep_theirs'), '')),
  );
  return answer === 'use' ? choices : null;
}

function predecessorField(plan, row, t) {
  const list = of('datalist', { id: 'gantt-activities' });
  const input = of('input', { id: 'gantt-predecessor', list: list.id, autocomplete: 'off', required: true, autofocus: true });
  const suggest = () => {
    const wanted = input.value.toLowerCase();
    const found = [];
    for (const each of plan.rows) {
      const text = `${each.key} ${each.name}`;
      if (each !== row && text.toLowerCase().includes(wanted)) found.push(of('option', { value: text }));
      if (found.length === MOST_SUGGESTED) break;
    }
    list.replaceChildren(...found);
  };
  suggest();
  input.addEventListener('input', suggest);
  return [input, of('div', { className: 'field' }, of('label', { for: input.id }, t('predecessor')), input, list)];
}

/** Let the user say what an activity waits for; `act` sends steps and resolves to whether they were saved. */
export function askLink(host, plan, row, chart, edits, act) {
  const { t, words } = chart;
  const [input, inputField] = predecessorField(plan, row, t);
  const kind = of('select', { id: 'gantt-kind' }, ...['FS', 'SS', 'FF', 'SF'].map((each) => of('option', { value: each }, t(each))));
  const lag = of('input', { id: 'gantt-lag', autocomplete: 'off', 'aria-describedby': 'gantt-lag-help' });
  const outcome = of('p', { className: 'gantt-outcome', role: 'status' });
  const present = of('ul', { className: 'rows' });
  const read = () => {
    const key = input.value.trim().split(/\s/)[0].toUpperCase();
    if (!plan.byKey.has(key)) throw new Error(t('not_there', { text: input.value }));
    const parsed = words.parseLag(lag.value);
    if (!parsed) throw new Error(t('a_number'));
    return [{ op: 'link', predecessor: key, successor: row.key, kind: kind.value, ...parsed }];
  };
  const preview = () => {
    edits.forget();
    outcome.textContent = '';
    let steps;
    try {
      steps = read();
    } catch {
      return; // still being typed
    }
    edits.preview(steps, (answer) => {
      outcome.textContent = answer instanceof Refused ? answer.message : consequence(answer, chart, { isPreview: true });
    });
  };
  for (const each of [input, kind, lag]) each.addEventListener('input', preview);
  const showPresent = () => {
    const links = plan.linksInto(row.key);
    present.hidden = links.length === 0;
    present.replaceChildren(...links.map((link) => {
      const from = plan.byKey.get(link.from);
      const facts = [`${link.kind} ${words.lag(link.amount, link.unit)}`.trim(), link.driving ? t('drivinglink') : ''].filter(Boolean).join(', ');
      const remove = of('button', { type: 'button', className: 'button small', 'aria-label': t('remove_link', { key: link.from }), onclick: async () => {
        if (await act([{ op: 'unlink', key: link.key }])) showPresent();
        input.focus();
      } }, '×');
      return of('li', {}, of('span', { className: 'grow' }, `${link.from} ${from?.name ?? ''}`), of('span', { className: 'muted' }, facts), remove);
    }));
  };
  showPresent();
  const submit = of('button', { type: 'submit', className: 'button primary' }, t('make_link'));
  const done = ask(
    host,
    t('link_title', { key: `${row.key} ${row.name}` }),
    present,
    inputField,
    of('div', { className: 'grid-2' },
      of('div', { className: 'field' }, of('label', { for: kind.id }, t('kind')), kind),
      of('div', { className: 'field' }, of('label', { for: lag.id }, t('lag')), lag, of('span', { className: 'help', id: 'gantt-lag-help' }, t('lag_help')))),
    outcome,
    of('div', { className: 'cluster' }, submit, of('button', { type: 'submit', value: '', className: 'button', formNoValidate: true }, t('close'))),
  );
  const dialog = input.closest('dialog');
  submit.addEventListener('click', async (event) => {
    event.preventDefault();
    edits.forget();
    try {
      const steps = read();
      if (await act(steps, (error) => { outcome.textContent = error.message; return true; })) dialog.close('linked');
    } catch (error) {
      outcome.textContent = error.message;
      input.focus();
    }
  });
  return done.finally(() => edits.forget());
}

/** Let the reader choose columns; resolves to them, or null where nothing is to change. */
export async function askColumns(host, { t }, chosen) {
  const boxes = COLUMNS.map((column) => of('input', { type: 'checkbox', id: `gantt-column-${column.id}`, checked: chosen.includes(column), disabled: column.id === 'name' }));
  const lines = COLUMNS.map((column, i) => of('div', { className: 'cluster' }, boxes[i], of('label', { for: boxes[i].id }, t(column.id))));
  const answer = await ask(
    host,
    t('columns_title'),
    of('div', { className: 'stack tight' }, ...lines),
    of('p', { className: 'muted small' }, t('columns_help')),
    of('div', { className: 'cluster' }, button(t('use_columns'), 'use', 'button primary'), button(t('usual_columns'), 'usual'), button(t('close'), '')),
  );
  if (answer === 'usual') return usualColumns();
  return answer === 'use' ? columnsOf(COLUMNS.filter((_column, i) => boxes[i].checked).map((column) => column.id)) : null;
}

/** Show what the keys do. */
export function showKeys(host, { t }) {
  const lines = KEYS.filter(({ shown }) => shown).map(({ shown, says }) => of('tr', {}, of('td', { className: 'nowrap' }, ...shown.flatMap((each, i) => [i ? ' ' : '', of('kbd', {}, each.split(/(?<=.)\+/).map((key) => t(key)).join('+'))])), of('td', {}, t(says))));
  return ask(host, t('keys_title'), of('table', { className: 'table gantt-keys' }, of('tbody', {}, ...lines)), of('div', { className: 'cluster' }, button(t('close'), '', 'button primary')));
}
