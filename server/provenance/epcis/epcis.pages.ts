import { type RequestHandler, Router } from 'express';
import { readCode } from '../../codes.ts';
import { malformed, missing } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { countMiss } from '../guesses.ts';
import { publicDocument } from './documents.ts';

/** `/t/{code}/epcis[?generations=all]`: what happened to a batch, in the standard that other systems read. Read only. */
export const epcisPages = (services: Services): Router => Router().get('/t/:code/epcis', show(services));

const show =
  ({ config, now }: Services): RequestHandler =>
  async (request, response) => {
    const { generations = 'own' } = request.query;
    if (generations !== 'own' && generations !== 'all') throw malformed('generations-malformed');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'public, no-cache');
    const code = readCode(String(request.params.code));
    const found = code && (await publicDocument(code, generations, { publicUrl: config.publicUrl, at: now() }));
    if (!found) {
      await countMiss(request.ip ?? '', config.sessionSecret, now());
      throw missing('code-unknown');
    }
    response.type('application/ld+json').send(JSON.stringify(found));
  };
