import { Router } from 'express';
import { DomainError } from '../errors.ts';
import { nothing } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { isLook } from '../look.ts';
import type { Services } from '../services.ts';
import { formerPlaceOf } from './open-link.ts';
import { shortUrl } from './shop-link.ts';
import { openShopLink, peekShopLink, reportShopLink } from './shop-links.ts';

/** `/go/{linkId}`: to the outside shop; `/go/{linkId}/hong`: it leads nowhere. */
export const goPages = (services: Services): Router =>
  Router().use(openPage(services)).use(reportPage()).use(thanksPage(services));

const openPage = ({ now }: Services): Router =>
  Router().get('/go/:linkId', async (request, response) => {
    const id = request.params.linkId;
    // A seller who tries their own link is no visit.
    const isVisit = localsOf(response).actor === null && isLook(request);
    const opening = isVisit ? openShopLink(id, now()) : peekShopLink(id, now()).then((link) => link.url);
    const url = await opening.catch(async (error: unknown) => {
      const former =
        error instanceof DomainError && error.code === 'shop-link-not-found' ? await formerPlaceOf(id) : null;
      if (former === null) throw error;
      return former;
    });
    // Each opening is counted here, so no browser may remember where it led; the shop need not know which page it was.
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'origin', 'X-Robots-Tag': 'noindex, nofollow' });
    response.redirect(303, url);
  });

const reportPage = () =>
  formPage({
    path: '/go/:linkId/hong',
    who: 'anyone',
    view: 'catalog/report-shop-link',
    schema: nothing,
    load: async ({ params, at }) => {
      const link = await peekShopLink(params.linkId ?? '', at);
      return { link, short: shortUrl(link.url) };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.broken.title') }),
    submit: async ({ at }, { link }) => {
      await reportShopLink(link.id, at);
      return `/go/${link.id}/hong/cam-on`;
    },
  });

const thanksPage = ({ now }: Services): Router =>
  Router().get('/go/:linkId/hong/cam-on', async (request, response) => {
    const title = sentence(localsOf(response).language, 'catalog.broken.thanks');
    render(response, 'catalog/report-thanks', { link: await peekShopLink(request.params.linkId, now()) }, { title });
  });
