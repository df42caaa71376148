import { type RequestHandler, Router } from 'express';
import { DomainError, invalid, missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody } from '../http/guard.ts';
import { firstPage, type ListContext, type ListPage, type ListPart, listPage } from '../http/list-page.ts';
import { choiceUrl, type Listing, spanOf } from '../http/listing.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { bringBack } from './bringing-back.ts';
import { isOwed } from './owed.ts';
import { owedView } from './owed-view.ts';
import { joinParts } from './parts.ts';
import { MatchTransfer, SetAside, ShareOut } from './payments.schemas.ts';
import { readReturnPhoto, setTransferAside } from './setting-aside.ts';
import { shareOut } from './shares.ts';
import { transferPage, transferView } from './transfer-view.ts';
import { listTransfers, matchTransfer, type Transfer } from './transfers.ts';
import { listUnread, markSeen } from './unread-messages.ts';

const tabs = ['review', 'owed', 'matched', 'set-aside'] as const;

const page = {
  who: everybody,
  view: 'payments/transfer',
  shown: ({ actor, params }: PageContext<typeof everybody>) => transferPage(actor, params.id ?? ''),
};

/** The desk of money that came in: what a person has to look at, and what became of the rest. */
export const transferPages = (): Router =>
  Router()
    .use(listPage(list()))
    .get('/tien-ve/:id/anh', returnPhoto)
    .use(matching(), settingAside(), seeing(), joining(), sharing(), bringingBack());

const matching = (): Router =>
  formPage({
    ...page,
    path: '/tien-ve/:id',
    pinAgain,
    schema: MatchTransfer,
    submit: async ({ actor, params, body, at }) => {
      const matched = matchTransfer(actor, params.id ?? '', body.orderNumber, at);
      const { orderNumber, id } = await matched.catch(asMistakeAt('/orderNumber'));
      return orderNumber === null ? `/tien-ve/${id}` : `/don/${orderNumber}`;
    },
  });

const settingAside = (): Router =>
  formPage({
    ...page,
    path: '/tien-ve/:id/de-rieng',
    pinAgain,
    get: false,
    schema: SetAside,
    photos: { photo: 1 },
    submit: async ({ actor, params: { id = '' }, body, files, at }) => {
      const restOf = body.restOf ?? null;
      const photo = files.photo?.[0]?.bytes ?? null;
      const aside = { note: body.note, returned: body.returned === 'yes', restOf, photo };
      await setTransferAside(actor, id, aside, at).catch(asMistakeAt('/restOf'));
      return restOf === null ? '/tien-ve' : `/tien-ve/${id}`;
    },
  });

const joining = (): Router =>
  formPage({
    ...page,
    path: '/tien-ve/:id/gop',
    pinAgain,
    get: false,
    schema: nothing,
    submit: async ({ actor, params: { id = '' }, at }) => `/don/${await joinParts(actor, id, at)}`,
  });

const sharing = (): Router =>
  formPage({
    ...page,
    path: '/tien-ve/:id/chia',
    pinAgain,
    get: false,
    schema: ShareOut,
    submit: async ({ actor, params: { id = '' }, body, at }) => {
      const named = body.orders.split(/[\s,;+]+/).filter((one) => one !== '');
      await shareOut(actor, id, named, at).catch(asMistakeAt('/orders'));
      return `/tien-ve/${id}`;
    },
  });

const bringingBack = (): Router =>
  formPage({
    ...page,
    path: '/tien-ve/:id/dua-lai',
    pinAgain,
    get: false,
    schema: nothing,
    submit: async ({ actor, params: { id = '' }, at }) => `/tien-ve/${(await bringBack(actor, id, at)).id}`,
  });

const seeing = (): Router =>
  formPage({
    path: '/tien-ve/tin/:id/da-xem',
    who: everybody,
    get: false,
    schema: nothing,
    view: 'payments/transfers',
    shown: (context) => firstPage(list(), context),
    submit: async ({ actor, params, at }) => {
      await markSeen(actor, params.id ?? '', at);
      return '/tien-ve';
    },
  });

// Whoever mistypes an order's number gets the form back, not a page about a missing page.
const asMistakeAt =
  (pointer: string) =>
  (error: unknown): never => {
    if (!(error instanceof DomainError && error.code === 'order-not-found')) throw error;
    throw invalid('mistakes', {}, [{ pointer, code: 'no-such-order' }]);
  };

/** What shows that money went back; `?rong=` 320, 640 or 1280 px. */
const returnPhoto: RequestHandler<{ id: string }> = async (request, response) => {
  const image = await readReturnPhoto(actorOf(request), request.params.id, Number(request.query.rong ?? 1280));
  if (!image) throw missing('image-not-found');
  sendPrivately(response, image);
};

const listing: Listing = { path: '/tien-ve', file: 'tien-ve', search: true, days: true, choices: { loai: tabs } };

const stateOf = ({ asked }: ListContext) => tabs.find((tab) => tab === asked.chosen.loai) ?? 'review';

const list = (): ListPage<Transfer> => ({
  listing,
  who: everybody,
  view: 'payments/transfers',
  find,
  nameOf: ({ id }) => id,
  shown,
  columns: ['received', 'amount', 'account', 'content', 'reference', 'order', 'state'].map(
    (column) => `payments.transfers.column.${column}`,
  ),
  lines: async ({ language }, transfers) =>
    transfers.map((one) => [
      { day: dayOf(one.receivedAt) },
      one.amountVnd,
      one.accountNumber,
      one.content,
      one.reference,
      one.orderNumber ?? '',
      sentence(language, `payments.transfers.tab.${one.state === 'kept' ? 'review' : one.state}`),
    ]),
});

async function find(context: ListContext, { limit, after }: ListPart): Promise<Transfer[]> {
  const state = stateOf(context);
  const { actor, asked } = context;
  if (state === 'owed') return [];
  const wanted = { state, limit, without: isOwed, words: asked.words, ...spanOf(asked) };
  return listTransfers(actor, { ...wanted, ...(after !== null && { after }) });
}

async function shown(context: ListContext, transfers: Transfer[]) {
  const [{ actor, asked }, state] = [context, stateOf(context)];
  return {
    tabs: tabs.map((tab) => ({ tab, isNow: tab === state, url: choiceUrl(listing, asked, { loai: tab }) })),
    state,
    transfers: await Promise.all(transfers.map((one) => transferView(actor, one))),
    owed: state === 'owed' ? await owedView(actor) : [],
    unread: state === 'review' && asked.words === '' ? await listUnread(actor) : [],
  };
}
