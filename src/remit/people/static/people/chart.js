// Makes the picture of the org chart larger and smaller, brings what was found into view, and prints it.
// Without it the page is the same picture at its own size, with the chart in words below.
const LEAST = 0.25;
const MOST = 3;
const STEP = 1.25;

export function zoomed(scale, step) {
  return Math.min(Math.max(scale * step, LEAST), MOST);
}

class Chart {
  constructor(root) {
    this.view = root.querySelector(".org-chart-view");
    this.picture = root.querySelector("svg");
    this.box = this.picture.viewBox.baseVal;
    this.scale = 1;
    const tools = root.querySelector("[data-org-chart-tools]");
    tools.hidden = false;
    tools.addEventListener("click", (event) => this.act(event.target.closest("[data-zoom]")?.dataset.zoom));
    this.view.addEventListener("keydown", (event) => this.key(event));
    // what was found, or else the box at the top, whose place is half-way down a large picture
    this.show(this.picture.querySelector(".match") ?? this.picture.querySelector(".box"));
  }

  act(what) {
    if (what === "in") this.to(zoomed(this.scale, STEP));
    if (what === "out") this.to(zoomed(this.scale, 1 / STEP));
    if (what === "fit") this.to(zoomed(this.view.clientWidth / this.box.width, 1));
    if (what === "print") window.print();
  }

  key(event) {
    const what = { "+": "in", "=": "in", "-": "out", "0": "fit" }[event.key];
    if (!what || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.act(what);
  }

  // what is in the middle stays there
  to(scale) {
    const share = scale / this.scale;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.view;
    const middle = [scrollLeft + clientWidth / 2, scrollTop + clientHeight / 2];
    this.scale = scale;
    this.picture.setAttribute("width", String(Math.round(this.box.width * scale)));
    this.picture.setAttribute("height", String(Math.round(this.box.height * scale)));
    this.view.scrollLeft = middle[0] * share - clientWidth / 2;
    this.view.scrollTop = middle[1] * share - clientHeight / 2;
  }

  show(found) {
    if (!found) return;
    const at = found.getBoundingClientRect();
    const frame = this.view.getBoundingClientRect();
    this.view.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
    this.view.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
  }
}

for (const root of document.querySelectorAll("[data-org-chart]")) {
  if (root.querySelector("svg")) new Chart(root);
}
