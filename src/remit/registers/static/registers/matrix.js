// Risks are dragged from cell to cell of their own matrix; without a mouse "Move" does the same.
const form = document.getElementById("place");
let dragged = null;

function cellOf(event) {
  const cell = event.target.closest?.(".risk-matrix td");
  return cell && dragged && cell.closest("table") === dragged.closest("table") ? cell : null;
}

function unmark() {
  document.querySelectorAll(".risk-matrix td.is-over").forEach((each) => each.classList.remove("is-over"));
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".risk-chip[data-place]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const cell = cellOf(event);
  unmark();
  if (!cell) return;
  event.preventDefault();
  cell.classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const cell = cellOf(event);
  unmark();
  if (!cell) return;
  event.preventDefault();
  if (cell === dragged.closest("td")) return;
  form.action = dragged.dataset.place;
  form.elements.version.value = dragged.dataset.version;
  form.elements.probability_band.value = cell.dataset.probability;
  form.elements.impact_band.value = cell.dataset.impact;
  form.submit();
});

document.addEventListener("dragend", () => {
  dragged = null;
  unmark();
});
