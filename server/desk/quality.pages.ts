import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { listProfiles } from '../catalog/profiles.ts';
import { dayOf, formatNumber } from '../format.ts';
import { objectId } from '../http/fields.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { listSellers, sellersSeenBy } from '../identity/sellers.ts';
import { type Language, type Localized, pick } from '../language.ts';
import type { Services } from '../services.ts';
import type { Rows } from '../tables.ts';
import { type Breach, concerns, qualityPage, qualityRows, type WatchedRow } from './quality.ts';

const aPage = 20;
const mostInFile = 5000;
const who = requireRole('cooperative', 'officer');
const path = '/chat-luong';

const blank = z.literal('').transform(() => undefined);
const Query = z.object({
  xem: z.enum(concerns).catch('outside'),
  hang: z.union([blank, z.string().max(40)]).optional(),
  ho: z.union([blank, objectId]).optional().catch(undefined),
  sau: z.string().max(20).optional(),
});

/** `/chat-luong`, also as a file for spreadsheets: which batches failed a limit, miss an inspection, or are doubted. */
export function qualityPages({ now }: Services): Router {
  const router = Router().get(path, who, show);
  for (const ending of tableEndings) {
    router.get(`${path}.${ending}`, who, async (request, response) => {
      const { xem, hang, ho } = readQuery(request);
      const query = { concern: xem, kind: hang, sellerId: ho, limit: mostInFile };
      const rows = await qualityRows(actorOf(request), query);
      const table = tableOf(rows, localsOf(response).language);
      await sendTable(response, ending, `chat-luong-${xem}-${dayOf(now())}`, table);
    });
  }
  return router;
}

async function show(request: Request, response: Response): Promise<void> {
  const actor = actorOf(request);
  const { language } = localsOf(response);
  const { xem, hang, ho, sau } = readQuery(request);
  const paged = xem !== 'doubted';
  const [{ found, counts }, sellers] = await Promise.all([
    qualityPage(actor, { concern: xem, kind: hang, sellerId: ho, limit: aPage + 1, after: sau }),
    sellerOptions(actor),
  ]);
  const rows = paged ? found.slice(0, aPage) : found;
  const last = paged && found.length > aPage ? rows.at(-1) : undefined;
  const filters = new URLSearchParams({ hang: hang ?? '', ho: ho ?? '' }).toString();
  const data = {
    rows: rows.map((row) => ({
      ...row,
      breaches: row.breaches.map((one) => breachText(one, language)),
      asked: row.ask && askText(row.ask, language),
    })),
    lists: concerns.map((key) => ({
      key,
      count: counts[key],
      chosen: key === xem,
      url: `${path}?xem=${key}&${filters}`,
    })),
    concern: xem,
    kinds: listProfiles().map(({ kind, name }) => ({ value: kind, title: pick(name, language) })),
    sellers,
    files: tableEndings.map((ending) => ({ ending, url: `${path}.${ending}?xem=${xem}&${filters}` })),
    nextUrl: last ? `${path}?xem=${xem}&${filters}&sau=${last.code}` : null,
    previousUrl: null,
    form: { values: { hang: hang ?? '', ho: ho ?? '' }, mistakes: [], summary: null, key: '' },
  };
  render(response, 'desk/quality', data, { title: sentence(language, 'quality.title') });
}

const readQuery = (request: Request) => parse(Query, { ...request.query });

async function sellerOptions(actor: Parameters<typeof sellersSeenBy>[0]) {
  const seen = await sellersSeenBy(actor);
  const sellers = (await listSellers()).filter(({ id }) => seen === 'all' || seen.includes(id));
  return sellers.map(({ id, name }) => ({ value: id, title: name }));
}

const wordOf = (word: Localized | string, language: Language): string =>
  typeof word === 'string' ? word : pick(word, language);

function breachText({ name, value, unit }: Breach, language: Language): string {
  const amount = typeof value === 'number' ? formatNumber(value, language) : value;
  return `${wordOf(name, language)}: ${amount} ${wordOf(unit, language)}`.trim();
}

function askText({ in: total, made, unit }: NonNullable<WatchedRow['ask']>, language: Language): string {
  const facts = { in: total === null ? '–' : formatNumber(total, language), made: formatNumber(made, language), unit };
  return sentence(language, 'quality.balance-line', facts);
}

const columns = [
  'code',
  'lot',
  'product',
  'seller',
  'produced',
  'breaches',
  'gate',
  'doubts',
  'on-hand',
  'recalled',
  'balance',
  'said',
];

function tableOf(rows: readonly WatchedRow[], language: Language): Rows {
  const say = (key: string) => sentence(language, `quality.${key}`);
  return [
    columns.map((key) => say(`column.${key}`)),
    ...rows.map((row) => [
      row.code,
      row.lot,
      row.product,
      row.seller,
      { day: row.producedOn },
      row.breaches.map((one) => breachText(one, language)).join('; '),
      say(`gate.${row.gate}`),
      row.doubts,
      row.onHand,
      say(row.recalled ? 'yes' : 'no'),
      row.ask ? askText(row.ask, language) : '',
      row.ask?.said ?? '',
    ]),
  ];
}
