// Working days as the timeline shades them. It places marks; dates are the server's.
import { DAY, dayOf, weekdayOf } from './dates.js';

const LONGEST_WALK_DAYS = 4000;

/** The working time of the plan. */
export class Calendar {
  constructor({ week, exceptions }) {
    this.week = week;
    this.exceptions = exceptions;
    this.cache = new Map();
    this.hasRest = week.some((shifts) => shifts.length === 0) || exceptions.length > 0;
  }

  /** The shifts of a day (of two exceptions the later stated holds), each `[start, finish]` in minutes of the day. */
  shifts(day) {
    let found = this.cache.get(day);
    if (found === undefined) {
      const exception = this.exceptions.findLast(([first, last]) => first <= day && day <= last);
      found = exception ? exception[2] : this.week[weekdayOf(day)] ?? [];
      this.cache.set(day, found);
    }
    return found;
  }

  isWorking(day) {
    return this.shifts(day).length > 0;
  }

  /** Whether a day is free although its weekday is not. */
  isHoliday(day) {
    return !this.isWorking(day) && (this.week[weekdayOf(day)] ?? []).length > 0;
  }

  /** When work begins on the day of `minute`, or on the next day with work. */
  begins(minute) {
    let day = dayOf(minute);
    for (let steps = 0; !this.isWorking(day) && steps < 60; steps += 1) day += 1;
    return day * DAY + (this.shifts(day)[0]?.[0] ?? 0);
  }

  /** When work ends on the day of `minute`, or the end of the last working day before it. */
  ends(minute) {
    let day = dayOf(minute);
    for (let steps = 0; !this.isWorking(day) && steps < 60; steps += 1) day -= 1;
    return day * DAY + (this.shifts(day).at(-1)?.[1] ?? DAY);
  }

  /** The minute a working day later (or earlier, `days` negative), at the same time of day. */
  shiftDays(minute, days) {
    const step = Math.sign(days);
    let day = dayOf(minute);
    for (let left = Math.abs(days), steps = 0; left > 0 && steps < LONGEST_WALK_DAYS; steps += 1) {
      day += step;
      if (this.isWorking(day)) left -= 1;
    }
    return day * DAY + (minute - dayOf(minute) * DAY);
  }

  /** Where `amount` working minutes after `minute` lies: the end of a float's tail. */
  after(minute, amount) {
    let left = amount;
    let day = dayOf(minute);
    let inside = minute - day * DAY;
    for (let steps = 0; steps < LONGEST_WALK_DAYS; steps += 1) {
      for (const [from, to] of this.shifts(day)) {
        const room = to - Math.max(from, inside);
        if (room <= 0) continue;
        if (room >= left) return day * DAY + Math.max(from, inside) + left;
        left -= room;
      }
      day += 1;
      inside = 0;
    }
    return day * DAY;
  }

  /** Working minutes between two minutes: the duration a dragged edge stands for. */
  between(from, to) {
    let sum = 0;
    for (let day = dayOf(from); day <= dayOf(to) && day - dayOf(from) < LONGEST_WALK_DAYS; day += 1) {
      for (const [begin, end] of this.shifts(day)) {
        sum += Math.max(0, Math.min(to, day * DAY + end) - Math.max(from, day * DAY + begin));
      }
    }
    return sum;
  }
}
