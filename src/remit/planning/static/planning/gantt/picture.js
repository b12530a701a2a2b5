// The chart as a picture: the columns of the grid and the whole timeline, as they are shown, in one PNG.
import { of } from './dom.js';
import { paintHeader } from './header.js';
import { paintGround, paintLinks, paintMoments, paintRow, Routes } from './paint.js';
import { Scale } from './scale.js';

const MOST_PIXELS = 16_000; // browsers draw no larger canvas
const MOST_AREA = 120_000_000;
const TITLE = 44;
const INSET = 8;
const INDENT = 16;

/** What a picture of the chart measures: `{scale, left, width, height, ratio}`; null where the plan is too long for one. */
export function measured(plan, timeline, grid) {
  const { row } = timeline.theme;
  const left = grid.columns.reduce((sum, column) => sum + column.width, 0);
  const height = TITLE + timeline.headHeight + plan.shown.length * row + 1;
  if (height > MOST_PIXELS) return null;
  const scale = new Scale();
  const [first, last] = plan.extent();
  scale.perDay = timeline.scale.perDay;
  scale.span(first, last, 300);
  const room = Math.min(MOST_PIXELS, MOST_AREA / height) - left;
  if (room < 300) return null;
  if (scale.width > room) {
    scale.perDay = (room / (scale.last - scale.first)) * 1440;
    scale.span(first, last, 300);
  }
  const width = Math.round(Math.min(room, scale.width) + left);
  const ratio = width * height * 4 <= MOST_AREA && Math.max(width, height) * 2 <= MOST_PIXELS ? 2 : 1;
  return { scale, left, width, height, ratio };
}

function clipped(ctx, text, room) {
  if (ctx.measureText(text).width <= room) return text;
  let short = text;
  while (short && ctx.measureText(`${short}…`).width > room) short = short.slice(0, -1);
  return short ? `${short}…` : '';
}

function paintTitle(ctx, { theme, plan, words, t }, width) {
  ctx.fillStyle = theme.surface;
  ctx.fillRect(0, 0, width, TITLE);
  ctx.fillStyle = theme.text;
  ctx.textBaseline = 'middle';
  ctx.font = `600 16px ${theme.family}`;
  const name = `${plan.project.key} ${plan.project.name}`;
  ctx.fillText(clipped(ctx, name, width - 2 * INSET), INSET, TITLE / 2);
  const size = ctx.measureText(name).width;
  ctx.font = `12px ${theme.family}`;
  ctx.fillStyle = theme.muted;
  const facts = [t('picture_finish', { finish: words.lastDay(plan.project.finish_minute) }), plan.query ? t('shown_of', { n: plan.shown.length, all: plan.rows.length }) : ''];
  ctx.fillText(clipped(ctx, facts.filter(Boolean).join(' · '), width - size - 4 * INSET), size + 3 * INSET, TITLE / 2 + 1);
}

function paintGrid(ctx, view, grid, context, top) {
  const { theme, plan, rowHeight } = view;
  let x = 0;
  ctx.textBaseline = 'middle';
  for (const column of grid.columns) {
    const write = (text, y, indent = 0) => {
      const room = column.width - 2 * INSET - indent;
      const shown = clipped(ctx, text, room);
      const at = column.isNumber ? x + column.width - INSET - ctx.measureText(shown).width : x + INSET + indent;
      ctx.fillText(shown, at, y);
    };
    ctx.font = `600 12px ${theme.family}`;
    ctx.fillStyle = theme.muted;
    write(context.t(column.id), 14 - top / 2);
    for (const [i, row] of plan.shown.entries()) {
      ctx.font = `${row.hasChildren ? 600 : 400} 12px ${theme.family}`;
      ctx.fillStyle = theme.text;
      write(column.text(row, context), (i + 0.5) * rowHeight, column.id === 'name' ? Math.min(row.depth, 12) * INDENT : 0);
    }
    x += column.width;
  }
  ctx.strokeStyle = theme.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let i = 0; i <= plan.shown.length; i += 1) {
    ctx.moveTo(0, Math.round(i * rowHeight) - 0.5);
    ctx.lineTo(x, Math.round(i * rowHeight) - 0.5);
  }
  ctx.moveTo(x - 0.5, -view.headHeight);
  ctx.lineTo(x - 0.5, plan.shown.length * rowHeight);
  ctx.stroke();
}

/** Draw the chart on a canvas of its own; null where it is too long for a picture. */
export function drawn({ plan, timeline, grid, context }) {
  const size = measured(plan, timeline, grid);
  if (!size) return null;
  const { scale, left, width, height, ratio } = size;
  const { theme, calendar, words, t, byPerson, headHeight } = timeline;
  const canvas = of('canvas', { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const ctx = canvas.getContext('2d', { alpha: false });
  const rowHeight = theme.row;
  const view = {
    plan, scale, theme, calendar, words, t, byPerson, rowHeight, headHeight, left: 0, top: 0, width: width - left, height: plan.shown.length * rowHeight,
    selected: -1, chosen: [], first: 0, last: plan.shown.length - 1, isNarrow: false,
  };
  ctx.scale(ratio, ratio);
  paintTitle(ctx, view, width);
  ctx.translate(0, TITLE);
  ctx.fillStyle = theme.header;
  ctx.fillRect(0, 0, left, headHeight);
  ctx.save();
  ctx.translate(left, 0);
  paintHeader(ctx, view, headHeight);
  ctx.translate(0, headHeight);
  ctx.beginPath();
  ctx.rect(0, 0, view.width, view.height);
  ctx.clip();
  paintGround(ctx, view);
  paintLinks(ctx, view, new Routes());
  for (const [i, row] of plan.shown.entries()) paintRow(ctx, view, row, i * rowHeight);
  paintMoments(ctx, view);
  ctx.restore();
  ctx.translate(0, headHeight);
  ctx.fillStyle = theme.surface;
  ctx.fillRect(0, 0, left, view.height);
  paintGrid(ctx, view, grid, context, headHeight);
  return canvas;
}

/** Hand the chart out as a PNG file named after the project and the day; returns whether it could be drawn. */
export async function savePicture(chart) {
  const canvas = drawn({ plan: chart.plan, timeline: chart.timeline, grid: chart.grid, context: chart.context() });
  const blob = canvas && (await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); }));
  if (!blob) return false;
  const address = URL.createObjectURL(blob);
  const day = new Date().toISOString().slice(0, 10);
  const anchor = of('a', { href: address, download: `${chart.plan.project.key}-${day}.png` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}
