import { type Request, type Response, Router } from 'express';
import { peoplePages } from '../catalog/story-people.pages.ts';
import { photoPages } from '../catalog/story-photos.pages.ts';
import { conflict } from '../errors.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { listSellers, villagesOf } from '../identity/sellers.ts';
import { inAll, pick } from '../language.ts';
import { fieldsFor, isSaidIn, wordsIn } from '../localized.ts';
import { writePosition } from '../reading/positions.ts';
import type { Services } from '../services.ts';
import { bookingHosts } from './booking.ts';
import { type EditedVisit, editing, officers } from './editing.pages.ts';
import { addVisit, hideVisit, ownVisit, ownVisits, saveFacts, showVisit, type VisitFacts } from './own-visits.ts';
import { publicVisit, type VisitRecord, visitKinds, visitOf } from './visit.ts';
import { visitView } from './visit-view.ts';
import { AddVisitForm, FactsForm, HideForm, ShowForm } from './visits.schemas.ts';

const path = '/trang-tham';
const one = `${path}/:id`;

/** `/trang-tham…`: an officer's pages of villages, houses, things to do and festivals: begin, write, look, show, take back. */
export const ownVisitPages = (services: Services): Router =>
  Router()
    .use(listPage(), factsPage(), hidePage(), showPage())
    .get(`${one}/xem`, requireRole(...officers), (request, response) => preview(services, request, response))
    .use(photoPages(one, editing), peoplePages(one, editing));

const listPage = () =>
  formPage({
    path,
    who: officers,
    schema: AddVisitForm,
    view: 'visits/own-visits',
    shown: async ({ actor, language }) => ({
      visits: (await ownVisits(actor)).map(({ record, text }) => ({
        url: `${path}/${record._id.toHexString()}`,
        title: pick(text.title, language),
        kind: sentence(language, `visits.kinds.${record.kind}`),
        ...stateOf(record),
      })),
      kinds: visitKinds.map((kind) => ({ value: kind, title: sentence(language, `visits.kinds.${kind}`) })),
      villages: villagesOf(await listSellers()),
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'visits.own.title') }),
    submit: async ({ actor, body, requestId, at }) => {
      const { kind, title, village = null } = body;
      const id = await addVisit(actor, { kind, title: inAll(title, noOthers), village }, { requestId, at });
      return `${path}/${id}/thong-tin`;
    },
  });

function stateOf(record: VisitRecord) {
  if (!publicVisit(record)) return { state: 'draft', badge: 'badge--wait' };
  return record.draft === null ? { state: 'shown', badge: 'badge--done' } : { state: 'changed', badge: 'badge--wait' };
}

// Nobody has said it in another language yet.
const noOthers = inAll('');

const factsPage = () =>
  formPage({
    path: `${one}/thong-tin`,
    who: officers,
    schema: FactsForm,
    view: 'visits/facts',
    load: editing.load,
    shown: async (_context, { own: { record, text } }) => ({
      isFestival: record.kind === 'festival',
      isVillage: record.kind === 'village',
      hosts: bookingHosts.join(', '),
      villages: villagesOf(await listSellers()),
      defaults: {
        version: record.version,
        ...fieldsFor(text.title, 'title'),
        ...fieldsFor(text.lead, 'lead'),
        ...fieldsFor(text.when, 'when'),
        ...fieldsFor(text.price, 'price'),
        village: text.village,
        bookingUrl: text.bookingUrl,
        firstDay: text.firstDay,
        lastDay: text.lastDay,
        position: text.position && writePosition(text.position),
      },
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'visits.own.facts') }),
    submit: async ({ actor, body }, { id, url }) => {
      await saveFacts(actor, { id, version: body.version }, factsIn(body));
      return url;
    },
  });

const factsIn = (form: ReturnType<typeof FactsForm.parse>): VisitFacts => ({
  title: wordsIn(form, 'title'),
  lead: wordsIn(form, 'lead'),
  village: form.village ?? null,
  when: isSaidIn(form, 'when') ? wordsIn(form, 'when') : null,
  price: isSaidIn(form, 'price') ? wordsIn(form, 'price') : null,
  bookingUrl: form.bookingUrl ?? null,
  firstDay: form.firstDay ?? null,
  lastDay: form.lastDay ?? null,
  position: form.position ?? null,
});

const titled = (data: { title: string }) => ({ title: data.title });

const showPage = () =>
  formPage({
    ...editing,
    path: one,
    schema: ShowForm,
    render: titled,
    submit: async ({ actor, body, at }, { id, url }: EditedVisit) => {
      await showVisit(actor, { id, version: body.version }, at);
      return url;
    },
  });

const hidePage = () =>
  formPage({
    ...editing,
    path: `${one}/cat`,
    get: false,
    schema: HideForm,
    render: titled,
    submit: async ({ actor, body }, { id, url }: EditedVisit) => {
      await hideVisit(actor, { id, version: body.version });
      return url;
    },
  });

/** The page as it would be shown now, for officers alone. @throws conflict('visit-names-withdrawn') */
async function preview({ now }: Services, request: Request, response: Response): Promise<void> {
  const { record, text } = await ownVisit(actorOf(request), String(request.params.id));
  const visit = visitOf(record, text);
  if (!visit) throw conflict('visit-names-withdrawn');
  const { language } = localsOf(response);
  const data = await visitView(visit, language, now());
  const back = `${path}/${visit.id}`;
  response.setHeader('X-Robots-Tag', 'noindex');
  render(response, 'visits/visit', { ...data, url: `/tham/${visit.slug}`, preview: back }, { title: data.title });
}
