// Finds among many boxes to tick by what is typed. Without it the whole list stands there.

const SHORT = 12;

class Checklist {
  constructor(element) {
    this.element = element;
    this.field = element.querySelector("input[type=search]");
    this.list = element.querySelector("ul");
    this.status = element.querySelector("[role=status]");
    this.rows = [...element.querySelectorAll("li")].map((row) => ({
      row,
      box: row.querySelector("input"),
      words: fold(row.textContent),
    }));
    this.field.hidden = false;
    this.status.hidden = false;
    this.field.addEventListener("input", () => this.show());
    this.field.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("change", () => this.tell());
    this.show();
  }

  // What is ticked stays in sight, above the rest; of a long list the rest comes only once something is typed.
  show() {
    const words = fold(this.field.value).split(" ").filter(Boolean);
    const isLong = this.rows.length > SHORT;
    this.found = 0;
    for (const each of this.rows) {
      const isFound = words.length ? words.every((word) => each.words.includes(word)) : !isLong;
      if (isFound) this.found += 1;
      each.row.hidden = !isFound && !each.box.checked;
    }
    const ticked = this.rows.filter((each) => each.box.checked).map((each) => each.row);
    this.list.prepend(...ticked);
    this.tell();
  }

  tell() {
    const chosen = this.rows.filter((each) => each.box.checked).length;
    const none = this.field.value.trim() && this.found === 0 ? ` ${this.element.dataset.none}` : "";
    this.status.textContent = this.element.dataset.chosen.replace("{n}", chosen) + none;
  }

  open() {
    return this.rows.filter((each) => !each.row.hidden && !each.box.checked);
  }

  key(event) {
    if (event.key === "Enter") {
      event.preventDefault(); // it would send the form
      const open = this.open();
      if (this.field.value.trim() && open.length === 1) {
        open[0].box.checked = true;
        this.field.value = "";
        this.show();
      }
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.open()[0]?.box.focus();
    } else if (event.key === "Escape" && this.field.value) {
      this.field.value = "";
      this.show();
    }
  }
}

function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .trim();
}

for (const each of document.querySelectorAll("[data-checklist]")) new Checklist(each);
