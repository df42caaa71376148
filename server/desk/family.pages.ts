import { type Request, type Response, Router } from 'express';
import { amountText } from '../catalog/profiles.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Language } from '../language.ts';
import { type Family, familyOf, type Relative } from './family.ts';
import { type Drawn, mostDrawn, pictureOf, stripsOf } from './family-picture.ts';

const aPage = 50;
/** On paper all of it stands, as far as anybody reads. */
const mostPrinted = 1000;
/** So few that on no sheet more than a finger's breadth stays empty. */
const linesOnPaper = 3;
/** As many small letters fit beside a dot at 360 px; capitals and figures are wider. */
const longestTitle = 24;
const longestHint = 30;
const wideLetter = 1.3;

/** `/lo/{code}/tu-dau-di-dau`: from where a batch came and where it went, as a picture and as a table; `?in=1` for paper. */
export const familyPages = (): Router =>
  Router().get('/lo/:code/tu-dau-di-dau', requireRole(...everybody), async (request, response) => {
    const family = await familyOf(actorOf(request), String(request.params.code));
    const { language } = localsOf(response);
    render(response, 'desk/family', viewOf(family, request, response), {
      title: sentence(language, 'genealogy.family.title'),
    });
  });

function viewOf(family: Family, request: Request, response: Response) {
  const { language } = localsOf(response);
  const { batch, relatives, edges, packs, sold, orders, buyers } = family;
  const url = `/lo/${batch.code}/tu-dau-di-dau`;
  const forPaper = request.query.in === '1';
  const page = forPaper ? 0 : pageAsked(request.query.trang, relatives.length);
  const size = forPaper ? mostPrinted : aPage;
  const rows = relatives.slice(page * size, (page + 1) * size);
  const picture = pictureOf(relatives, edges);
  const self = relatives.find(isSelf);
  return {
    code: batch.code,
    lot: batch.lot,
    product: self?.product ?? '',
    url,
    forPaper,
    picture: {
      ...picture,
      strips: stripsOf(picture, forPaper ? linesOnPaper : mostDrawn).map((strip) => ({
        ...strip,
        nodes: strip.nodes.map((node) => drawnView(node, picture.textAt, language)),
      })),
    },
    alone: relatives.length === 1,
    counts: countsOf(relatives),
    rows: rows.map((row) => rowView(row, language)),
    beyond: forPaper ? Math.max(0, relatives.length - mostPrinted) : 0,
    packs,
    sold,
    orders,
    buyers,
    nextUrl: !forPaper && (page + 1) * size < relatives.length ? `${url}?trang=${page + 2}` : null,
    previousUrl: page > 0 ? `${url}?trang=${page}` : null,
  };
}

function pageAsked(asked: unknown, count: number): number {
  const number = typeof asked === 'string' && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  return Math.min(number, Math.max(1, Math.ceil(count / aPage))) - 1;
}

const isSelf = ({ generation, beside }: Relative): boolean => generation === 0 && !beside;

const countsOf = (relatives: readonly Relative[]) => ({
  before: relatives.filter(({ generation }) => generation < 0).length,
  after: relatives.filter(({ generation }) => generation > 0).length,
  beside: relatives.filter(({ beside }) => beside).length,
  recalled: relatives.filter(({ recalled }) => recalled).length,
});

function rowView(relative: Relative, language: Language) {
  const { generation, hidden, outside, id } = relative;
  return {
    ...relative,
    isSelf: isSelf(relative),
    isBefore: generation < 0,
    steps: Math.abs(generation),
    url: hidden || outside ? null : `/lo/${id}`,
    amount: amountsText(relative, language),
    plot: relative.plots.join('; '),
  };
}

function drawnView({ relative, x, y }: Drawn, textAt: number, language: Language) {
  const row = rowView(relative, language);
  const name = row.hidden ? sentence(language, 'genealogy.family.hidden') : row.product;
  const hint = row.isSelf ? [row.lot, row.maker] : [row.amount, row.lot, row.maker];
  return {
    ...row,
    x,
    y,
    radius: row.isSelf ? 11 : 7,
    textAt,
    titleY: y - 4,
    hintY: y + 17,
    bandY: y - 30,
    crossX: x - 4,
    crossY: y + 5,
    title: shortened(row.recalled ? `✕ ${name}` : name, longestTitle),
    hint: shortened(hint.filter(Boolean).join(' · '), longestHint),
  };
}

const amountsText = ({ amounts }: Relative, language: Language): string =>
  amounts.map((amount) => amountText(amount, language)).join(' + ');

function shortened(text: string, most: number): string {
  const letters = Array.from(text);
  let room = most;
  const fitting = letters.findIndex((letter) => (room -= /[\p{Lu}\p{Nd}]/u.test(letter) ? wideLetter : 1) < 0);
  return fitting < 0
    ? text
    : `${letters
        .slice(0, fitting - 1)
        .join('')
        .trimEnd()}…`;
}
