// Talking to the server: edits one after the other, previews as fast as answers come, undo, and what to do when refused.

const PREVIEW_EVERY_MS = 150;

/** What the server refused, or that it did not answer (`status` 0). */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || '');
    this.status = status;
    this.code = problem.code ?? '';
    this.errors = problem.errors ?? [];
    this.current = problem.current ?? null;
  }
}

/** The addresses of one plan. */
export class Server {
  constructor({ dataUrl, editsUrl, undoUrl }, t) {
    Object.assign(this, { dataUrl, editsUrl, undoUrl, t });
    this.tag = null;
  }

  /** The whole plan, or null if it is as it was. */
  async load() {
    const headers = { Accept: 'application/json' };
    if (this.tag) headers['If-None-Match'] = this.tag;
    const response = await this.fetch(this.dataUrl, { headers });
    if (response.status === 304) return null;
    const data = await this.read(response);
    this.tag = response.headers.get('ETag');
    return data;
  }

  async post(url, body, signal) {
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? '';
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token };
    return this.read(await this.fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal }));
  }

  /** Send a form of the page; the server answers as it does to steps. */
  async submit(url, form) {
    return this.read(await this.fetch(url, { method: 'POST', headers: { Accept: 'application/json' }, body: form }));
  }

  async fetch(url, options) {
    try {
      return await fetch(url, { credentials: 'same-origin', ...options });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new Refused(0, { detail: this.t('not_saved', { what: error.message }) });
    }
  }

  async read(response) {
    const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
    if (response.redirected && !isJson) throw new Refused(0, { detail: this.t('signed_out') });
    if (response.ok && isJson) return response.json();
    const problem = isJson ? await response.json() : { detail: this.t('not_saved', { what: `${response.status} ${response.statusText}` }) };
    throw new Refused(isJson ? response.status : 0, problem);
  }
}

/** Sends edits in the order in which they were made, each built when its turn comes so that it states the present version. */
export class Edits {
  constructor({ server, plan, t, changed, say, told, resolve, reload }) {
    Object.assign(this, { server, plan, t, changed, say, told, resolve, reload });
    this.tail = Promise.resolve();
    this.waiting = null;
    this.isAsking = false;
    this.lastAsked = 0;
  }

  /** Send what `build` returns; `patch` shows it before the answer. Resolves to the answer, or null if it was not saved. */
  send(build, { patch, refused, said } = {}) {
    const takeBack = patch ? this.plan.patch(patch.key, patch.fields) : null;
    if (patch) this.changed();
    const job = this.tail.then(() => this.perform(build, { patch, takeBack, refused, said }));
    this.tail = job.catch(() => null);
    return job;
  }

  /** Send a form of the page when its turn comes; `refused` gets what the server refused. Resolves to the answer or null. */
  submit(url, form, refused) {
    const job = this.tail.then(async () => {
      try {
        const answer = await this.server.submit(url, form);
        this.took(answer);
        this.plan.undoStack.push(answer.edit);
        this.plan.redoStack.length = 0;
        this.changed();
        return answer;
      } catch (error) {
        return this.failed(error, () => this.submit(url, form, refused), { refused });
      }
    });
    this.tail = job.catch(() => null);
    return job;
  }

  async perform(build, job) {
    const steps = build();
    if (!steps) return null;
    try {
      const answer = await this.post(steps);
      if (!answer) return this.giveUp(job);
      this.settle(job.patch);
      this.took(answer, job.said);
      this.plan.undoStack.push(answer.edit);
      this.plan.redoStack.length = 0;
      return answer;
    } catch (error) {
      return this.failed(error, () => this.send(build, { ...job, takeBack: undefined }), job);
    }
  }

