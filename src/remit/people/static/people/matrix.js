// The grid of a draft: one cell has the focus, arrows move it, letters are set and sent at once, one after the other.
const LETTERS = new Set(["R", "A", "C", "I"]);
const WORDS = { "": "–", A: "A", R: "R", AR: "A R", C: "C", I: "I" };

// What a cell holds after a letter was typed: A and R stand together, C and I alone; typed again a letter goes.
export function toggled(letters, typed) {
  if (letters.includes(typed)) return letters.replace(typed, "");
  if (typed === "C" || typed === "I") return typed;
  const kept = letters.replace(/[CI]/g, "");
  return [..."AR"].filter((letter) => letter === typed || kept.includes(letter)).join("");
}

class Matrix extends HTMLElement {
  connectedCallback() {
    this.waiting = Promise.resolve();
    this.at = { row: "", party: "" };
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("paste", (event) => this.paste(event));
    this.addEventListener("focusin", (event) => this.note(event.target.closest("[role=gridcell]")));
    this.addEventListener("click", (event) => event.target.closest("[role=gridcell]")?.focus());
    this.addEventListener("dblclick", (event) => this.open(event.target.closest("[role=gridcell]")));
    this.first();
  }

  // One cell of the grid can be reached by Tab: the one that had the focus last.
  first() {
    const cell = this.cell(this.at) || this.querySelector("[role=gridcell]");
    if (cell) cell.tabIndex = 0;
    return cell;
  }

  cell({ row, party }) {
    const line = row && this.querySelector(`tr[data-row="${CSS.escape(row)}"]`);
    return line ? line.querySelector(`[data-party="${CSS.escape(party)}"]`) : null;
  }

  note(cell) {
    if (!cell) return;
    for (const other of this.querySelectorAll("[role=gridcell][tabindex='0']")) other.tabIndex = -1;
    cell.tabIndex = 0;
    this.at = { row: cell.parentElement.dataset.row, party: cell.dataset.party };
  }

  open(cell) {
    if (cell) window.location.assign(cell.parentElement.dataset.url);
  }

  key(event) {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = event.key.toUpperCase();
    const next = this.beside(cell, event.key);
    if (next) next.focus();
    else if (LETTERS.has(letter) && event.key.length === 1) this.set(cell, (letters) => toggled(letters, letter));
    else if (event.key === "Delete" || event.key === "Backspace") this.set(cell, () => "");
    else if (event.key === "Enter") this.open(cell);
    else if (!event.key.startsWith("Arrow") && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
  }

  beside(cell, key) {
    const cells = [...cell.parentElement.querySelectorAll("[role=gridcell]")];
    const place = cells.indexOf(cell);
    const rows = [...this.querySelectorAll("tbody tr")];
    const row = rows.indexOf(cell.parentElement);
    const down = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (down) return rows[row + down]?.querySelectorAll("[role=gridcell]")[place];
    if (key === "Home") return cells[0];
    if (key === "End") return cells.at(-1);
    return { ArrowRight: cells[place + 1], ArrowLeft: cells[place - 1] }[key];
  }

  // Edits are sent one after the other: each takes the versions that the one before left.
  set(cell, change) {
    if (cell.getAttribute("aria-readonly") === "true") return;
    const place = { row: cell.parentElement.dataset.row, party: cell.dataset.party };
    this.later(() => {
      const now = this.cell(place);
      if (!now) return null;
      const letters = change(now.dataset.letters);
      const version = now.parentElement.dataset.version;
      return this.send(this.dataset.lettersUrl, { ...place, letters, version }, () => this.say(place));
    });
  }

  paste(event) {
    const cell = event.target.closest("[role=gridcell]");
    const text = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "");
    if (!cell || !text) return;
    event.preventDefault();
    const place = { ...this.at };
    this.later(() => {
      const version = this.querySelector("#matrix").dataset.version;
      return this.send(this.dataset.blockUrl, { ...place, text, version }, () => this.say(place));
    });
  }

  later(work) {
    this.waiting = this.waiting.then(work, work);
  }

  async send(url, stated, done) {
    const token = document.querySelector("meta[name=csrf-token]").content;
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    let answer;
    try {
      answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams(stated) });
    } catch {
      return this.refused("");
    }
    const text = await answer.text();
    if (!answer.ok) return this.refused(text);
    const had = this.contains(document.activeElement);
    const shown = new DOMParser().parseFromString(text, "text/html").getElementById("matrix");
    this.querySelector("#matrix").replaceWith(shown);
    const cell = this.first();
    if (had && cell) cell.focus();
    return done();
  }

  // What the server says is shown above the grid until the next edit goes well.
  refused(text) {
    const found = new DOMParser().parseFromString(text, "text/html").querySelector(".notice");
    if (!found) return window.location.reload();
    this.querySelector(".notice[role=alert]")?.remove();
    this.querySelector("#matrix").prepend(found);
    return undefined;
  }

  say(place) {
    const cell = this.cell(place);
    const said = document.getElementById("matrix-said");
    if (!cell || !said) return;
    const faults = cell.parentElement.querySelectorAll(".fault");
    const row = cell.parentElement.querySelector("th a").textContent;
    const by = cell.querySelector(".by").textContent;
    const wrong = [...faults].map((each) => each.textContent.trim().replace(/\s+/g, " "));
    said.textContent = [`${row}, ${by}: ${WORDS[cell.dataset.letters]}`, ...wrong].join(". ");
  }
}

customElements.define("remit-matrix", Matrix);
