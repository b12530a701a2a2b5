// Plan time is wall-clock minutes since 1970-01-01T00:00 without a zone. This reads and writes it; it schedules nothing.
export const DAY = 1440;

/** The day number of a plan minute. */
export const dayOf = (minute) => Math.floor(minute / DAY);

/** The weekday of a day number, Monday being 0. */
export const weekdayOf = (day) => (((day + 3) % 7) + 7) % 7;

/** The present moment as the viewer's clock shows it. */
export function nowMinute() {
  const now = new Date();
  return Math.floor(now.getTime() / 60000) - now.getTimezoneOffset();
}

/** The plan minute at which a day of `<input type="date">` begins, or null. */
export function minuteOfInput(text) {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? null : time / 60000;
}

/** A plan minute as the value of `<input type="date">`. */
export const inputOfMinute = (minute) => (minute === null || minute === undefined ? '' : new Date(minute * 60000).toISOString().slice(0, 10));

/** Dates and durations in the words of one language. */
export class Words {
  constructor(language, t, minutesPerDay, minutesPerWeek) {
    this.t = t;
    this.perDay = minutesPerDay || 480;
    this.perWeek = minutesPerWeek || this.perDay * 5;
    const locale = language === 'en' ? 'en-GB' : language;
    const format = (options) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    this.weekday = format({ weekday: 'short' });
    this.monthShort = format({ month: 'short' });
    this.monthLong = format({ month: 'long' });
    this.number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    this.days = new Map();
  }

  /** "Fri 18 Dec 2026". */
  day(minute) {
    if (minute === null || minute === undefined) return '';
    const number = dayOf(minute);
    let text = this.days.get(number);
    if (text === undefined) {
      const date = new Date(number * 86400000);
      text = this.t('day_text', { weekday: this.weekday.format(date), ...this.parts(date) });
      this.days.set(number, text);
    }
    return text;
  }

  /** The short name of a month, in three letters where English has four. */
  month(date) {
    return this.monthShort.format(date).replace('Sept', 'Sep');
  }

  /** The last day worked by something that finishes at `minute`: midnight belongs to the day before. */
  lastDay(minute) {
    return minute === null || minute === undefined ? '' : this.day(minute % DAY === 0 ? minute - 1 : minute);
  }

  /** "Fri 18 Dec 2026, 17:30". */
  exact(minute) {
    if (minute === null || minute === undefined) return '';
    const inside = ((minute % DAY) + DAY) % DAY;
    const two = (n) => String(n).padStart(2, '0');
    return `${this.day(minute)}, ${two(Math.floor(inside / 60))}:${two(inside % 60)}`;
  }

  /** "18 Dec". */
  dayMonth(minute) {
    const date = new Date(dayOf(minute) * 86400000);
    return this.t('day_month', this.parts(date));
  }

  /** Day, month and year of a date, as texts: a year is written without a mark between its thousands. */
  parts(date) {
    return { day: String(date.getUTCDate()), month: this.month(date), year: String(date.getUTCFullYear()) };
  }

  /** Working minutes as "12 d", "3.5 h" or "45 min". */
  duration(minutes) {
    if (minutes === null || minutes === undefined) return '';
    const size = Math.abs(minutes);
    const sign = minutes < 0 ? '−' : '';
    if (size === 0 || size >= this.perDay) return `${sign}${this.number.format(size / this.perDay)} ${this.t('d')}`;
    if (size % 30 === 0) return `${sign}${this.number.format(size / 60)} ${this.t('h')}`;
    return `${sign}${this.number.format(size)} ${this.t('min')}`;
  }

  /** Minutes of the clock as a signed shift: "+3 d", "−4 h". */
  shift(minutes) {
    const sign = minutes < 0 ? '−' : '+';
    const size = Math.abs(minutes);
    if (size >= DAY) return `${sign}${this.number.format(Math.round((size / DAY) * 10) / 10)} ${this.t('d')}`;
    return size >= 60 ? `${sign}${Math.round(size / 60)} ${this.t('h')}` : `${sign}${size} ${this.t('min')}`;
  }

  /** Working minutes of "3 d", "3,5 d", "4h", "2 w"; a bare number counts days; null if it cannot be read. */
  parseDuration(text) {
    const found = /^\s*([-+−]?\d+(?:[.,]\d+)?)\s*(\p{L}*)\.?\s*$/u.exec(text);
    if (!found) return null;
    const amount = Number(found[1].replace('−', '-').replace(',', '.'));
    const unit = found[2].toLowerCase();
    const sizes = { d: this.perDay, h: 60, min: 1, w: this.perWeek };
    if (unit === '') return Math.round(amount * this.perDay);
    for (const [name, size] of Object.entries(sizes)) {
      if (this.t(`units_${name}`).split(' ').includes(unit)) return Math.round(amount * size);
    }
    return null;
  }

  /** Lag amount and unit of "2 d", "50 %", "1 ed" (days of the clock); null if it cannot be read. */
  parseLag(text) {
    if (text.trim() === '') return { lag_amount: 0, lag_unit: 'working' };
    const percent = /^\s*([-+−]?\d+)\s*%\s*$/.exec(text);
    if (percent) return { lag_amount: Number(percent[1].replace('−', '-')), lag_unit: 'percent' };
    const elapsed = /^\s*([-+−]?\d+(?:[.,]\d+)?)\s*e\s*(d|h|min|w|t)\p{L}*\s*$/iu.exec(text);
    if (elapsed) {
      const size = { d: DAY, t: DAY, h: 60, min: 1, w: 7 * DAY }[elapsed[2].toLowerCase()];
      return { lag_amount: Math.round(Number(elapsed[1].replace('−', '-').replace(',', '.')) * size), lag_unit: 'elapsed' };
    }
    const minutes = this.parseDuration(text);
    return minutes === null ? null : { lag_amount: minutes, lag_unit: 'working' };
  }

  /** A lag as planners write it: "+2 d", "−4 h", "+50 %". */
  lag(amount, unit) {
    if (!amount) return '';
    const sign = amount < 0 ? '−' : '+';
    const size = Math.abs(amount);
    if (unit === 'percent') return `${sign}${size} %`;
    if (unit === 'elapsed') return size % DAY === 0 ? `${sign}${size / DAY} e${this.t('d')}` : `${sign}${this.number.format(size / 60)} e${this.t('h')}`;
    return `${sign}${this.duration(size)}`;
  }
}
