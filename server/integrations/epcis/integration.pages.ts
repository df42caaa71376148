import { type RequestHandler, Router } from 'express';
import { malformed } from '../../errors.ts';
import { findCounted } from '../../provenance/guesses.ts';
import type { Services } from '../../services.ts';
import { publicDocument } from './documents.ts';

/** `/t/{code}/epcis[?generations=all]`: what happened to a batch, in the standard that other systems read. Read only. */
export const pages = (services: Services): Router => Router().get('/t/:code/epcis', show(services));

const show =
  ({ config, now }: Services): RequestHandler =>
  async (request, response) => {
    const { generations = 'own' } = request.query;
    if (generations !== 'own' && generations !== 'all') throw malformed('generations-malformed');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'public, no-cache');
    const at = now();
    const found = await findCounted(
      String(request.params.code),
      (code) => publicDocument(code, generations, { publicUrl: config.publicUrl, at }),
      { address: request.ip ?? '', secret: config.sessionSecret, at },
    );
    response.type('application/ld+json').send(JSON.stringify(found));
  };
