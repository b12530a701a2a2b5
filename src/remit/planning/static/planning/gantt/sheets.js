// Rows that come from a spreadsheet, and rows that go into one: reading them, and saying what each column means.

export const MOST_CHARACTERS = 2_000_000;
export const MOST_ROWS = 2000;
export const MOST_COLUMNS = 40;

/** What a column can mean, in the order in which it is offered; the titles by which it is known in small letters. */
export const MEANINGS = {
  name: ['name', 'task name', 'task', 'activity', 'activity name', 'vorgang', 'vorgangsname', 'aufgabe', 'bezeichnung'],
  duration: ['duration', 'dauer'],
  start: ['start', 'start date', 'begin', 'anfang', 'beginn'],
  finish: ['finish', 'finish date', 'end', 'end date', 'ende', 'fertigstellung'],
  progress: ['progress', '% complete', 'percent complete', 'complete', 'fortschritt', '% abgeschlossen'],
  accountable: ['accountable', 'accountable person', 'responsible', 'owner', 'verantwortlich'],
  deliverable: ['deliverable', 'liefergegenstand', 'ergebnis'],
  predecessors: ['predecessors', 'predecessor', 'vorgänger'],
  wbs: ['wbs', 'outline number', 'wbs code', 'psp', 'psp-code', 'gliederungsnummer'],
  id: ['id', 'nr', 'nr.', 'no', 'no.', 'number', 'nummer', '#'],
  level: ['outline level', 'level', 'gliederungsebene', 'ebene'],
};

/** Cells of text as a spreadsheet copies them: tabs between, lines below each other, quotes around what holds either. What is wrong with the whole is `problem`. */
export function cellsOf(text) {
  const rows = [];
  let row = [];
  let cell = '';
  let isQuoted = false;
  if (text.length > MOST_CHARACTERS) return { rows: [], problem: 'paste_too_long' };
  const clean = text.replace(/\r\n?/g, '\n');
  for (let i = 0; i < clean.length; i += 1) {
    const letter = clean[i];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (clean[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell === '') isQuoted = true;
    else if (letter === '\t' || letter === '\n') {
      row.push(cell);
      cell = '';
      if (letter === '\n') {
        rows.push(row);
        row = [];
      }
      if (rows.length > MOST_ROWS || row.length > MOST_COLUMNS) return { rows: [], problem: 'paste_too_long' };
    } else cell += letter;
  }
  if (isQuoted) return { rows: [], problem: 'paste_open_quote' };
  if (cell !== '' || row.length) rows.push([...row, cell]);
  // leading spaces of a name say how deep it stands: only what is no text at all is dropped
  const plain = rows.map((cells) => cells.map((each) => each.replace(/\n+/g, ' ').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')));
  return { rows: plain.filter((cells) => cells.some((each) => each.trim())), problem: '' };
}

/** Cells as text that a spreadsheet takes. */
export const textOf = (rows) => rows.map((cells) => cells.map((each) => (/["\t\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join('\t')).join('\n');

const DATE = /^(?:\p{L}+\.? )?\d{1,4}[-./ ](?:\d{1,2}|\p{L}+\.?)[-./ ]\d{2,4}\b/u;

/** What the columns mean: told by a head line, else guessed from what they hold; `hasHead` tells which. */
export function understood(rows, { t, words }) {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const titles = Object.entries(MEANINGS).flatMap(([meaning, known]) => [...known, t(meaning).toLowerCase()].map((title) => [title, meaning]));
  const meaningOf = new Map(titles);
  const head = Array.from({ length: width }, (_, i) => meaningOf.get((rows[0]?.[i] ?? '').trim().toLowerCase()) ?? '');
  if ((head.includes('name') || head.filter(Boolean).length > 1) && rows.length > 1) return { hasHead: true, meanings: head.map((each, i) => (head.indexOf(each) === i ? each : '')) };
  const free = new Set(Object.keys(MEANINGS));
  const meanings = Array.from({ length: width }, (_, i) => {
    const texts = rows.map((row) => (row[i] ?? '').trim()).filter(Boolean);
    const every = (test) => texts.length > 0 && texts.every(test);
    const found = [
      ['progress', (text) => /^\d{1,3} ?%$/.test(text)], ['start', (text) => DATE.test(text)], ['finish', (text) => DATE.test(text)],
      ['duration', (text) => /\p{L}/u.test(text) && words.parseDuration(text.replace('?', '')) !== null],
      ['wbs', (text) => /^\d+(\.\d+)*$/.test(text) && texts.some((each) => each.includes('.'))],
      ['predecessors', (text) => /^(T-)?\d+\s*(FS|SS|FF|SF)/i.test(text)], ['name', (text) => /\p{L}/u.test(text)],
    ].find(([meaning, test]) => free.has(meaning) && every(test));
    free.delete(found?.[0]);
    return found?.[0] ?? '';
  });
  return { hasHead: false, meanings };
}

const MONTHS = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2026, i, 1)));
const IN_ENGLISH = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
const known = new WeakMap(); // thousands of cells are read with the same words

/** How each month may be called, in small letters: as the page writes it, and in English. */
function monthsOf(words) {
  if (!known.has(words)) known.set(words, MONTHS.map((month) => [words.month(month), words.monthLong.format(month), IN_ENGLISH.format(month)].map((each) => each.toLowerCase())));
  return known.get(words);
}

/** The plan minute of a day as a spreadsheet writes it: as ISO, with dots or slashes, or with the name of a month; null if it is none. */
export function dayOfText(text, { words }) {
  const plain = text.trim().replace(/^\p{L}+\.?,? (?=\d)/u, '').replace(/[T ]\d{1,2}:\d{2}(:\d{2})?$/, '');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  const short = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})$/.exec(plain);
  const named = /^(\d{1,2})\.? (\p{L}+)\.? (\d{4})$/u.exec(plain);
  let parts = null;
  if (iso) parts = [iso[1], iso[2], iso[3]];
  else if (short) parts = [short[3].length === 2 ? `20${short[3]}` : short[3], short[2], short[1]];
  else if (named) {
    const at = monthsOf(words).findIndex((names) => names.some((each) => each.startsWith(named[2].toLowerCase().slice(0, 3))));
    if (at >= 0) parts = [named[3], at + 1, named[1]];
  }
  if (!parts) return null;
  const [year, month, day] = parts.map(Number);
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / 60000 : null;
}

/** How deep each row stands, beginning with 0 and never more than one deeper than the row above. */
export function depths(rows, meanings) {
  const [wbs, level, name] = ['wbs', 'level', 'name'].map((each) => meanings.indexOf(each));
  const stated = rows.map((row) => {
    if (level >= 0 && /^\d+$/.test((row[level] ?? '').trim())) return Number(row[level]);
    if (wbs >= 0 && (row[wbs] ?? '').trim()) return row[wbs].trim().replace(/\.$/, '').split('.').length;
    return /^[ \u00a0]*/.exec(row[name] ?? '')[0].length;
  });
  const open = [];
  return stated.map((each) => {
    while (open.length && open.at(-1) >= each) open.pop();
    open.push(each);
    return open.length - 1;
  });
}
