import { Router } from 'express';
import { keepCameFrom } from '../http/came-from.ts';
import { localsOf } from '../http/locals.ts';
import { isLook } from '../look.ts';
import type { Services } from '../services.ts';
import { countOpened, findShortLink } from './short-links.ts';

/** `/k/{code}`: to a page of ours; counted by channel, and an order within a week says where its buyer came from. */
export const shortLinkPages = ({ config }: Services): Router =>
  Router().get('/k/:code', async (request, response) => {
    const link = await findShortLink(request.params.code.toUpperCase());
    // Who sells and tries the own link is no visitor; robots and previews are shown the page and counted nowhere.
    if (localsOf(response).actor === null && isLook(request)) {
      await countOpened(link._id);
      keepCameFrom(response, config, link.channel);
    }
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    response.redirect(303, link.path);
  });
