// The matrix by keyboard: one cell is in the tab order, arrows move it, htmx sends what a cell says.
const table = document.querySelector("[data-matrix]");

function cells(row) {
  return [...row.querySelectorAll(".trace-cell")];
}

function rows() {
  return [...table.tBodies[0].rows];
}

function choose(row, column) {
  const cell = cells(rows()[row] ?? rows()[0])[column];
  if (!cell) return;
  for (const each of table.querySelectorAll('.trace-cell[tabindex="0"]')) each.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

function place(cell) {
  const row = cell.closest("tr");
  return [rows().indexOf(row), cells(row).indexOf(cell)];
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

if (table) {
  const first = table.querySelector(".trace-cell");
  if (first) first.tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".trace-cell");
    const move = MOVES[event.key];
    if (!cell || !move) return;
    event.preventDefault();
    const [row, column] = place(cell);
    choose(Math.max(0, Math.min(rows().length - 1, row + move[0])), Math.max(0, column + move[1]));
  });
  let sent = null;
  table.addEventListener("htmx:before:request", (event) => {
    const cell = event.target.closest(".trace-cell");
    if (cell) sent = place(cell);
  });
  // the cell that was answered is a new one: the focus goes where it was
  new MutationObserver(() => {
    if (!sent) return;
    const [row, column] = sent;
    sent = null;
    choose(row, column);
  }).observe(table, { childList: true, subtree: true });
}
