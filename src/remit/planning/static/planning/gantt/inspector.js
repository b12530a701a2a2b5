// Beside the chart: why the chosen activity stands where it does; the address names it, so that a link opens the same view.

const PAUSE_MS = 180;
const STORED = 'remit.plan.why';

function remembered() {
  try {
    return localStorage.getItem(STORED) !== 'closed';
  } catch {
    return true;
  }
}

/** Loads the reasons of the chosen activity into the page's `#inspector`. */
export class Inspector {
  constructor({ whyUrl, activityUrl }, t) {
    Object.assign(this, { whyUrl, activityUrl, t });
    this.key = null;
    this.element = document.getElementById('inspector');
    this.isOpen = remembered();
    this.drawn();
  }

  /** The key that the address names. */
  static named() {
    return new URL(location.href).searchParams.get('activity');
  }

  static address(pattern, key) {
    return pattern.replace('KEY', encodeURIComponent(key));
  }

  /** It takes room beside the chart only while there is something to read. */
  drawn() {
    if (this.element) this.element.hidden = !(this.isOpen && this.key);
  }

  /** Open or close it for this and later visits; return whether it is open. */
  toggle() {
    this.isOpen = !this.isOpen;
    try {
      localStorage.setItem(STORED, this.isOpen ? 'open' : 'closed');
    } catch {
      // a browser that keeps nothing opens it again the next time
    }
    this.drawn();
    if (this.isOpen && this.key) this.load(this.key);
    return this.isOpen;
  }

  /** Show an activity, once the choice has rested for a moment. */
  show(key, { again = false } = {}) {
    if (key === this.key && !again) return;
    this.key = key;
    this.drawn();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(key), PAUSE_MS);
  }

  async load(key) {
    const url = new URL(location.href);
    url.searchParams.set('activity', key);
    history.replaceState(history.state, '', url);
    if (!this.element || !this.whyUrl || !this.isOpen) return;
    this.abort?.abort();
    this.abort = new AbortController();
    try {
      const response = await fetch(Inspector.address(this.whyUrl, key), { signal: this.abort.signal, headers: { Accept: 'text/html', 'HX-Request': 'true' } });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      const html = await response.text();
      if (key !== this.key) return;
      const wasOpen = document.getElementById('staffing')?.open;
      const focused = this.element.contains(document.activeElement) ? document.activeElement.id : '';
      this.element.innerHTML = html; // the server's own fragment, escaped there
      if (wasOpen) document.getElementById('staffing').open = true;
      if (focused) (document.getElementById(focused) ?? this.element).focus({ preventScroll: true });
      globalThis.htmx?.process(this.element);
    } catch (error) {
      if (error.name === 'AbortError') return;
      const note = document.createElement('p');
      note.className = 'notice notice-error';
      note.textContent = this.t('no_why');
      this.element.replaceChildren(note);
    }
  }

  /** Let the reasons lead from one activity to the next within the chart. */
  listen(choose) {
    this.element?.addEventListener('click', (event) => {
      const key = event.target.closest('[data-activity]')?.dataset.activity;
      if (!key || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(key);
    });
  }

  /** Let forms that edit the plan go through the chart: `submit(url, form, refused)` sends one. */
  send(submit) {
    this.element?.addEventListener('submit', (event) => {
      const form = event.target.closest('form[data-edit]');
      if (!form) return;
      event.preventDefault();
      const button = event.submitter;
      const note = form.querySelector('.error');
      note.hidden = true;
      this.element.tabIndex = -1;
      submit(button?.getAttribute('formaction') || form.getAttribute('action'), new FormData(form), (error) => {
        note.textContent = error.message;
        note.hidden = false;
        return true;
      });
    });
  }

  /** Move the focus to the reasons; Escape brings it back by `back`. */
  enter(back) {
    if (!this.element || !this.key) return;
    this.element.tabIndex = -1;
    this.element.focus();
    this.element.onkeydown = (event) => {
      if (event.key === 'Escape') back();
    };
  }
}
