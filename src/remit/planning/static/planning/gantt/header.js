// The timeline's header: two levels of units, and flags for today and the status date.
import { nowMinute } from './dates.js';
import { marks } from './scale.js';

/** Draw the header of the part of the timeline in sight. */
export function paintHeader(ctx, view, height) {
  const { scale, left, width, theme, words, plan, t } = view;
  const half = height / 2;
  ctx.fillStyle = theme.header;
  ctx.fillRect(0, 0, width, height);
  ctx.font = `600 12px ${theme.family}`;
  ctx.textBaseline = 'middle';
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  const from = scale.minute(left);
  const to = scale.minute(left + width);
  const [major, minor] = scale.units();
  level(ctx, view, major, 0, half, from, to, theme.text, true);
  ctx.font = `500 11px ${theme.family}`;
  level(ctx, view, minor, half, half, from, to, theme.muted, false);
  ctx.beginPath();
  ctx.moveTo(0, half + 0.5);
  ctx.lineTo(width, half + 0.5);
  ctx.moveTo(0, height - 0.5);
  ctx.lineTo(width, height - 0.5);
  ctx.stroke();
  const flags = [[nowMinute(), t('today'), theme.accent]];
  if (plan.project.status_minute !== null) flags.unshift([plan.project.status_minute, t('status_line'), theme.green]);
  for (const [minute, text, colour] of flags) flag(ctx, view, minute, text, colour, half);
}

function level(ctx, { scale, left, width, words }, unit, top, height, from, to, colour, isMajor) {
  ctx.beginPath();
  const texts = [];
  for (const [at, next] of marks(unit, from, to)) {
    const x = scale.x(at) - left;
    const w = scale.x(next) - scale.x(at);
    const line = Math.round(x) + 0.5;
    ctx.moveTo(line, top);
    ctx.lineTo(line, top + height);
    const text = unit.label(at, words, w, isMajor);
    if (isMajor) {
      const begin = Math.max(x, 0) + 7; // the name of a month stays in sight while the month is
      if (begin + ctx.measureText(text).width < Math.min(x + w, width + 60)) texts.push([text, begin]);
    } else {
      const size = ctx.measureText(text).width;
      if (size + 3 <= w) texts.push([text, unit.fromLeft ? x + 4 : x + (w - size) / 2]);
    }
  }
  ctx.stroke();
  ctx.fillStyle = colour;
  for (const [text, x] of texts) ctx.fillText(text, x, top + height / 2 + 1);
}

function flag(ctx, { scale, left, width, theme }, minute, text, colour, half) {
  const x = scale.x(minute) - left;
  if (x < 0 || x > width) return;
  ctx.font = `600 11px ${theme.family}`;
  const size = ctx.measureText(text).width + 10;
  const begin = Math.min(Math.max(x - size / 2, 0), width - size);
  ctx.fillStyle = colour;
  ctx.fillRect(begin, half + 4, size, half - 6);
  ctx.fillStyle = theme.surface;
  ctx.fillText(text, begin + 5, half + 4 + (half - 6) / 2 + 1);
}
