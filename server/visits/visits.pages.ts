import { Router } from 'express';
import { shelfPhotoFile } from '../catalog/story-photos.pages.ts';
import { missing } from '../errors.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { pick } from '../language.ts';
import type { Services } from '../services.ts';
import { blockPages } from './blocks.pages.ts';
import { ownVisitPages } from './own-visits.pages.ts';
import { visitKinds } from './visit.ts';
import { visitData } from './visit-data.ts';
import { addressOf, visitView } from './visit-view.ts';
import { findVisit, listVisits, sightOfVisitPhoto, urlOf, visitPhotoUrl } from './visits.ts';

/** `/tham…`: the villages and what is to be seen there, for everybody; `/trang-tham…`: how officers put these pages together. */
export const visitsPages = (services: Services): Router =>
  Router()
    .use(shelfPhotoFile('/anh-tham', sightOfVisitPhoto), listPage(services), visitPage(services))
    .use(blockPages(), ownVisitPages(services));

const listPage = ({ config }: Services): Router =>
  Router().get('/tham', async (_request, response) => {
    const { language } = localsOf(response);
    const visits = await listVisits();
    const groups = visitKinds.map((kind) => ({
      title: sentence(language, `visits.kinds-of.${kind}`),
      tiles: visits
        .filter((visit) => visit.kind === kind)
        .map((visit) => ({
          url: urlOf(visit),
          title: pick(visit.text.title, language),
          photo: visit.photos[0] ? visitPhotoUrl(visit.photos[0].id, 320) : null,
          from: visit.text.village,
          priceVnd: null,
        })),
    }));
    const lead = sentence(language, 'visits.lead');
    const head = { url: `${config.publicUrl}/tham`, description: lead, image: `${config.publicUrl}/anh-chia-se.jpg` };
    const title = sentence(language, 'visits.title');
    render(
      response,
      'visits/visits',
      { groups: groups.filter(({ tiles }) => tiles.length > 0), lead },
      { title, head },
    );
  });

const visitPage = ({ config, now }: Services): Router =>
  Router().get('/tham/:slug', async (request, response) => {
    const { language } = localsOf(response);
    const visit = await findVisit(request.params.slug);
    if (!visit) throw missing('visit-not-found');
    const url = config.publicUrl + urlOf(visit);
    const data = await visitView(visit, language, now());
    const head = {
      url,
      description: pick(visit.text.lead, language),
      image: `${url}/anh-chia-se.jpg`,
      jsonLd: visitData(visit, { url, address: await addressOf(visit), language }),
    };
    render(response, 'visits/visit', { ...data, url: urlOf(visit), preview: null }, { title: data.title, head });
  });
