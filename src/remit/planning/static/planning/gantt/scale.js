// Zoom: how minutes become pixels, and which two levels of units stand in the header.
import { DAY, dayOf, weekdayOf } from './dates.js';

export const STEPS = [0.06, 0.12, 0.25, 0.5, 1, 1.7, 2.6, 4, 6, 10, 16, 26, 42, 68, 120, 240, 480, 960]; // pixels a day
const WIDEST = 14_000_000;

/** Where minutes stand on the timeline: content pixels from `origin`. */
export class Scale {
  constructor() {
    this.perDay = 10;
    this.first = 0;
    this.last = DAY;
    this.version = 0;
  }

  get perMinute() {
    return this.perDay / DAY;
  }

  /** Show at least `first` to `last` and `pixels` wide; the ends are padded so that bars do not touch them. */
  span(first, last, pixels) {
    const pad = Math.max(7 * DAY, (last - first) * 0.04, (40 / this.perDay) * DAY);
    const from = (dayOf(first - pad) - 1) * DAY;
    const to = Math.max(last + pad * 2, from + (pixels / this.perDay) * DAY);
    if (from !== this.first || to !== this.last) this.version += 1;
    this.first = from;
    this.last = to;
  }

  zoom(perDay) {
    const most = WIDEST / ((this.last - this.first) / DAY);
    this.perDay = Math.min(Math.max(perDay, STEPS[0]), STEPS.at(-1), most);
    this.version += 1;
  }

  /** The next step of zoom inward (1) or outward (-1). */
  step(direction) {
    if (direction > 0) return STEPS.find((each) => each > this.perDay * 1.01) ?? STEPS.at(-1);
    return STEPS.findLast((each) => each < this.perDay * 0.99) ?? STEPS[0];
  }

  x(minute) {
    return (minute - this.first) * this.perMinute;
  }

  minute(x) {
    return this.first + x / this.perMinute;
  }

  get width() {
    return this.x(this.last);
  }

  /** To how many minutes a drag snaps. */
  get snap() {
    if (this.perDay >= 480) return 30;
    return this.perDay >= 200 ? 60 : DAY;
  }

  /** The two units of the header: `[major, minor]`. */
  units() {
    const p = this.perDay;
    if (p >= 400) return [UNITS.day, hours(p >= 800 ? 1 : 2)];
    if (p >= 110) return [UNITS.day, hours(6)];
    if (p >= 15) return [UNITS.month, UNITS.day];
    if (p >= 3.4) return [UNITS.month, UNITS.week];
    if (p >= 0.9) return [UNITS.year, UNITS.month];
    if (p >= 0.3) return [UNITS.year, UNITS.quarter];
    return [UNITS.decade, UNITS.year];
  }
}

const months = (count) => ({
  floor(minute) {
    const date = new Date(minute * 60000);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const at = Math.floor(month / count) * count;
    return Date.UTC(Math.floor(at / 12), at % 12, 1) / 60000;
  },
  next(minute) {
    const date = new Date(minute * 60000);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1) / 60000;
  },
});

const hours = (count) => ({
  floor: (minute) => Math.floor(minute / (60 * count)) * 60 * count,
  next: (minute) => minute + 60 * count,
  label: (minute) => `${String((((minute % DAY) + DAY) % DAY) / 60).padStart(2, '0')}:00`,
});

const dateOf = (minute) => new Date(minute * 60000);
const UNITS = {
  day: {
    floor: (minute) => dayOf(minute) * DAY,
    next: (minute) => minute + DAY,
    label(minute, words, width) {
      if (width >= 110) return words.day(minute);
      return width >= 44 ? `${words.weekday.format(dateOf(minute))} ${dateOf(minute).getUTCDate()}` : String(dateOf(minute).getUTCDate());
    },
  },
  week: {
    floor: (minute) => (dayOf(minute) - weekdayOf(dayOf(minute))) * DAY,
    next: (minute) => minute + 7 * DAY,
    fromLeft: true, // the day of the month is that of the Monday
    label: (minute, words, width) => (width >= 52 ? words.dayMonth(minute) : String(dateOf(minute).getUTCDate())),
  },
  month: {
    ...months(1),
    label(minute, words, width, isMajor) {
      const date = dateOf(minute);
      if (!isMajor) return width >= 90 ? words.monthLong.format(date) : width >= 26 ? words.month(date) : words.month(date).slice(0, 1);
      if (width >= 120) return `${words.monthLong.format(date)} ${date.getUTCFullYear()}`;
      if (width >= 66) return `${words.month(date)} ${date.getUTCFullYear()}`;
      return width >= 26 ? words.month(date) : words.month(date).slice(0, 1);
    },
  },
  quarter: { ...months(3), label: (minute) => `Q${Math.floor(dateOf(minute).getUTCMonth() / 3) + 1}` },
  year: { ...months(12), label: (minute) => String(dateOf(minute).getUTCFullYear()) },
  decade: { ...months(120), label: (minute) => `${dateOf(minute).getUTCFullYear()}–${dateOf(minute).getUTCFullYear() + 9}` },
};

/** The marks of a unit between two minutes: `[from, to]` pairs that cover them. */
export function* marks(unit, from, to) {
  let at = unit.floor(from);
  while (at < to) {
    const next = unit.next(at);
    yield [at, next];
    at = next;
  }
}
