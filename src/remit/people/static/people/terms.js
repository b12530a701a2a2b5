// Words of the glossary lead to it, each once on a page: a small question mark beside one that stands alone as a
// heading or a label, else a dotted line below the first that stands in what Remit says.
const data = document.querySelector('script[src*="people/terms"]')?.dataset.url;
const PLACES = "main h2, main h3, main dt, main th";
const PROSE = "main p, main dd, main legend, main .figure-card > span, main .field .help";
const MOST_TEXTS = 600;
const NOT_IN = "a, button, summary, dialog, remit-gantt, .terms, .as-written, [hidden], [aria-hidden]";
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

/** The expression that finds any of the words as a whole, the longest first; also with the s of a plural. */
function anyOf(words) {
  const told = [...words.keys()].sort((one, other) => other.length - one.length);
  const plain = told.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${plain.join("|")})s?(?![\\p{L}\\p{N}_-])`, "giu");
}

function texts() {
  const found = [];
  for (const place of document.querySelectorAll(PROSE)) {
    if (place.closest(NOT_IN)) continue;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (found.length >= MOST_TEXTS) return found;
      if (text.data.trim() && !text.parentElement.closest(`${NOT_IN}, code, .key, .person, .term-mark`)) found.push(text);
    }
  }
  return found;
}

/** Make the first of each word that is not marked yet a link, in what Remit says. */
function link(words, label) {
  const any = words.size ? anyOf(words) : null;
  if (!any) return;
  for (let text of texts()) {
    any.lastIndex = 0;
    for (let hit = any.exec(text.data); hit; hit = any.exec(text.data)) {
      const found = known(words, hit[0]);
      if (!found || marked.has(found.slug) || location.pathname.endsWith(`/glossary/${found.slug}/`)) continue;
      marked.add(found.slug);
      const word = text.splitText(hit.index);
      text = word.splitText(hit[0].length);
      const anchor = document.createElement("a");
      anchor.className = "term-link";
      anchor.href = `/glossary/${encodeURIComponent(found.slug)}/`;
      anchor.title = `${label.replace("{word}", found.word)}: ${found.means}`;
      word.replaceWith(anchor);
      anchor.append(word);
      any.lastIndex = 0;
    }
  }
}

async function start() {
  const answer = await fetch(data, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { words, label } = await answer.json();
  const table = new Map(words.map((each) => [each.word.toLocaleLowerCase(), each]));
  mark(table, label);
  link(table, label);
  // parts that come later: what was marked in a part that was replaced may be marked again
  document.addEventListener("htmx:after:swap", () => {
    for (const slug of marked) if (!document.querySelector(`:is(.term-mark, .term-link)[href$="/${CSS.escape(slug)}/"]`)) marked.delete(slug);
    mark(table, label);
    link(table, label);
  });
}

if (data) start().catch(() => {}); // without the glossary a page says what it says
