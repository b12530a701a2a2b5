// <plan-news>: a page about a part of a plan learns that others changed it, and shows the new state in place.

const AFTER_FAULT_MS = 15_000;

const touched = new WeakSet();
for (const kind of ['input', 'change']) document.addEventListener(kind, (event) => {
  const part = event.target.closest?.('[data-live]');
  if (part) touched.add(part);
});

/** Whether somebody is at work in a part of the page: it has the focus in a field, or something was typed there. */
const isInUse = (part) => touched.has(part) || (part.contains(document.activeElement) && document.activeElement.matches('input, select, textarea'));

/** What a part says, without the tokens of its forms, which are others each time. */
const readOf = (part) => {
  const copy = part.cloneNode(true);
  for (const each of copy.querySelectorAll('[name="csrfmiddlewaretoken"]')) each.remove();
  return copy.innerHTML;
};

class PlanNews extends HTMLElement {
  connectedCallback() {
    this.version = Number(this.dataset.version);
    this.said = document.createElement('p');
    this.said.setAttribute('role', 'status');
    this.said.className = 'plan-news small muted';
    this.append(this.said);
    this.seen = () => document.visibilityState === 'visible' && this.ask();
    document.addEventListener('visibilitychange', this.seen);
    this.again(3000);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.seen);
  }

  again(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), after);
  }

  async ask() {
    if (document.visibilityState !== 'visible' || this.isAsking) return;
    this.isAsking = true;
    let pause = AFTER_FAULT_MS;
    try {
      const at = encodeURIComponent(this.dataset.key ?? '');
      const response = await fetch(`${this.dataset.url}?brief=1&version=${this.version}&at=${at}`, { credentials: 'same-origin', headers: { Accept: 'application/json' } });
      if (!response.ok || response.redirected) return;
      const news = await response.json();
      pause = news.pause * 1000;
      if (news.changes) await this.take(news);
    } catch {
      // no answer: asked again later
    } finally {
      this.isAsking = false;
      this.again(pause);
    }
  }

  async take({ version, changes }) {
    const { key } = this.dataset;
    this.version = version;
    if (key && !changes.is_whole && !changes.keys.includes(key)) return;
    const response = await fetch(location.href, { credentials: 'same-origin' });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    let isLeft = false;
    let isOther = false;
    for (const part of document.querySelectorAll('[data-live]')) {
      const now = fresh.getElementById(part.id);
      if (!now || readOf(part) === readOf(now)) continue;
      if (isInUse(part)) {
        isLeft = true;
        continue;
      }
      isOther = true;
      part.replaceChildren(...now.childNodes);
    }
    const [who, what] = changes.said.at(-1) ?? [];
    if (who && (isOther || isLeft)) this.said.textContent = `${who}: ${what}. ${isLeft ? this.dataset.left : this.dataset.shown}`;
  }
}

customElements.define('plan-news', PlanNews);
