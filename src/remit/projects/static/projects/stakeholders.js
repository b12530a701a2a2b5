// The grid of power and interest: a chip is dragged, or moved with Shift and an arrow key, and saved at once.
const ARROWS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

class PowerGrid extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.take(event));
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("dragleave", (event) => this.place(event)?.classList.remove("over"));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("keydown", (event) => this.key(event));
  }

  place(event) {
    return event.target.closest?.("td[data-power]");
  }

  take(event) {
    this.held = event.target.closest?.(".stakeholder") || null;
    if (this.held) event.dataTransfer.effectAllowed = "move";
  }

  hover(event) {
    const place = this.place(event);
    if (!place || !this.held) return;
    event.preventDefault();
    place.classList.add("over");
  }

  drop(event) {
    const place = this.place(event);
    if (!place || !this.held) return;
    event.preventDefault();
    place.classList.remove("over");
    this.move(this.held, Number(place.dataset.power), Number(place.dataset.interest));
    this.held = null;
  }

  key(event) {
    const chip = event.target.closest(".stakeholder");
    const step = ARROWS[event.key];
    if (!chip || !step || !event.shiftKey) return;
    event.preventDefault();
    const { power, interest } = chip.closest("td").dataset;
    this.move(chip, Number(power) + step[0], Number(interest) + step[1]);
  }

  // One move after the other: each takes the version that the one before left.
  async move(chip, power, interest) {
    if (this.busy || power < 1 || power > 5 || interest < 1 || interest > 5) return;
    const now = chip.closest("td").dataset;
    if (Number(now.power) === power && Number(now.interest) === interest) return;
    this.busy = true;
    try {
      await this.send(chip, power, interest);
    } finally {
      this.busy = false;
    }
  }

  async send({ dataset }, power, interest) {
    const token = document.querySelector("meta[name=csrf-token]").content;
    const body = new URLSearchParams({ power, interest, version: dataset.version });
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    let answer;
    try {
      answer = await fetch(dataset.url, { method: "POST", headers, body });
    } catch {
      window.location.reload();
      return;
    }
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) {
      this.refused(shown);
      return;
    }
    this.querySelector("#power-grid").replaceWith(shown.getElementById("power-grid"));
    const moved = this.querySelector(`[data-key="${CSS.escape(dataset.key)}"]`);
    if (!moved) return;
    moved.focus();
    const row = moved.closest("tr").querySelector("th").textContent;
    const column = this.querySelectorAll("thead th")[interest - 1].textContent;
    document.getElementById("grid-said").textContent = `${moved.querySelector(".who").textContent}: ${row}, ${column}`;
  }

  // What the server says is shown above the grid until the next move goes well.
  refused(shown) {
    const found = shown.querySelector(".notice");
    if (!found) {
      window.location.reload();
      return;
    }
    this.querySelector(".notice[role=alert]")?.remove();
    this.querySelector("#power-grid").prepend(found);
  }
}

customElements.define("power-grid", PowerGrid);
