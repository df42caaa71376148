import { type Request, Router } from 'express';
import type { Actor } from '../actor.ts';
import { nothing } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, everybody, requireRole, sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { streamPrivately } from '../http/stream-file.ts';
import type { Language } from '../language.ts';
import type { Services } from '../services.ts';
import { dossierFile, handIn } from './archive.ts';
import { aboutDossier, stateOfDossier } from './dossier-state.ts';
import { aboutView, dossierView, ocopPath as path } from './dossier-view.pages.ts';
import { changeDossier, goOnFrom, ownDossier, seenDossier, setPoints } from './dossiers.ts';
import { ChangeForm, HandInForm, PointsForm } from './ocop.schemas.ts';
import { lacksMust } from './papers-due.ts';
import { choicesOf } from './set-choices.pages.ts';

/** `/ho-so-ocop/{id}…`: one dossier, what is in it, what it lacks; taken away as one ZIP, handed in, gone on from. */
export const dossierPages = (services: Services): Router =>
  Router().use(zipRoute(services), changePage(), pointsPage(), handInPage(services), goOnPage(services));

const zipRoute = ({ config, now }: Services): Router =>
  Router().get(`${path}/:id.zip`, requireRole(...everybody), async (request: Request, response) => {
    const id = String((request.params as Record<string, string>).id);
    const file = await dossierFile(actorOf(request), id, { at: now(), publicUrl: config.publicUrl });
    await streamPrivately(response, { ...file, type: 'application/zip' });
  });

const viewOf = async (
  { config }: Services,
  { actor, id, at, language }: { actor: Actor; id: string; at: Date; language: Language },
) => {
  const state = await stateOfDossier(await seenDossier(actor, id), { at, publicUrl: config.publicUrl });
  return { ...(await dossierView(state, actor, language)), lacks: lacksMust(state.papers) };
};

const changePage = (): Router =>
  formPage({
    path: `${path}/:id/sua`,
    who: sellers,
    schema: ChangeForm,
    view: 'ocop/change',
    shown: async ({ actor, params, language }) => {
      const { id, registration, setId, productSet } = await ownDossier(actor, params.id ?? '');
      return { ...choicesOf(language), backUrl: `${path}/${id}`, defaults: { registration, setId, productSet } };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'ocop.change') }),
    submit: async ({ actor, params, body }) => {
      await changeDossier(actor, params.id ?? '', { ...body, productSet: body.productSet ?? null });
      return `${path}/${params.id ?? ''}`;
    },
  });

const pointsPage = (): Router =>
  formPage({
    path: `${path}/:id/diem`,
    who: sellers,
    schema: PointsForm,
    view: 'ocop/points',
    shown: async ({ actor, params, language }) => {
      const view = aboutView(await aboutDossier(await seenDossier(actor, params.id ?? '')), language);
      const given = view.score.parts.map(({ id, points }) => [`points.${id}`, points ?? '']);
      return { ...view, defaults: Object.fromEntries(given) as Record<string, number | string> };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'ocop.points.title') }),
    submit: async ({ actor, params, body }) => {
      const points = Object.entries(body.points ?? {}).map(([part, given]) => ({ part, points: given }));
      await setPoints(actor, params.id ?? '', points);
      return `${path}/${params.id ?? ''}`;
    },
  });

const handInPage = (services: Services): Router =>
  formPage({
    path: `${path}/:id/nop`,
    who: sellers,
    schema: HandInForm,
    view: 'ocop/hand-in',
    shown: ({ actor, params, at, language }) => viewOf(services, { actor, id: params.id ?? '', at, language }),
    render: (_data, { language }) => ({ title: sentence(language, 'ocop.hand-in.title') }),
    submit: async ({ actor, params, body, at }) => {
      const { publicUrl } = services.config;
      await handIn(actor, params.id ?? '', body.version, { at, publicUrl });
      return `${path}/${params.id ?? ''}`;
    },
  });

/** The dossier's own page, whose one button goes on from what was handed in. */
const goOnPage = (services: Services): Router =>
  formPage({
    path: `${path}/:id`,
    who: everybody,
    schema: nothing,
    view: 'ocop/dossier',
    shown: ({ actor, params, at, language }) => viewOf(services, { actor, id: params.id ?? '', at, language }),
    render: ({ dossier }) => ({ title: `OCOP · ${dossier.productName}` }),
    submit: async ({ actor, params, at, requestId }) =>
      `${path}/${await goOnFrom(actor, params.id ?? '', { requestId, at })}`,
  });
