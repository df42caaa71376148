import { type RequestHandler, Router } from 'express';
import type { Actor } from '../actor.ts';
import { readCode } from '../codes.ts';
import { newFormKey } from '../http/form-key.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { provenancePath } from './digital-link.ts';
import { closeDoubt, type Doubt, isAbout, listDoubts, photoOfDoubt, reportDoubt, senderKey } from './doubts.ts';
import { CloseDoubtForm, DoubtForm } from './provenance.schemas.ts';

/** Where buyers say that something is odd, and where those responsible read it. */
export function doubtPages(services: Services): Router {
  const router = Router();
  router.get('/nghi-ngo/da-nhan', thank);
  router.use(report(services));
  router.get('/hop-thu', requireRole(...everybody), inbox);
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

const inbox: RequestHandler = async (request, response) => {
  const form = { values: {}, mistakes: [], summary: null, key: newFormKey(response) };
  const { xem, sau } = request.query;
  const asked = { closed: xem === 'xong', after: typeof sau === 'string' ? sau : undefined };
  const data = { ...(await inboxOf(actorOf(request), asked)), form };
  render(response, 'provenance/inbox', data, { title: titleOf(response, 'inbox.title') });
};

const close = (): Router =>
  formPage({
    path: '/hop-thu/:id/da-xem',
    who: everybody,
    schema: CloseDoubtForm,
    view: 'provenance/inbox',
    get: false,
    shown: ({ actor }) => inboxOf(actor, { closed: false, after: undefined }),
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

const aPage = 30;

async function inboxOf(actor: Actor, { closed, after }: { closed: boolean; after: string | undefined }) {
  const state = closed ? 'closed' : 'open';
  const found = await listDoubts(actor, { state, after, limit: aPage + 1 });
  const last = found.length > aPage ? found[aPage - 1] : undefined;
  return {
    closed,
    seesPhotos: actor.role !== 'household',
    doubts: found.slice(0, aPage).map((doubt) => ({ ...present(doubt), mayClose: !isAbout(actor, doubt) })),
    nextUrl: last ? `/hop-thu?${closed ? 'xem=xong&' : ''}sau=${last.id}` : null,
    previousUrl: null,
  };
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
