// A small question mark beside a word of the glossary, the first time that it stands alone as a heading or a label.
const data = document.querySelector('script[src*="people/terms"]')?.dataset.url;
const PLACES = "main h2, main h3, main dt, main th";
const NOT_IN = "a, button, summary, dialog, remit-gantt, .terms, [hidden]";
const marked = new Set();

/** The word as the glossary tells it: without case, spaces at its ends, or the s of a plural. */
function known(words, text) {
  const word = text.trim().toLocaleLowerCase();
  return words.get(word) ?? (word.endsWith("s") ? words.get(word.slice(0, -1)) : undefined);
}

function mark(words, label) {
  for (const place of document.querySelectorAll(PLACES)) {
    const found = known(words, place.textContent);
    if (!found || marked.has(found.slug) || place.closest(NOT_IN) || location.pathname.endsWith(`/glossary/${found.slug}/`)) continue;
    marked.add(found.slug);
    const link = document.createElement("a");
    link.className = "term-mark";
    link.href = `/glossary/${encodeURIComponent(found.slug)}/`;
    link.title = found.means;
    link.setAttribute("aria-label", label.replace("{word}", found.word));
    link.textContent = "?";
    place.append(link);
  }
}

async function start() {
  const answer = await fetch(data, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { words, label } = await answer.json();
  const table = new Map(words.map((each) => [each.word.toLocaleLowerCase(), each]));
  mark(table, label);
  // parts that come later: what was marked in a part that was replaced may be marked again
  document.addEventListener("htmx:after:swap", () => {
    for (const slug of marked) if (!document.querySelector(`.term-mark[href$="/${CSS.escape(slug)}/"]`)) marked.delete(slug);
    mark(table, label);
  });
}

if (data) start().catch(() => {}); // without the glossary a page says what it says
