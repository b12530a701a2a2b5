// Making elements: attributes as properties, children in order, icons as shapes.

/** Make an element: `of('button', {className: 'button', onclick}, 'Save')`; names with a dash become attributes. */
export function of(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.includes('-') || name === 'role' || name === 'for' || name === 'list') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SHAPES = {
  undo: 'M6 4 3 7l3 3M3.5 7H10a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 4l3 3-3 3M12.5 7H6a3.5 3.5 0 0 0 0 7h3',
  add: 'M8 3v10M3 8h10',
  link: 'M2.5 4.5h4v7h6M10 9l2.5 2.5L10 14',
  zoom_in: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14M7 5v4M5 7h4',
  zoom_out: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14M5 7h4',
  fit: 'M2 4v8M14 4v8M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2',
  today: 'M3 4h10v9.5H3zM3 7h10M6 2v3M10 2v3M8 9v2.5',
  by_person: 'M8 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 14c.4-3 2.3-4.5 5-4.5s4.6 1.5 5 4.5',
  why: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6.2 6.3c.2-2.3 3.7-2.2 3.7-.1 0 1.4-1.9 1.5-1.9 2.9M8 11.4h.1',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  keys: 'M2 4.5h12v7H2zM4.5 7h.1M7 7h.1M9.5 7h.1M11.8 7h.1M5 9.5h6',
  select: 'M2.5 4h3v3h-3zM2.5 10h3v3h-3zM8 5.5h6M8 11.5h6M3 5.3l.9.9 1.6-2',
  paste: 'M5 3H3.5v10.5h9V3H11M5.5 2h5v2.5h-5zM6 8h4M6 10.5h4',
  picture: 'M2.5 3h11v10h-11zM2.5 11l3.5-4 3 3 1.5-1.5 3 2.5M10.5 5.8h.1',
  collapse_all: 'M3 3h10M3 13h10M5.5 6.5 8 9l2.5-2.5',
};

/** An icon that says nothing to those who hear the page. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 16 16', width: 16, height: 16, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}
