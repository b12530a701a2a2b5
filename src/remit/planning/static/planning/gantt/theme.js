// The colours and the type of the canvas: read from the same tokens as the page, again whenever they change.

const TOKENS = {
  surface: '--surface', ground: '--ground', line: '--line', text: '--text', muted: '--text-muted', accent: '--accent', accentInk: '--accent-ink',
  red: '--red', amber: '--amber', green: '--green', grey: '--grey', focus: '--focus',
  bar: '--gantt-bar', progress: '--gantt-progress', edge: '--gantt-edge', baseline: '--gantt-baseline', rest: '--gantt-rest',
  holiday: '--gantt-holiday', grid: '--gantt-grid', link: '--gantt-link', driving: '--gantt-driving', selected: '--gantt-selected',
  summary: '--gantt-summary', quiet: '--gantt-quiet', quietDone: '--gantt-quiet-done', header: '--gantt-header',
};

/** Resolve every token of the canvas to a colour that a canvas understands. */
export function readTheme(host) {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.forcedColorAdjust = 'none'; // a canvas shows no forced colours: with one colour for all nothing would be seen
  host.append(probe);
  const resolve = (name) => {
    probe.style.color = '';
    probe.style.color = `var(${name}, currentcolor)`;
    return getComputedStyle(probe).color;
  };
  const theme = Object.fromEntries(Object.entries(TOKENS).map(([key, name]) => [key, resolve(name)]));
  theme.ring = Array.from({ length: 12 }, (_, i) => resolve(`--ring-${i + 1}`));
  probe.remove();
  const style = getComputedStyle(host);
  theme.family = style.fontFamily;
  theme.row = Number.parseFloat(style.getPropertyValue('--row')) || 32;
  return theme;
}

/** Call `changed` whenever the page's colours or density may have changed; returns what stops it. */
export function watchTheme(changed) {
  const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'].map((query) => matchMedia(query));
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density', 'class', 'lang'] });
  for (const each of media) each.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const each of media) each.removeEventListener('change', changed);
  };
}

const hues = new Map();

/** Take the hues that the page gives people, `[key, name, hue from 1]`, so that they are the same in every chart. */
export function setHues(people) {
  for (const [, name, hue] of people) if (hue) hues.set(name, hue - 1);
}

/** The hue of a person, 0 to 11: the page's, otherwise one that follows from the name. */
export function hueOf(name) {
  const known = hues.get(name);
  if (known !== undefined) return known;
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  return hash % 12;
}

/** The initials of a person: first letters of the first and the last name. */
export function initialsOf(name) {
  const words = name.trim().split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return '';
  const first = [...words[0]][0];
  return (words.length > 1 ? first + [...words.at(-1)][0] : first).toUpperCase();
}
