import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { newFormKey } from '../http/form-key.ts';
import { visitor } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { readerOf, render } from '../http/views.ts';
import { isBelowBatch } from '../integration.ts';
import { isLook } from '../look.ts';
import { readScanned } from '../scanned-text.ts';
import type { Services } from '../services.ts';
import { isReserved } from '../traceability/reserved-codes.ts';
import { doubtPages } from './doubts.pages.ts';
import { countForgedSerial, countMiss } from './guesses.ts';
import { looksPages } from './looks.pages.ts';
import { passportAnswer, renderPassport } from './passport.pages.ts';
import { findPassport, type Passport } from './passport.ts';
import { type PassportView, passportView } from './passport-view.ts';
import { browserKey } from './scan.ts';
import { noteLook } from './scan-days.ts';
import { scanListPage } from './scan-list.pages.ts';
import { sharedPictures } from './share.pages.ts';
import { sitemapPages } from './sitemap.pages.ts';
import { typedCodePages } from './typed-code.pages.ts';
import { examineUnit, unitOf } from './unit.ts';

/** What a scan shows, and the ways to it. Express matches paths without case, so `/T/…` is `/t/…`. */
export function provenancePages(services: Services): Router {
  const router = Router();
  router.use(sharedPictures(services));
  router.get('/t/:code', scan(services));
  router.get('/t/:code/:serial', scan(services));
  router.use(typedCodePages(services));
  router.use(doubtPages(services));
  router.use(sitemapPages(services));
  router.use(looksPages());
  router.use(scanListPage());
  return router;
}

const scan =
  (services: Services): RequestHandler<{ code: string; serial?: string }> =>
  async (request, response, next) => {
    // Of the batch's documents, not serials: whoever asks for one that is not there yet is no forger.
    if (isBelowBatch(request.params.serial ?? '')) return next();
    const at = services.now();
    const { code, serial } = readParams(request.params);
    const passport = code && (await findPassport(code, at));
    if (!passport) return sayAbsent(services, request as Request, response, code);
    const unit =
      serial === undefined
        ? null
        : await examine(services, request as Request, localsOf(response).actor, [passport.unitNumbers, serial]);
    if (serial !== undefined && unit === null) return refuse(services, request as Request, response, passport.code);
    note(services, request as Request, passport.product.id, unit ? `${passport.code}/${unit.serial}` : passport.code);
    show(services, request as Request, response, passportView(passport, unit && unitOf(unit, passport)));
  };

/** What stands in the address may have been typed by hand, with blanks and dashes; a wrong serial stays as it is. */
function readParams({ code: typed, serial }: { code: string; serial?: string }) {
  const scanned = readScanned(serial === undefined ? typed : `${typed} ${serial}`);
  return scanned.is === 'batch' ? { code: scanned.code, serial: scanned.serial ?? serial } : { code: null, serial };
}

function examine(
  { config, now }: Services,
  request: Request,
  actor: Actor | null,
  [units, serial]: [Passport['unitNumbers'], string],
) {
  const at = now();
  // Who is signed in sells or answers for goods here: their own looks say nothing of copies.
  const browser =
    actor === null && isLook(request) ? browserKey(request, request.ip ?? '', at, config.sessionSecret) : null;
  return examineUnit(units, serial, config, { browser, address: request.ip ?? '', at });
}

// Who is signed in sells or answers for goods here, and programs read JSON: neither is a scan.
function note({ now }: Services, request: Request, productId: string, label: string): void {
  if (visitor(request) !== null || wantsJson(request)) return;
  noteLook({ label, productId, asking: request, address: request.ip ?? '', at: now() });
}

function show({ config }: Services, request: Request, response: Response, view: PassportView): void {
  const reader = readerOf(response);
  const { language, actor } = reader;
  response.vary('Accept, Accept-Language, Cookie');
  response.setHeader('Cache-Control', actor === null ? 'public, no-cache' : 'private, no-store');
  if (wantsJson(request)) {
    response.json(passportAnswer(view, language, config.publicUrl));
    return;
  }
  const key = actor === null ? '' : newFormKey(response);
  response.type('html').send(renderPassport(reader, view, key));
}

async function sayAbsent(services: Services, request: Request, response: Response, code: string | null): Promise<void> {
  if (code !== null && (await isReserved(code))) return sayNotSent(request, response, code);
  await refuse(services, request, response, null);
}

/** The code is ours, its batch still lies on a phone without signal: no miss, and no verdict either. */
function sayNotSent(request: Request, response: Response, code: string): void {
  if (wantsJson(request)) throw missing('batch-not-sent');
  const title = sentence(localsOf(response).language, 'provenance.unknown.title-not-sent');
  response.setHeader('Cache-Control', 'no-store');
  render(response, 'provenance/unknown', { notSent: code }, { status: 404, title });
}

/** What is not there: counted against the address that asked, and explained with ways on. */
async function refuse(services: Services, request: Request, response: Response, batch: string | null): Promise<void> {
  const { code, serial } = request.params as { code: string; serial?: string };
  const at = services.now();
  await countMiss(request.ip ?? '', services.config.sessionSecret, at);
  // Only now: what one address was refused must not take the verdict away from everybody else.
  if (batch !== null) await countForgedSerial(batch, at);
  if (wantsJson(request)) throw missing(batch === null ? 'code-unknown' : 'serial-forged');
  const shown = { code: code.slice(0, 40), serial: serial?.slice(0, 40) ?? null, batch };
  const title = sentence(localsOf(response).language, 'provenance.unknown.title');
  render(response, 'provenance/unknown', shown, { status: 404, title });
}

// Link previews of Zalo and Facebook accept anything: they get the page with its picture.
const wantsJson = (request: Request): boolean => request.accepts(['html', 'json']) === 'json';
