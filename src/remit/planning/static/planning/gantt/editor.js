// Editing a cell in its place. Enter and Tab keep what was typed, Escape drops it; what was refused stays to be mended.
import { columnOf } from './columns.js';
import { of } from './dom.js';

let count = 0;

/** Opens an input in a cell of the grid; one at a time. */
export class Editor {
  constructor(grid, chart) {
    this.grid = grid;
    this.chart = chart;
    this.input = null;
  }

  get isOpen() {
    return this.input !== null;
  }

  /** Open the cell that the grid stands on; `typed` and `error` bring back an entry that was refused. Returns whether it could. */
  open({ typed, error, commit, cancel }) {
    this.close();
    const row = this.grid.rowAt();
    const column = columnOf(this.grid.column);
    const cell = this.grid.cell();
    if (!row || !cell || !column.input) return false;
    const spec = column.input(row, this.chart());
    this.input = spec.type === 'choice' ? choiceOf(spec) : of('input', { type: spec.type, value: typed ?? spec.value, autocomplete: 'off' });
    if (spec.type === 'choice') this.input.value = typed ?? spec.value;
    if (spec.maxLength) this.input.maxLength = spec.maxLength;
    if (spec.inputMode) this.input.inputMode = spec.inputMode;
    const { t } = this.chart();
    this.input.setAttribute('aria-label', `${t(column.id)}, ${row.isDraft ? t('new_name') : row.name}`);
    if (row.isDraft) this.input.placeholder = t('new_name');
    this.input.className = 'gantt-input';
    Object.assign(this, { row, column, cell, commit, cancel, before: spec.value, line: cell.parentElement });
    this.line.isEdited = true;
    this.kept = [...cell.childNodes];
    cell.replaceChildren(this.input);
    cell.classList.add('is-edited');
    this.input.addEventListener('keydown', (event) => this.keyed(event));
    this.input.addEventListener('blur', () => this.left());
    this.input.focus({ preventScroll: true });
    this.input.select?.();
    if (error) this.refuse(error);
    return true;
  }

  /** Say beside the input what is wrong with it. */
  refuse(message) {
    count += 1;
    this.cell.querySelector('.gantt-error')?.remove();
    const note = of('span', { className: 'gantt-error', id: `gantt-error-${count}`, role: 'alert' }, message);
    this.cell.append(note);
    this.input.setAttribute('aria-invalid', 'true');
    this.input.setAttribute('aria-describedby', note.id);
  }

  /** Take the input away and show the cell as it was. */
  close() {
    if (!this.input) return;
    const { input, cell, line, kept } = this;
    this.input = null;
    const hadFocus = input === document.activeElement;
    line.isEdited = false;
    line.stamp = null;
    cell.classList.remove('is-edited');
    cell.replaceChildren(...kept);
    if (hadFocus) cell.focus({ preventScroll: true });
  }

  keyed(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      const { cancel } = this;
      this.close();
      cancel();
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      this.finish(event.key === 'Tab' ? (event.shiftKey ? -1 : 1) : 0);
    }
  }

  /** Leaving the input keeps what was typed, as in a form. */
  left() {
    if (this.input && document.hasFocus()) this.finish(0);
  }

  finish(onward) {
    if (!this.input) return;
    const { value } = this.input;
    const { row, column, before, commit, cancel } = this;
    if (row.isDraft ? value.trim() === '' : value === before) {
      this.close();
      cancel(onward);
      return;
    }
    try {
      const entry = column.fields(value, row, this.chart());
      this.close();
      commit({ row, column: column.id, typed: value, entry, onward });
    } catch (error) {
      this.refuse(error.message);
    }
  }
}

function choiceOf({ choices }) {
  return of('select', {}, ...choices.map(([value, text]) => of('option', { value }, text)));
}
