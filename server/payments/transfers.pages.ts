import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Actor } from '../actor.ts';
import { DomainError, invalid, missing } from '../errors.ts';
import { nothing } from '../http/fields.ts';
import { newFormKey } from '../http/form-key.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody } from '../http/guard.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { bringBack } from './bringing-back.ts';
import { isOwed } from './owed.ts';
import { owedView } from './owed-view.ts';
import { joinParts } from './parts.ts';
import { MatchTransfer, SetAside } from './payments.schemas.ts';
import { readReturnPhoto, setTransferAside } from './setting-aside.ts';
import { transferPage, transferView } from './transfer-view.ts';
import { listTransfers, matchTransfer } from './transfers.ts';
import { listUnread, markSeen } from './unread-messages.ts';

const tabs = ['review', 'owed', 'matched', 'set-aside'] as const;
const pageSize = 20;

const page = {
  who: everybody,
  view: 'payments/transfer',
  shown: ({ actor, params }: PageContext<typeof everybody>) => transferPage(actor, params.id ?? ''),
};

/** The desk of money that came in: what a person has to look at, and what became of the rest. */
export const transferPages = (): Router =>
  Router()
    .get('/tien-ve', list)
    .get('/tien-ve/:id/anh', returnPhoto)
    .use(matching(), settingAside(), seeing(), joining(), bringingBack());

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
    shown: ({ actor }) => loadList(actor, 'review'),
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

async function list(request: Request, response: Response): Promise<void> {
  const { loai, sau } = request.query;
  const state = tabs.find((tab) => tab === loai) ?? 'review';
  const actor = actorOf(request);
  const data =
    state === 'owed'
      ? { ...tabsAt(state), owed: await owedView(actor), transfers: [], unread: [] }
      : await loadList(actor, state, typeof sau === 'string' ? sau : null);
  const form = { values: {}, mistakes: [], summary: null, key: newFormKey(response) };
  render(response, 'payments/transfers', { ...data, form });
}

const tabsAt = (state: (typeof tabs)[number]) => ({
  tabs: tabs.map((tab) => ({ tab, isNow: tab === state, url: `/tien-ve?loai=${tab}` })),
  state,
});

async function loadList(actor: Actor, state: Exclude<(typeof tabs)[number], 'owed'>, after: string | null = null) {
  const wanted = { state, limit: pageSize + 1, without: isOwed, ...(after !== null && { after }) };
  const rows = await listTransfers(actor, wanted);
  const shown = rows.slice(0, pageSize);
  return {
    ...tabsAt(state),
    transfers: await Promise.all(shown.map((one) => transferView(actor, one))),
    nextUrl: rows.length > pageSize ? `/tien-ve?loai=${state}&sau=${shown.at(-1)?.id ?? ''}` : null,
    previousUrl: null,
    owed: [],
    unread: state === 'review' ? await listUnread(actor) : [],
  };
}
