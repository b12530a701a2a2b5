// <comment-box>: while a name is typed after an @, offers the people whom it may mean. Without this the name is typed whole.

const WORD = /(?:^|\s)@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,39}|)$/u;
const WAIT_MS = 150;
let count = 0;

class CommentBox extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector('textarea');
    if (!this.field) return;
    count += 1;
    this.list = Object.assign(document.createElement('ul'), { className: 'comment-people', id: `comment-people-${count}`, hidden: true });
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', '@');
    this.told = Object.assign(document.createElement('span'), { className: 'visually-hidden' });
    this.told.setAttribute('role', 'status');
    this.field.setAttribute('aria-autocomplete', 'list');
    this.field.setAttribute('aria-controls', this.list.id);
    this.append(this.list, this.told);
    this.at = -1;
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('keydown', (event) => this.keyed(event));
    this.field.addEventListener('blur', () => setTimeout(() => this.close(), WAIT_MS));
    this.list.addEventListener('mousedown', (event) => {
      const item = event.target.closest('li');
      if (!item) return;
      event.preventDefault();
      this.take(item.dataset.name);
    });
  }

  get word() {
    return WORD.exec(this.field.value.slice(0, this.field.selectionStart))?.[1];
  }

  typed() {
    clearTimeout(this.timer);
    const { word } = this;
    if (word === undefined) this.close();
    else this.timer = setTimeout(() => this.ask(word), WAIT_MS);
  }

  async ask(word) {
    const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(word)}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!answer?.ok || this.word !== word) return;
    const { people } = await answer.json();
    this.list.replaceChildren(...people.map(([name, title], i) => {
      const item = Object.assign(document.createElement('li'), { id: `${this.list.id}-${i}`, textContent: title ? `${name}, ${title}` : name });
      item.setAttribute('role', 'option');
      item.dataset.name = name;
      return item;
    }));
    this.list.hidden = people.length === 0;
    this.told.textContent = people.length ? `${people.length} ${this.dataset.found}` : '';
    this.point(people.length ? 0 : -1);
  }

  point(at) {
    this.at = at;
    [...this.list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    if (at >= 0) this.field.setAttribute('aria-activedescendant', this.list.children[at].id);
    else this.field.removeAttribute('aria-activedescendant');
  }

  keyed(event) {
    if (this.list.hidden) return;
    const { length } = this.list.children;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.point((this.at + (event.key === 'ArrowDown' ? 1 : length - 1)) % length);
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(this.list.children[this.at].dataset.name);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(name) {
    const { field, word } = this;
    const end = field.selectionStart;
    field.setRangeText(`${name} `, end - word.length, end, 'end');
    this.close();
    field.focus();
  }

  close() {
    this.list.hidden = true;
    this.point(-1);
  }
}

customElements.define('comment-box', CommentBox);
