// Rows from a spreadsheet become activities: what was understood is shown before anything is done, and done as one edit.
import { columnOf } from './columns.js';
import { ask, button } from './dialogs.js';
import { of } from './dom.js';
import { change, consequence } from './edit.js';
import { cellsOf, dayOfText, depths, MEANINGS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, textOf, understood } from './sheets.js';

const MOST_STEPS = 1000;
const MOST_SHOWN = 50;
const LONGEST_NAME = 300;
const OF_SUMMARIES = ['accountable', 'deliverable'];
const STATED = ['duration', 'start', 'finish', 'progress', ...OF_SUMMARIES];
const LINK = /^(T-\d+|\d+(?:\.\d+)*)\s*(FS|SS|FF|SF|EA|AA|EE|AE)?\s*([-+−].+)?$/i;
const KINDS = { EA: 'FS', AA: 'SS', EE: 'FF', AE: 'SF' }; // as German spreadsheets write them

/** The chosen rows as a spreadsheet takes them, below a line with the titles of the columns. */
export function copied(chart, rows) {
  const { grid } = chart;
  const context = chart.context();
  return textOf([grid.columns.map((column) => context.t(column.id)), ...rows.map((row) => grid.columns.map((column) => (column.id === 'name' ? `${'  '.repeat(row.depth)}${row.name}` : column.text(row, context))))]);
}

/** Read a cell as its meaning says; throws in words what is wrong with it. Returns `{fields}`, or what a link needs. */
function read(meaning, text, row, context) {
  if (['start', 'finish'].includes(meaning)) {
    const minute = dayOfText(text, context);
    if (minute === null) throw new Error(context.t('a_date'));
    return columnOf(meaning).fields(new Date(minute * 60000).toISOString().slice(0, 10), row, context).fields;
  }
  if (meaning === 'accountable') {
    const person = context.people.find(([key, name]) => [key.toLowerCase(), name.toLowerCase()].includes(text.toLowerCase()));
    if (!person) throw new Error(context.t('a_person'));
    return { accountable_key: person[0] };
  }
  return columnOf(meaning).fields(meaning === 'duration' ? text.replace('?', '') : text, row, context).fields;
}

/** Links that the cell of a row states, each as fields of a step; `named` finds who is meant. */
function linksOf(text, named, context) {
  // a comma behind a signed number is that of a decimal: 1FS+2,5d
  return text.split(/;|(?<![-+−]\s*\d+),/u).map((each) => each.trim()).filter(Boolean).map((each) => {
    const found = LINK.exec(each);
    const from = found && named(found[1]);
    const lag = found && context.words.parseLag((found[3] ?? '').replace(/^\+\s*/, '').replace(/^([-−])\s*/, '-'));
    if (!from || !lag) throw new Error(context.t('not_there', { text: each }));
    const kind = (found[2] ?? 'FS').toUpperCase();
    return { predecessor: from, kind: KINDS[kind] ?? kind, ...lag };
  });
}

