// The frame's behaviour: command palette, shortcuts, filters, confirmations, toasts. Pages work without it.
const palette = document.getElementById("palette");
const map = document.getElementById("keyboard-map");

export function toast(text, kind = "") {
  const box = document.getElementById("toasts");
  const item = document.createElement("div");
  item.className = `toast ${kind}`;
  item.textContent = text;
  box.append(item);
  setTimeout(() => item.remove(), 8000);
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], remit-gantt") !== null;
}

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("ul");
    this.chosen = 0;
    this.asked = 0;
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.go(event.target.closest("li")));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.value = "";
    this.ask();
  }

  async ask() {
    const asked = ++this.asked;
    const address = `${this.dialog.dataset.url}?q=${encodeURIComponent(this.input.value)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || asked !== this.asked) return;
    const { answers, nothing } = await answer.json();
    this.chosen = 0;
    this.list.replaceChildren(...answers.map((each, index) => this.item(each, index)));
    if (!answers.length) {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.setAttribute("aria-disabled", "true");
      item.textContent = nothing;
      this.list.append(item);
    }
    this.mark();
  }

  item(answer, index) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.id = `palette-${index}`;
    item.dataset.url = answer.url;
    const label = document.createElement("span");
    label.textContent = answer.label;
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = answer.hint || answer.kind;
    item.append(label, hint);
    return item;
  }

  mark() {
    [...this.list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) {
        item.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", item.id);
      }
    });
  }

  key(event) {
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.chosen = Math.min(count - 1, this.chosen + 1);
    else if (event.key === "ArrowUp") this.chosen = Math.max(0, this.chosen - 1);
    else if (event.key === "Enter") return this.go(this.list.children[this.chosen]);
    else return undefined;
    event.preventDefault();
    return this.mark();
  }

  go(item) {
    if (item?.dataset.url) window.location.assign(item.dataset.url);
  }
}

const commands = palette ? new Palette(palette) : null;
document.getElementById("open-palette")?.addEventListener("click", () => commands.open());

let waiting = "";
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    commands?.open();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (waiting === "g") {
    waiting = "";
    const link = document.querySelector(`.rail-link[data-shortcut="${CSS.escape(event.key)}"]`);
    if (link) link.click();
    return;
  }
  if (event.key === "g") {
    waiting = "g";
    setTimeout(() => (waiting = ""), 1200);
  } else if (event.key === "?") {
    map?.showModal();
  } else if (event.key === "/") {
    const filter = document.querySelector("[data-filter]");
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  // A double click sends one request: the second finds the button busy.
  if (form.method === "post") {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});

document.querySelector(".notice[role=alert]")?.focus();
