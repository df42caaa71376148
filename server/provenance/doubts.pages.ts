import { type RequestHandler, Router } from 'express';
import { readCode } from '../codes.ts';
import { newFormKey } from '../http/form-key.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { provenancePath } from './digital-link.ts';
import { closeDoubt, type Doubt, listDoubts, reportDoubt, senderKey } from './doubts.ts';
import { DoubtForm, NoFields } from './provenance.schemas.ts';

/** Where buyers say that something is odd, and where those responsible read it. */
export function doubtPages(services: Services): Router {
  const router = Router();
  router.get('/nghi-ngo/da-nhan', thank);
  router.use(report(services));
  router.get('/hop-thu', requireRole('household', 'cooperative', 'officer'), inbox);
  router.use(close(services));
  return router;
}

const report = (services: Services): Router =>
  formPage(services, {
    path: '/nghi-ngo',
    who: 'anyone',
    schema: DoubtForm,
    view: 'provenance/doubt',
    load: async ({ query }) => ({
      defaults: { code: query.code?.slice(0, 40) ?? '', serial: query.serial?.slice(0, 20) ?? '' },
    }),
    submit: async ({ body, request, at }) => {
      await reportDoubt(body, senderKey(request.ip ?? '', services.config.sessionSecret), at);
      return '/nghi-ngo/da-nhan';
    },
    render: (_data, { language }) => ({ title: sentence(language, 'provenance.doubt.title') }),
  });

const thank: RequestHandler = (_request, response) =>
  render(response, 'provenance/doubt-thanks', {}, { title: titleOf(response, 'doubt.thanks-title') });

const inbox: RequestHandler = async (request, response) => {
  const form = { values: {}, mistakes: [], summary: null, key: newFormKey(response) };
  const data = { doubts: (await listDoubts(actorOf(request))).map(present), form };
  render(response, 'provenance/inbox', data, { title: titleOf(response, 'inbox.title') });
};

const close = (services: Services): Router =>
  formPage(services, {
    path: '/hop-thu/:id/da-xem',
    who: ['household', 'cooperative', 'officer'],
    schema: NoFields,
    view: 'provenance/inbox',
    get: false,
    load: async ({ actor }) => ({ doubts: (await listDoubts(actor)).map(present) }),
    submit: async ({ actor, params, at }) => {
      await closeDoubt(actor, params.id ?? '', at);
      return '/hop-thu';
    },
  });

const present = (doubt: Doubt) => ({
  ...doubt,
  url: readCode(doubt.code) && provenancePath(doubt.code),
});

const titleOf = (response: Parameters<RequestHandler>[1], key: string): string =>
  sentence(localsOf(response).language, `provenance.${key}`);