/** The steps that add rows below `after`, and the faults of each row, `[row, words]`; with `skips` rows without a name are left out. */
export function added({ rows, meanings }, after, context, skips = false) {
  const at = (meaning) => meanings.indexOf(meaning);
  const cell = (row, meaning) => (at(meaning) < 0 ? '' : (row[at(meaning)] ?? '').trim());
  const kept = rows.map((_, i) => i).filter((i) => !skips || cell(rows[i], 'name'));
  const depth = depths(kept.map((i) => rows[i]), meanings);
  const deep = new Map(kept.map((i, place) => [i, depth[place]]));
  const summaries = new Set(kept.filter((_, place) => depth[place + 1] > depth[place]));
  const faults = [];
  const [steps, changes, links] = [[], [], []];
  const below = []; // the latest row at each depth
  const named = (text) => {
    if (/^T-/i.test(text)) return context.has(text.toUpperCase()) ? text.toUpperCase() : null;
    const by = ['id', 'wbs'].find((meaning) => at(meaning) >= 0) ?? '';
    const other = by ? rows.findIndex((row) => cell(row, by) === text) : Number(text) - 1;
    return deep.has(other) ? `@r${other}` : null;
  };
  kept.forEach((i) => {
    const row = rows[i];
    const tryTo = (act) => {
      try {
        return act();
      } catch (error) {
        faults.push([i, error.message]);
        return null;
      }
    };
    const name = cell(row, 'name');
    if (!name) faults.push([i, context.t('name_missing')]);
    if (name.length > LONGEST_NAME) faults.push([i, context.t('name_too_long', { n: LONGEST_NAME })]);
    const blank = { start: null, finish: null, hasChildren: false };
    const stated = Object.assign({}, ...STATED.filter((meaning) => cell(row, meaning) && (!summaries.has(i) || OF_SUMMARIES.includes(meaning))).map((meaning) => tryTo(() => read(meaning, cell(row, meaning), blank, context)) ?? {}));
    if (stated.duration_minutes === undefined && stated.start && stated.finish) stated.duration_minutes = Math.max(0, context.calendar.between(stated.start, stated.finish));
    if (stated.start) delete stated.finish;
    const { duration_minutes: duration, ...fields } = stated;
    const level = deep.get(i);
    const parent = level ? `@r${below[level - 1]}` : after?.parent_key;
    const previous = level ? undefined : below[0] === undefined ? after?.key : `@r${below[0]}`;
    below.length = level;
    below[level] = i;
    steps.push({ op: 'add', name: name.slice(0, LONGEST_NAME), ref: `r${i}`, ...(parent && { parent }), ...(previous && { after: previous }), ...(duration !== undefined && { duration_minutes: duration }), ...(duration === 0 && { kind: 'milestone' }) });
    if (Object.keys(fields).length) changes.push({ op: 'change', key: `@r${i}`, version: 1, fields });
    if (cell(row, 'predecessors')) for (const link of tryTo(() => linksOf(cell(row, 'predecessors'), named, context)) ?? []) {
      if (link.predecessor === `@r${i}`) faults.push([i, context.t('waits_for_itself')]);
      else links.push({ op: 'link', successor: `@r${i}`, ...link });
    }
  });
  return { steps: [...steps, ...changes, ...links], faults, count: kept.length, deep, ignored: [] };
}

/** The steps that write rows over those of the plan that follow `from` in the chart, and the faults of each row. */
export function written({ rows, meanings }, from, plan, context) {
  const faults = [];
  const steps = [];
  rows.forEach((row, i) => {
    const target = plan.shown[from.index + i];
    if (!target || target.isGroup) {
      faults.push([i, context.t('no_row_there')]);
      return;
    }
    const fields = {};
    meanings.forEach((meaning, j) => {
      const text = (row[j] ?? '').trim();
      if (!text || !columnOf(meaning)?.input) return;
      try {
        const refusal = columnOf(meaning).refuse?.(target, context);
        if (refusal) throw new Error(refusal);
        if (text !== columnOf(meaning).text(target, context)) Object.assign(fields, read(meaning, text, target, context));
      } catch (error) {
        faults.push([i, error.message]);
      }
    });
    if (Object.keys(fields).length) steps.push(change(target, fields));
  });
  const ignored = meanings.filter((meaning) => meaning && !columnOf(meaning)?.input);
  return { steps, faults, count: steps.length, deep: new Map(), ignored };
}

/** A cell as it was understood: days and durations in the words of the page, names as deep as they come to stand. */
function inWords(meaning, cell, depth, context) {
  const text = cell.trim();
  if (meaning === 'name') return `${'\u2003'.repeat(depth)}${text}`.slice(0, 80);
  if (meaning === 'start' || meaning === 'finish') return context.words.day(dayOfText(text, context)) || text;
  const minutes = meaning === 'duration' ? context.words.parseDuration(text.replace('?', '')) : null;
  return minutes === null ? text.slice(0, 80) : context.words.duration(minutes);
}

