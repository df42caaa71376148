import { Router } from 'express';
import { missing } from '../errors.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole, sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { pick } from '../language.ts';
import type { Services } from '../services.ts';
import { bringPaper, paperOf, takeOutPaper } from './brought-papers.ts';
import { criteriaOf } from './criteria.ts';
import { type DossierState, stateOfDossier } from './dossier-state.ts';
import { paperView, ocopPath as path, registrationPart } from './dossier-view.pages.ts';
import { ownDossier, writeNote } from './dossiers.ts';
import { CriterionForm } from './ocop.schemas.ts';
import { ofNoCriterion } from './papers-due.ts';

const onePath = `${path}/:id/tieu-chi/:criterion`;

/** `/ho-so-ocop/{id}/tieu-chi/{A1}`: what proves one criterion, and where a paper or a note is added to it. */
export const criterionPages = (services: Services): Router =>
  Router().use(criterionPage(services), takingOut(services), paperRoute());

const criterionPage = (services: Services): Router =>
  formPage({
    path: onePath,
    who: sellers,
    schema: CriterionForm,
    photos: { file: 1 },
    view: 'ocop/criterion',
    shown: (context) => shown(services, context),
    render: ({ title }) => ({ title }),
    submit: async ({ actor, params, body, files, at }) => {
      const { id = '', criterion = '' } = params;
      const [file] = files.file ?? [];
      // What may be refused goes first: of a form that comes back nothing was kept.
      if (file) await bringPaper(actor, id, { paper: body.paper ?? '', bytes: file.bytes, at });
      if (criterion !== registrationPart) await writeNote(actor, id, { criterion, text: body.note ?? '' });
      return `${path}/${id}/tieu-chi/${criterion}`;
    },
  });

const takingOut = (services: Services): Router =>
  formPage({
    path: `${onePath}/tep/:file/bo`,
    who: sellers,
    get: false,
    schema: nothing,
    view: 'ocop/criterion',
    shown: (context) => shown(services, context),
    submit: async ({ actor, params }) => {
      const { id = '', criterion = '', file = '' } = params;
      await takeOutPaper(actor, id, file);
      return `${path}/${id}/tieu-chi/${criterion}`;
    },
  });

const paperRoute = (): Router =>
  Router().get(`${path}/:id/tep/:file`, requireRole(...everybody), async (request, response) => {
    const { id = '', file = '' } = request.params as Record<string, string>;
    const { type, bytes } = await paperOf(actorOf(request), id, file);
    // As a file, never as a page: what others brought is not run in the market's name.
    response.attachment(`${file}.${type === 'application/pdf' ? 'pdf' : 'jpg'}`);
    sendPrivately(response, { type, bytes });
  });

async function shown({ config }: Services, { actor, params, at, language }: PageContext<typeof sellers>) {
  const { id = '', criterion: name = '' } = params;
  const state = await stateOfDossier(await ownDossier(actor, id), { at, publicUrl: config.publicUrl });
  const { dossier, papers } = state;
  const { title, ids } = askedOf(state, name);
  const own = papers.filter((paper) => ids.includes(paper.id));
  const url = `${path}/${id}`;
  return {
    backUrl: url,
    title: title === null ? sentence(language, 'ocop.registration-part') : `${name}. ${pick(title, language)}`,
    hasNote: title !== null,
    mayWrite: dossier.frozen === null,
    productName: state.productName,
    papers: own.map((paper) => ({
      ...paperView(paper, language),
      files: dossier.files
        .filter((file) => file.paper === paper.id)
        .map((file, place) => ({
          ...file,
          n: place + 1,
          url: `${url}/tep/${file.id}`,
          outUrl: `${url}/tieu-chi/${name}/tep/${file.id}/bo`,
        })),
    })),
    choices: own
      .filter(({ state: how }) => how !== 'goods')
      .map((paper) => ({ value: paper.id, title: pick(paper.title, language) })),
    defaults: { note: dossier.notes.find((note) => note.criterion === name)?.text ?? '' },
  };
}

/** Title and papers of a criterion, or of what belongs to none. @throws missing('criterion-not-found') */
function askedOf({ set, papers }: DossierState, name: string) {
  if (name === registrationPart) return { title: null, ids: ofNoCriterion(set, papers).map(({ id }) => id) };
  const one = criteriaOf(set).find(({ id }) => id === name);
  if (!one) throw missing('criterion-not-found');
  return { title: one.title, ids: one.papers };
}
