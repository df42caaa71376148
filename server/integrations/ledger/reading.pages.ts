import { type RequestHandler, Router } from 'express';
import { dayOf, formatDay, formatNumber } from '../../format.ts';
import { localsOf } from '../../http/locals.ts';
import { sentence } from '../../http/messages.ts';
import { render } from '../../http/views.ts';
import { integrations } from '../../integration.ts';
import { findCounted } from '../../provenance/guesses.ts';
import { sharePicture } from '../../provenance/share-picture.ts';
import { readWhole } from '../../reading/numbers.ts';
import type { Services } from '../../services.ts';
import { type LotOf, lotsOf } from '../../traceability/lots.ts';
import { codeAt, lastDays } from './days.ts';
import { bringUpToDate } from './log.ts';
import { readCheckpoint } from './note.ts';

/** What people read of the log: `/log` with today's line to post, and `/t/{code}/kiem-chung`, where the buyer's browser checks. */
export const ledgerReading = (services: Services): Router =>
  Router()
    .get('/log', overview(services))
    .get('/log/ma-goc.jpg', picture(services))
    .get('/t/:code/kiem-chung', check(services));

const faults = ['head', 'link', 'chain', 'log', 'page', 'rewritten'];

const check =
  ({ config, now }: Services): RequestHandler =>
  async (request, response) => {
    const asking = { address: request.ip ?? '', secret: config.sessionSecret, at: now() };
    const { code } = await findCounted(String(request.params.code), lotOf, asking);
    const title = sentence(localsOf(response).language, 'ledger.check.title', { lot: code });
    const documents = integrations.flatMap(({ batchDocuments }) => batchDocuments);
    render(response, 'ledger/check', { code, faults, documents }, { title });
  };

const lotOf = async (code: string): Promise<LotOf | null> => (await lotsOf([code]))[0] ?? null;

const overview =
  ({ config, now }: Services): RequestHandler =>
  async (request, response) => {
    const { language } = localsOf(response);
    const head = await headOf(config);
    const asked = typeof request.query.dong === 'string' ? readWhole(request.query.dong) : null;
    const compared =
      asked && 'value' in asked ? { size: asked.value, code: await codeAt(asked.value, head.size) } : null;
    const line = sentence(language, 'ledger.log.line', {
      day: formatDay(dayOf(now())),
      size: formatNumber(head.size, language),
      code: head.code,
    });
    const title = sentence(language, 'ledger.log.title');
    const data = { line, compared, asked: request.query.dong ?? '', days: await lastDays(31) };
    render(response, 'ledger/log', data, { title });
  };

async function headOf(config: Services['config']): Promise<{ size: number; code: string }> {
  const size = readCheckpoint(await bringUpToDate(config))?.size ?? 0;
  return { size, code: (await codeAt(size, size)) ?? '' };
}

const picture =
  ({ config, now }: Services): RequestHandler =>
  async (_request, response) => {
    const { language } = localsOf(response);
    const { size, code } = await headOf(config);
    const say = (key: string, facts = {}) => sentence(language, key, facts);
    const words = {
      market: say('common.market'),
      // Two groups a line: what is compared is read out in pairs.
      product: code.replace(/ (?=\S+(?: \S+ \S+)?$)/g, '\u00a0'),
      seller: say('ledger.log.picture', { day: formatDay(dayOf(now())), size: formatNumber(size, language) }),
      invitation: say('ledger.log.compare-at', { address: `${new URL(config.publicUrl).host}/log` }),
    };
    response.setHeader('Cache-Control', 'public, max-age=60');
    response.type('jpeg').send(await sharePicture(words, null));
  };
