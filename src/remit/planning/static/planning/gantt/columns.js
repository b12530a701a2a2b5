// The columns of the grid: what each shows, how it is edited, and which fields of an activity an entry states.
import { inputOfMinute, minuteOfInput } from './dates.js';

const fixedOfSummary = (t, column) => t('summary_fixed', { column: t(column) });

/** Each column: `text(row, chart)`; editable ones have `input(row, chart)` and `fields(text, row, chart)`, which throws what is wrong. */
export const COLUMNS = [
  { id: 'activity_key', width: 72, isExtra: true, text: (row) => row.key },
  { id: 'wbs', width: 64, text: (row) => row.wbs },
  {
    id: 'name', width: 240, grows: true,
    text: (row, { t }) => (row.isGroup ? `${row.name} (${t('loaded', { n: row.count })})` : row.name),
    input: (row) => ({ type: 'text', value: row.name, maxLength: 300 }),
    fields(text) {
      return { fields: { name: text.trim() }, patch: { name: text.trim() } };
    },
  },
  {
    id: 'accountable', width: 148,
    text: (row) => row.accountable,
    refuse: (row, { people, t }) => (people.length ? null : t('accountable_elsewhere')),
    input: (row, { people }) => ({ type: 'choice', value: people.find(([, name]) => name === row.accountable)?.[0] ?? '', choices: [['', '–'], ...people.map(([key, name]) => [key, name])] }),
    fields: (key, row, { people }) => ({ fields: { accountable_key: key }, patch: { accountable: people.find(([each]) => each === key)?.[1] ?? row.accountable } }),
  },
  {
    id: 'deliverable', width: 96, isExtra: true,
    text: (row) => row.deliverable ?? '',
    input: (row) => ({ type: 'text', value: row.deliverable ?? '', maxLength: 16 }),
    fields(text, row, { t }) {
      const key = text.trim().toUpperCase();
      if (!/^(DL-\d+)?$/.test(key)) throw new Error(t('a_deliverable'));
      return { fields: { deliverable_key: key } }; // without one it leads to what it stands below leads to
    },
  },
  { id: 'resources', width: 148, isExtra: true, text: (row) => row.resources ?? '' },
  {
    id: 'duration', width: 84, isNumber: true,
    text: (row, { words }) => words.duration(row.duration_minutes),
    refuse: (row, { t }) => (row.hasChildren ? fixedOfSummary(t, 'duration') : null),
    input: (row, { words }) => ({ type: 'text', value: words.duration(row.duration_minutes) }),
    fields(text, row, { words, t }) {
      const minutes = words.parseDuration(text);
      if (minutes === null || minutes < 0) throw new Error(t('a_number'));
      return { fields: { duration_minutes: minutes }, patch: { duration_minutes: minutes } };
    },
  },
  {
    id: 'start', width: 140,
    text: (row, { words }) => words.day(row.start),
    title: (row, { words }) => words.exact(row.start),
    input: (row) => ({ type: 'date', value: inputOfMinute(row.start) }),
    fields(text, row, { calendar, t }) {
      if (text === '') return { fields: { start: null } };
      const minute = minuteOfInput(text);
      if (minute === null) throw new Error(t('a_date'));
      return { fields: { start: calendar.begins(minute) } };
    },
  },
  {
    id: 'finish', width: 140,
    text: (row, { words }) => words.lastDay(row.finish),
    title: (row, { words }) => words.exact(row.finish),
    input: (row) => ({ type: 'date', value: inputOfMinute(row.finish) }),
    fields(text, row, { calendar, t }) {
      if (text === '') return { fields: { finish: null } };
      const minute = minuteOfInput(text);
      if (minute === null) throw new Error(t('a_date'));
      return { fields: { finish: calendar.ends(minute) } };
    },
  },
  {
    id: 'float', width: 76, isNumber: true,
    text: (row, { words }) => words.duration(row.total_float_minutes),
    refuse: (row, { t }) => t('computed', { column: t('float') }),
  },
  {
    id: 'progress', width: 96, isNumber: true,
    text: (row) => (row.isDraft ? '' : `${row.percent_complete} %`),
    refuse: (row, { t }) => (row.hasChildren ? fixedOfSummary(t, 'progress') : null),
    input: (row) => ({ type: 'text', value: String(row.percent_complete), inputMode: 'numeric' }),
    fields(text, row, { t }) {
      const percent = /^\s*(\d{1,3})\s*%?\s*$/.exec(text);
      if (!percent || Number(percent[1]) > 100) throw new Error(t('a_percent'));
      return { fields: { percent_complete: Number(percent[1]) }, patch: { percent_complete: Number(percent[1]) } };
    },
  },
  { id: 'free_float', width: 92, isNumber: true, isExtra: true, text: (row, { words }) => words.duration(row.free_float_minutes) },
  { id: 'promised', width: 148, isExtra: true, text: (row, { words }) => words.lastDay(row.baseline_finish) },
  { id: 'due', width: 140, isExtra: true, text: (row, { words }) => words.lastDay(row.deadline_minute) },
];

const STORED = 'remit.gantt.columns';

/** The columns that are shown unless others are chosen. */
export const usualColumns = () => COLUMNS.filter((column) => !column.isExtra);

/** The columns with the ids `ids`, in their order; the name is always among them. */
export const columnsOf = (ids) => COLUMNS.filter((column) => column.id === 'name' || ids.includes(column.id));

/** The columns that this browser remembers, or the usual ones. */
export function storedColumns() {
  try {
    const ids = JSON.parse(localStorage.getItem(STORED) ?? 'null');
    return Array.isArray(ids) ? columnsOf(ids) : usualColumns();
  } catch {
    return usualColumns(); // storage may be forbidden or hold something else
  }
}

/** Remember the columns in this browser. */
export function storeColumns(columns) {
  try {
    localStorage.setItem(STORED, JSON.stringify(columns.map((column) => column.id)));
  } catch {
    // as above: they are then only not remembered
  }
}

/** The column of a name. */
export const columnOf = (id) => COLUMNS.find((column) => column.id === id);

/** In words what holds an activity in time besides its links; empty where nothing does. */
export function constraintText(row, { t, words }) {
  if (!row.constraint || row.constraint === 'asap') return '';
  return t(row.constraint, { date: words.day(row.constraint_minute) });
}
