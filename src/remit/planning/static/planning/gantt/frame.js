// The frame around grid and timeline: one scroller for both, so that rows and bars never part; and the divider between them.
import { of } from './dom.js';
import { readTheme } from './theme.js';

const NARROW = 640;
const DIVIDER = 7;
const LEAST_GRID = 120;
const STORED = 'remit.gantt.grid';

function storedWidth() {
  try {
    return Number(localStorage.getItem(STORED)) || 0;
  } catch {
    return 0; // storage may be forbidden: the width is then only not remembered
  }
}

/** Sizes and draws grid and timeline as the scroller stands. */
export class Frame {
  constructor(host, plan, t) {
    this.host = host;
    this.plan = plan;
    this.pane = of('div', { className: 'gantt-pane', role: 'presentation' });
    this.divider = of('div', { className: 'gantt-divider', role: 'separator', tabIndex: 0, 'aria-orientation': 'vertical', 'aria-label': t('divider'), 'aria-valuemin': LEAST_GRID });
    this.right = of('div', { className: 'gantt-timeline' });
    this.stage = of('div', { className: 'gantt-stage' }, this.divider, this.right);
    this.space = of('div', { className: 'gantt-space' }, this.stage);
    this.scroller = of('div', { className: 'gantt-scroll' }, this.space);
    host.append(this.scroller);
    this.gridWidth = storedWidth();
    this.scroller.addEventListener('scroll', () => this.request(), { passive: true });
    this.divider.addEventListener('pointerdown', (event) => this.divider.setPointerCapture(event.pointerId));
    this.divider.addEventListener('pointermove', (event) => {
      if (this.divider.hasPointerCapture(event.pointerId)) this.divide(event.clientX - this.scroller.getBoundingClientRect().left);
    });
    this.divider.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: -24, ArrowRight: 24 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      this.divide(this.grid.element.offsetWidth + by);
    });
  }

  /** Put grid and timeline into the frame. */
  hold(grid, timeline) {
    this.grid = grid;
    this.timeline = timeline;
    this.stage.prepend(grid.element);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.scroller);
  }

  release() {
    this.observer.disconnect();
    cancelAnimationFrame(this.requested);
  }

  divide(width) {
    this.gridWidth = width;
    try {
      localStorage.setItem(STORED, String(Math.round(width)));
    } catch {
      // as above
    }
    this.resize();
  }

  /** Fit everything to the room there is; keeps the moment at the left edge. */
  resize() {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (!width || !height) return;
    const isNarrow = this.host.clientWidth < NARROW;
    this.theme = readTheme(this.host);
    this.grid.setNarrow(isNarrow);
    const wanted = this.gridWidth || this.grid.edgeNear(width * 0.46);
    const gridWidth = isNarrow ? Math.round(width * 0.48) : Math.round(Math.max(LEAST_GRID, Math.min(wanted, width - 120)));
    this.divider.setAttribute('aria-valuenow', gridWidth);
    this.divider.setAttribute('aria-valuemax', width - 120);
    this.grid.element.style.width = `${gridWidth}px`;
    this.stage.style.width = `${width}px`;
    this.stage.style.height = `${height}px`;
    this.besides = gridWidth + (isNarrow ? 0 : DIVIDER);
    this.height = height;
    this.timeline.resize(width - this.besides, height, this.theme);
    if (this.plan.project) this.keepMoment(() => this.timeline.extend());
    this.draw();
  }

  /** Do something that changes the scale, then show the same moment at `x` pixels of the timeline. */
  keepMoment(change, x = 0) {
    const { scale } = this.timeline;
    const minute = scale.minute(this.scroller.scrollLeft + x);
    change();
    this.measure();
    this.scroller.scrollLeft = scale.x(minute) - x;
  }

  /** Give the scroller the extent of the plan. */
  measure() {
    const { row } = this.theme;
    this.space.style.width = `${this.besides + Math.round(this.timeline.scale.width)}px`;
    this.space.style.height = `${this.timeline.headHeight + this.plan.shown.length * row + row}px`;
  }

  /** Draw with the next frame. */
  request() {
    this.requested ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.requested);
    this.requested = undefined;
    if (!this.theme || !this.plan.project) return;
    const { scrollLeft, scrollTop } = this.scroller;
    this.timeline.selected = this.grid.rowAt()?.index ?? -1;
    this.timeline.chosen = [...this.grid.selection.keys].map((key) => this.plan.byKey.get(key)?.index ?? -1);
    this.grid.draw(scrollTop, this.height - this.timeline.headHeight, this.theme.row);
    this.timeline.draw(scrollLeft, scrollTop);
  }

  get viewHeight() {
    return this.height - this.timeline.headHeight;
  }

  /** Scroll so that a row is in sight, in the middle where it was far away; draws at once, so that it can take the focus. */
  showRow(row) {
    if (!row || row.index < 0) return;
    const { row: tall } = this.theme;
    const y = row.index * tall;
    const top = this.scroller.scrollTop;
    const below = y + tall - this.viewHeight;
    const isFar = y < top - 2 * tall || below > top + 2 * tall;
    if (isFar) this.scroller.scrollTop = y - (this.viewHeight - tall) / 2;
    else if (y < top) this.scroller.scrollTop = y;
    else if (below > top) this.scroller.scrollTop = below;
    this.draw();
  }

  /** Scroll so that a row stands below the first two that are in sight. */
  showIndex(index) {
    if (this.theme && index * this.theme.row > this.viewHeight) this.scroller.scrollTop = (index - 2) * this.theme.row;
  }

  /** Scroll so that a moment stands at a fraction of the timeline's width. */
  showMoment(minute, fraction = 0.25) {
    this.scroller.scrollLeft = this.timeline.scale.x(minute) - this.timeline.width * fraction;
    this.request();
  }

  zoom(perDay, x = this.timeline.width / 2) {
    this.keepMoment(() => {
      this.timeline.scale.zoom(perDay);
      this.timeline.extend();
    }, x);
    this.request();
  }
}