/** Show rows of a spreadsheet as they were understood, and do what the reader says with them. */
export async function paste(chart, text) {
  const { plan } = chart;
  const context = { ...chart.context(), has: (key) => plan.byKey.has(key) };
  const { t } = context;
  const focused = chart.grid.rowAt();
  const from = focused?.isDraft || focused?.isGroup ? null : focused;
  const field = of('textarea', { id: 'gantt-paste', rows: 4, value: text.slice(0, MOST_CHARACTERS + 1), spellcheck: false });
  const where = of('select', { id: 'gantt-paste-where' }, of('option', { value: 'add' }, from ? t('paste_below', { key: from.key }) : t('paste_at_end')), from && of('option', { value: 'over' }, t('paste_over', { key: from.key })));
  const skip = of('input', { type: 'checkbox', id: 'gantt-paste-skip' });
  const told = of('p', { role: 'status' });
  const table = of('div', { className: 'table-wrap gantt-paste' });
  const submit = button(t('paste_do'), 'do', 'button primary');
  let sheet = null;
  let result = null;
  const judge = () => {
    const rows = sheet.hasHead ? sheet.rows.slice(1) : sheet.rows;
    result = where.value === 'over' ? written({ ...sheet, rows }, from, plan, context) : added({ ...sheet, rows }, from, context, skip.checked);
    const { steps, faults, count, deep, ignored } = result;
    const words = new Map();
    for (const [i, fault] of faults) words.set(i, [...(words.get(i) ?? []), fault]);
    const isLong = steps.length > MOST_STEPS;
    const summary = sheet.problem ? t(sheet.problem, { rows: MOST_ROWS, columns: MOST_COLUMNS }) : isLong ? t('paste_too_many', { n: steps.length, most: MOST_STEPS }) : rows.length ? t(where.value === 'over' ? 'paste_changes' : 'paste_adds', { n: count }) : t('paste_nothing');
    const left = ignored.length ? t('paste_ignored', { columns: ignored.map((each) => t(each)).join(', ') }) : '';
    told.textContent = [summary, words.size ? t('paste_faults', { n: words.size }) : '', left].filter(Boolean).join(' ');
    submit.disabled = isLong || steps.length === 0 || (words.size > 0 && !skip.checked);
    const select = (meaning, j) => {
      const choice = of('select', { 'aria-label': t('paste_column', { n: j + 1 }), onchange: () => { sheet.meanings[j] = choice.value; judge(); } }, ...['', ...Object.keys(MEANINGS)].map((each) => of('option', { value: each }, each ? t(each) : t('paste_left_out'))));
      choice.value = meaning;
      return of('th', { scope: 'col' }, choice);
    };
    const across = (name, text) => of('tr', { className: name }, of('td', { colSpan: sheet.meanings.length, className: 'gantt-fault' }, text));
    const lines = rows.slice(0, MOST_SHOWN).flatMap((row, i) => [
      of('tr', { className: words.has(i) ? 'is-faulty' : '' }, ...sheet.meanings.map((meaning, j) => of('td', {}, inWords(meaning, row[j] ?? '', deep.get(i) ?? 0, context)))),
      ...(words.has(i) ? [across('is-faulty', `▲ ${words.get(i).join(' ')}`)] : []),
    ]);
    const more = rows.length > MOST_SHOWN ? [of('tr', {}, of('td', { colSpan: sheet.meanings.length, className: 'muted' }, t('paste_more', { n: rows.length - MOST_SHOWN })))] : [];
    const had = document.activeElement?.closest('.gantt-paste') ? [...table.querySelectorAll('select')].indexOf(document.activeElement) : -1;
    table.replaceChildren(...(rows.length ? [of('table', { className: 'table' }, of('thead', {}, of('tr', {}, ...sheet.meanings.map(select))), of('tbody', {}, ...lines, ...more))] : []));
    if (had >= 0) table.querySelectorAll('select')[had]?.focus();
  };
  const take = () => {
    const { rows, problem } = cellsOf(field.value);
    sheet = { rows, problem, ...understood(rows, context) };
    judge();
  };
  field.addEventListener('input', take);
  for (const each of [where, skip]) each.addEventListener('change', judge);
  take();
  const answer = await ask(
    chart, t('paste_title'),
    of('div', { className: 'field' }, of('label', { for: field.id }, t('paste_rows')), field, of('span', { className: 'help' }, t('paste_help'))),
    of('div', { className: 'field' }, of('label', { for: where.id }, t('paste_where')), where),
    table, told,
    of('div', { className: 'cluster' }, skip, of('label', { for: skip.id }, t('paste_skip'))),
    of('div', { className: 'cluster' }, submit, button(t('close'), '')),
  );
  if (answer !== 'do') return;
  const { steps } = result;
  const known = new Set(plan.byKey.keys());
  const done = await chart.actions.send(() => steps, { said: (each) => `${each.label}. ${consequence(each, context)}` });
  const made = done?.rows.map(([key]) => key).filter((key) => !known.has(key)).map((key) => plan.byKey.get(key)).filter(Boolean);
  if (made?.length) chart.choose(made.reduce((first, row) => (plan.rows.indexOf(row) < plan.rows.indexOf(first) ? row : first)).key);
}
