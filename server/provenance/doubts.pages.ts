import { type RequestHandler, Router } from 'express';
import { readCode } from '../codes.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { firstPage, type ListContext, type ListPage, type ListPart, listPage } from '../http/list-page.ts';
import { type ListAsked, type Listing, spanOf } from '../http/listing.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import { findSellers } from '../identity/sellers.ts';
import type { Services } from '../services.ts';
import type { Cell } from '../tables.ts';
import { provenancePath } from './digital-link.ts';
import { closeDoubt, type Doubt, isAbout, listDoubts, photoOfDoubt, reportDoubt, senderKey } from './doubts.ts';
import { CloseDoubtForm, DoubtForm } from './provenance.schemas.ts';

/** Where buyers say that something is odd, and where those responsible read it. */
export function doubtPages(services: Services): Router {
  const router = Router();
  router.get('/nghi-ngo/da-nhan', thank);
  router.use(report(services));
  router.use(listPage(inbox()));
  router.get('/hop-thu/:id/anh-:width.webp', requireRole('cooperative', 'officer'), photo);
  router.use(close());
  return router;
}

const report = (services: Services): Router =>
  formPage({
    path: '/nghi-ngo',
    who: 'anyone',
    schema: DoubtForm,
    photos: { photo: 1 },
    view: 'provenance/doubt',
    shown: async ({ query }) => ({
      defaults: { code: query.code?.slice(0, 40) ?? '', serial: query.serial?.slice(0, 20) ?? '' },
    }),
    submit: async ({ body, files, request, at }) => {
      const photo = files.photo?.[0]?.bytes;
      await reportDoubt({ ...body, photo }, senderKey(request.ip ?? '', services.config.sessionSecret), at);
      return '/nghi-ngo/da-nhan';
    },
    render: (_data, { language }) => ({ title: sentence(language, 'provenance.doubt.title') }),
  });

const thank: RequestHandler = (_request, response) =>
  render(response, 'provenance/doubt-thanks', {}, { title: titleOf(response, 'doubt.thanks-title') });

const close = (): Router =>
  formPage({
    path: '/hop-thu/:id/da-xem',
    who: everybody,
    schema: CloseDoubtForm,
    view: 'provenance/inbox',
    get: false,
    shown: (context) => firstPage(inbox(), context),
    submit: async ({ actor, params, body, at }) => {
      await closeDoubt(actor, params.id ?? '', body.answer, at);
      return '/hop-thu';
    },
  });

// Who looks into a doubt sees its photo; a household learns only that there is one.
const photo: RequestHandler = async (request, response) => {
  const { id, width } = request.params;
  const image = await photoOfDoubt(actorOf(request), String(id), Number(width));
  sendPrivately(response, image);
};

const listing: Listing = {
  path: '/hop-thu',
  file: 'hop-thu',
  search: true,
  days: true,
  choices: { xem: ['', 'xong'] },
};

const inbox = (): ListPage<Doubt> => ({
  listing,
  who: everybody,
  view: 'provenance/inbox',
  aPage: 30,
  find,
  nameOf: ({ id }) => id,
  shown: async ({ actor, asked }, doubts) => ({
    closed: isClosed(asked),
    seesPhotos: actor.role !== 'household',
    doubts: doubts.map((doubt) => ({ ...present(doubt), mayClose: !isAbout(actor, doubt) })),
  }),
  columns: ['when', 'code', 'serial', 'message', 'place', 'seller', 'closed', 'answer'].map(
    (column) => `provenance.inbox.column.${column}`,
  ),
  lines,
  render: ({ language }) => ({ title: sentence(language, 'provenance.inbox.title') }),
});

const isClosed = ({ chosen }: ListAsked): boolean => chosen.xem === 'xong';

const find = ({ actor, asked }: ListContext, { limit, after }: ListPart): Promise<Doubt[]> =>
  listDoubts(actor, {
    state: isClosed(asked) ? 'closed' : 'open',
    after: after ?? undefined,
    limit,
    words: asked.words,
    ...spanOf(asked),
  });

async function lines(_context: ListContext, doubts: Doubt[]): Promise<Cell[][]> {
  const sellers = await findSellers(doubts.flatMap(({ sellerId }) => sellerId ?? []));
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  return doubts.map((one) => [
    { day: dayOf(one.createdAt) },
    one.code,
    one.serial ?? '',
    one.message,
    one.place ?? '',
    names.get(one.sellerId ?? '') ?? '',
    one.closedAt && { day: dayOf(one.closedAt) },
    one.answer ?? '',
  ]);
}

const present = (doubt: Doubt) => ({
  ...doubt,
  answerField: `answer-${doubt.id}`,
  photo: doubt.hasPhoto
    ? { small: `/hop-thu/${doubt.id}/anh-320.webp`, large: `/hop-thu/${doubt.id}/anh-1280.webp` }
    : null,
  url: readCode(doubt.code) && provenancePath(doubt.code),
});

const titleOf = (response: Parameters<RequestHandler>[1], key: string): string =>
  sentence(localsOf(response).language, `provenance.${key}`);