  /** Post steps; where somebody was faster, let the user choose and post the choice. Null if theirs was kept. */
  async post(steps) {
    for (let sent = steps; ;) {
      try {
        return await this.server.post(this.server.editsUrl, { edits: sent, preview: false });
      } catch (error) {
        if (error.code !== 'stale' || !error.current) throw error;
        const { key, version, fields } = error.current;
        const kept = await this.resolve(error.current);
        const names = kept ? Object.keys(fields).filter((name) => kept[name] === 'yours') : [];
        sent = sent.flatMap((step) => {
          if (step.op !== 'change' || step.key !== key) return [step];
          if (names.length === 0) return [];
          return [{ ...step, version, fields: Object.fromEntries(names.map((name) => [name, step.fields[name]])) }];
        });
        if (sent.length === 0) {
          this.reload();
          return null;
        }
      }
    }
  }

  giveUp({ takeBack = undefined, patch = undefined }) {
    takeBack?.();
    this.settle(patch);
    this.changed();
    return null;
  }

  settle(patch) {
    const row = patch && this.plan.byKey.get(patch.key);
    if (row) row.pending = false;
  }

  failed(error, again, job) {
    if (!(error instanceof Refused)) throw error;
    this.giveUp(job);
    if (job.refused?.(error)) return null;
    if (error.code === 'unchanged') this.say(this.t('nothing_changed'));
    else if (error.status === 0) this.say(error.message, { isError: true, action: [this.t('try_again'), again] });
    else this.say(this.t('refused', { why: error.message }), { isError: true });
    return null;
  }

  took(answer, said = this.told) {
    if (this.plan.apply(answer)) this.reload();
    this.changed(answer);
    this.say(said(answer), { answer });
  }

  /** Take the last edit of this visit back. */
  undo() {
    return this.turn(this.plan.undoStack, this.plan.redoStack, this.t('undone'));
  }

  /** Make the last edit that was taken back again. */
  redo() {
    return this.turn(this.plan.redoStack, this.plan.undoStack, this.t('redone'));
  }

  turn(from, to, none) {
    const job = this.tail.then(async () => {
      if (from.length === 0) {
        this.say(none);
        return null;
      }
      const number = from.pop();
      try {
        const answer = await this.server.post(this.server.undoUrl, { edit: number });
        this.took(answer);
        to.push(answer.edit);
        this.changed();
        return answer;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status === 0) from.push(number);
        this.say(this.t('refused', { why: error.message }), { isError: true });
        this.changed();
        return null;
      }
    });
    this.tail = job.catch(() => null);
    return job;
  }

  /** Ask what steps would lead to; `show(answer | Refused)` gets the latest answer. Only the latest question waits. */
  preview(steps, show) {
    this.waiting = { steps, show };
    this.ask();
  }

  /** Ask no more: what is under way is no longer wanted. */
  forget() {
    this.waiting = null;
    clearTimeout(this.timer);
    this.timer = null;
    this.abort?.abort();
  }

  ask() {
    if (this.isAsking || !this.waiting || this.timer) return;
    const wait = this.lastAsked + PREVIEW_EVERY_MS - performance.now();
    if (wait > 0) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.ask();
      }, wait);
      return;
    }
    const { steps, show } = this.waiting;
    this.waiting = null;
    this.isAsking = true;
    this.lastAsked = performance.now();
    const abort = new AbortController();
    this.abort = abort;
    this.server.post(this.server.editsUrl, { edits: steps, preview: true }, abort.signal)
      .then((answer) => !abort.signal.aborted && show(answer), (error) => {
        if (error instanceof Refused && !abort.signal.aborted) show(error);
      })
      .finally(() => {
        this.isAsking = false;
        this.ask();
      });
  }
}

/** The step that states fields of an activity at its present version. */
export const change = (row, fields) => ({ op: 'change', key: row.key, version: row.version, fields });

/** What an answer leads to, in a sentence: the project's finish and how many activities move. */
export function consequence(answer, { t, words }, { isPreview = false } = {}) {
  const { shift_minutes: shift, activities_moved: moved, finish_after: finish } = answer.consequence;
  const end = words.lastDay(finish);
  const first = shift === 0 ? t('finish_same', { finish: end }) : t(isPreview ? 'finish_would' : 'finish_moves', { shift: words.shift(shift), finish: end });
  return `${first}. ${moved ? t(isPreview ? 'moves' : 'moved', { n: moved }) : t(isPreview ? 'nothing_moves' : 'nothing_moved')}.`;
}
