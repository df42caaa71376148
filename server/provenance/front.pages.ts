import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { log } from '../http/log.ts';
import { securityHeaders } from '../http/security.ts';
import type { Language } from '../language.ts';
import { isLook } from '../look.ts';
import type { Services } from '../services.ts';
import { sendOnce, sendPage } from './front-answer.ts';
import { addressOf, type PlainScan, readPlainScan } from './front-request.ts';
import { isRefused } from './guesses.ts';
import { escapeHtml, type KeptHtml, type KeptTemplate, keepHtml, keepTemplate } from './kept-html.ts';
import { keepLatest, type Reading, sharedReadings } from './kept-pages.ts';
import { packedAssets } from './packed-assets.ts';
import { renderPassport, unitSentence } from './passport.pages.ts';
import { findPassport, type Passport, readSurroundings, type Surroundings } from './passport.ts';
import { passportView, type ScannedUnit } from './passport-view.ts';
import { browserKey } from './scan.ts';
import { keptUnits, type Look, unitOf } from './unit.ts';

const serialSlot = 'SERIAL00';
const saidSlot = 'SAID0000';

// Together below a second: whatever changed shows within it, in every process, without anybody telling anybody.
const freshMs = 600;
const surroundingsFreshMs = 300;

/** A passport with the pages drawn from it so far. */
interface Kept {
  passport: Passport;
  /** Of all that the passport says: the same means that the pages drawn from it still hold. */
  digest: string;
  batch: Map<Language, KeptHtml>;
  unit: Map<string, KeptTemplate>;
}

/**
 * Stands in front of the app: plain scans are answered from kept pages, their style sheet and scripts packed; everything else
 * goes to the app. While the database does not answer, a page says since when it could not be checked, and never "genuine".
 */
export function provenanceFront(services: Services, app: RequestListener): RequestListener {
  const readings = keptPassports(services);
  const units = keptUnits(services.config, services.now);
  const headers = headersOf(services);
  const answerAsset = packedAssets();

  const answer = async (scan: PlainScan, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const known = readings.fresh(scan.code);
    // Who guesses would have every code looked for twice, here and in the app.
    if (!known && isGuesser(services, request)) return app(request, response);
    const reading = known ?? (await readings.get(scan.code));
    if (reading === null) return app(request, response);
    if (scan.serial === null)
      return sendPage(request, response, headers(request, response), batchPage(services, reading, scan.language));
    const unit = await units.examine(scan.code, scan.serial, lookOf(services, request));
    if (unit === null) return app(request, response);
    const found = unitOf(unit, reading.value.passport);
    sendOnce(request, response, headers(request, response), unitPage(services, reading, scan.language, found));
  };

  return (request, response) => {
    if (answerAsset(request, response)) return;
    const scan = readPlainScan(request);
    if (scan === null) return app(request, response);
    const reading = scan.serial === null ? readings.fresh(scan.code) : undefined;
    if (reading)
      return sendPage(request, response, headers(request, response), batchPage(services, reading, scan.language));
    answer(scan, request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'a scan goes the long way');
      if (response.headersSent) response.destroy();
      else app(request, response);
    });
  };
}

function keptPassports({ now }: Services) {
  const last = keepLatest<Kept>(2000);
  const around = sharedReadings<Surroundings>({
    read: (key) => readSurroundings(...(key.split(' ') as [string, string])),
    now,
    freshMs: surroundingsFreshMs,
    patienceMs: 1000,
    most: 500,
  });
  const surroundings = async (productId: string, today: string): Promise<Surroundings> => {
    const key = `${productId} ${today}`;
    const reading = around.fresh(key) ?? (await around.get(key));
    // No verdict hangs on a price or a shop: while they are slow to come, those of a moment ago will do.
    return reading?.value ?? readSurroundings(productId, today);
  };
  const read = async (code: string): Promise<Kept | null> => {
    const passport = await findPassport(code, now(), surroundings);
    if (passport === null) return null;
    const digest = createHash('sha256').update(JSON.stringify(passport)).digest('base64');
    const before = last.get(code);
    const kept = before?.digest === digest ? before : { passport, digest, batch: new Map(), unit: new Map() };
    last.set(code, kept);
    return kept;
  };
  return sharedReadings<Kept>({ read, now, freshMs, patienceMs: 1000, most: 2000 });
}

function batchPage(services: Services, { value, failingSince }: Reading<Kept>, language: Language): KeptHtml {
  const known = failingSince === null ? value.batch.get(language) : undefined;
  if (known) return known;
  const page = keepHtml(draw(services, value.passport, { language, failingSince, unit: null }));
  if (failingSince === null) value.batch.set(language, page);
  return page;
}

function unitPage(services: Services, reading: Reading<Kept>, language: Language, unit: ScannedUnit): Buffer {
  const fill = unitTemplate(services, reading, language, unit.state);
  return fill({ [serialSlot]: unit.serial, [saidSlot]: escapeHtml(unitSentence(unit, language)) });
}

function unitTemplate(
  services: Services,
  { value, failingSince }: Reading<Kept>,
  language: Language,
  unit: ScannedUnit['state'],
): KeptTemplate {
  const key = `${language} ${unit}`;
  const known = failingSince === null ? value.unit.get(key) : undefined;
  if (known) return known;
  const html = draw(services, value.passport, { language, failingSince, unit });
  const template = keepTemplate(html, [serialSlot, saidSlot]);
  if (failingSince === null) value.unit.set(key, template);
  return template;
}

interface Drawn {
  language: Language;
  failingSince: Date | null;
  unit: ScannedUnit['state'] | null;
}

function draw(services: Services, passport: Passport, { language, failingSince, unit }: Drawn): string {
  const evidence = { ...passport.evidence, uncheckedSince: failingSince };
  const label = unit && { serial: serialSlot, number: 0, state: unit, scans: null, said: saidSlot };
  const view = passportView({ ...passport, evidence }, label);
  return renderPassport({ language, actor: null, path: view.path, config: services.config }, view);
}

const isGuesser = ({ config, now }: Services, request: IncomingMessage): boolean =>
  isRefused(addressOf(request, config.trustProxy), config.sessionSecret, now());

function lookOf({ config, now }: Services, request: IncomingMessage): Look {
  const [at, address] = [now(), addressOf(request, config.trustProxy)];
  const asking = { method: request.method ?? '', headers: request.headers };
  const browser = isLook(asking) ? browserKey(asking, address, at, config.sessionSecret) : null;
  return { browser, address, at };
}

/** The headers of every kept page: the app's own protection, taken from the first answer and kept. */
function headersOf({ config }: Services): (request: IncomingMessage, response: ServerResponse) => OutgoingHttpHeaders {
  const protect = securityHeaders(config.publicUrl);
  let known: OutgoingHttpHeaders | null = null;
  return (request, response) => {
    if (known) return known;
    protect(request as Request, response as Response, () => {});
    known = {
      ...response.getHeaders(),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, no-cache',
      vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
    };
    return known;
  };
}
