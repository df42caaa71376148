import { type RequestHandler, type Response, Router } from 'express';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { lotUnknown } from './digital-link.ts';
import { countMiss } from './guesses.ts';
import { type Choice, type Found, lookUp } from './look-ups.ts';

/** Another way to a provenance page: a code typed from the label. */
export function typedCodePages(services: Services): Router {
  const router = Router();
  router.get('/t', showTyped(services));
  return router;
}

/** Takes what somebody typed or pasted from a label to its page. What is not there counts as a guess. */
const showTyped =
  ({ config, now }: Services): RequestHandler =>
  async (request, response) => {
    const typed = typeof request.query.code === 'string' ? request.query.code.trim() : '';
    if (typed === '') return render(response, 'provenance/unknown', { code: null, serial: null, batch: null });
    const found = await lookUp(typed);
    if (isMiss(found)) await countMiss(request.ip ?? '', config.sessionSecret, now());
    if (found === null) return showUnknown(response, typed, null);
    if ('choices' in found) return showUnknown(response, typed, found.choices);
    response.redirect(303, found.lotUnknown ? `${found.path}?${lotUnknownQuery}` : found.path);
  };

const isMiss = (found: Found): boolean => found === null || ('path' in found && found.lotUnknown === true);

/** @param choices the batches that may be meant; null when there is none */
function showUnknown(response: Response, typed: string, choices: Choice[] | null): void {
  const title = sentence(localsOf(response).language, `provenance.unknown.title${choices ? '-none' : ''}`);
  const shown = { code: choices ? null : typed.slice(0, 40), serial: null, batch: null, choices };
  render(response, 'provenance/unknown', shown, { status: choices ? 200 : 404, title });
}

const lotUnknownQuery = `${lotUnknown.name}=${lotUnknown.value}`;
