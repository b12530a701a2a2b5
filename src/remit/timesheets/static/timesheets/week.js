// The grid of a week: arrows and Enter move, p takes what is planned, sums follow what is typed. A form without it.
const DAY = 24 * 60;

// Minutes of what was typed: 7.5, 7,5 or 7:30; null where it is no time.
export function minutesOf(text) {
  const typed = text.trim().replace(/h$/, "").trim();
  if (!typed) return 0;
  const clock = typed.match(/^(\d{1,2})?:([0-5]\d)$/);
  if (clock) return Number(clock[1] || 0) * 60 + Number(clock[2]);
  if (/^(\d{1,2})?([.,]\d{1,4})?$/.test(typed)) return Math.round(Number(typed.replace(",", ".")) * 60);
  return null;
}

export function hoursOf(minutes) {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

class Week {
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows];
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("input", () => this.sum());
    const take = document.querySelector("[data-take-plan]");
    take?.addEventListener("click", (event) => {
      event.preventDefault();
      this.takeAll();
    });
    this.sum();
  }

  cells(row) {
    return [...row.querySelectorAll("td:not(.note) input")];
  }

  takeAll() {
    for (const cell of this.table.querySelectorAll("input[data-plan]")) cell.value = cell.dataset.plan;
    this.sum();
    this.table.querySelector("input[data-plan]")?.focus();
  }

  key(event) {
    const cell = event.target.closest("td:not(.note) input");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "p" && cell.dataset.plan) {
      cell.value = cell.dataset.plan;
      this.sum();
    } else {
      const next = this.beside(cell, event.key);
      if (!next) return;
      next.focus();
      next.select();
    }
    event.preventDefault();
  }

  // Left and right leave a cell only at the ends of what stands in it.
  beside(cell, key) {
    const row = cell.closest("tr");
    const cells = this.cells(row);
    const place = cells.indexOf(cell);
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (key === "ArrowLeft" && (all || cell.selectionStart === 0)) return cells[place - 1];
    if (key === "ArrowRight" && (all || cell.selectionEnd === cell.value.length)) return cells[place + 1];
    const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[key];
    if (!step) return null;
    const other = this.rows[this.rows.indexOf(row) + step];
    return other ? this.cells(other)[place] : key === "Enter" ? cell : null;
  }

  sum() {
    const days = new Array(7).fill(0);
    for (const row of this.rows) {
      let whole = 0;
      this.cells(row).forEach((cell, place) => {
        const minutes = minutesOf(cell.value);
        cell.toggleAttribute("aria-invalid", minutes === null);
        if (minutes === null) cell.setAttribute("aria-invalid", "true");
        days[place] += minutes || 0;
        whole += minutes || 0;
      });
      row.querySelector("[data-row-sum]").textContent = whole ? hoursOf(whole) : "";
    }
    this.table.querySelectorAll("[data-day-sum]").forEach((cell, place) => {
      cell.lastChild.textContent = hoursOf(days[place]);
      cell.classList.toggle("over", days[place] > DAY);
    });
    this.table.querySelector("[data-week-sum]").textContent = hoursOf(days.reduce((one, other) => one + other, 0));
  }
}

const table = document.querySelector("[data-week]");
if (table) new Week(table);
