import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { databaseAnswers } from '../database/answers.ts';
import { dayOf } from '../format.ts';
import { log } from '../http/log.ts';
import type { Language } from '../language.ts';
import { platformNow } from '../platform.ts';
import type { Services } from '../services.ts';
import { type EncodedTemplate, type EncodedText, encodeHtml, encodeTemplate, escapeHtml } from './encoded-text.ts';
import { sendOnce, sendPage } from './front-answer.ts';
import { headersOf } from './front-headers.pages.ts';
import { isGuesser, noteScan } from './front-look.ts';
import { lookOf, readScan, type Scan } from './front-request.ts';
import { packedAssets } from './packed-assets.ts';
import { latestCache, type Reading, sharedReadings } from './page-cache.ts';
import { passportAnswer, renderPassport, unitSentence } from './passport.pages.ts';
import { findPassport, type Passport, readSurroundings, type Surroundings } from './passport.ts';
import { passportView, type ScannedUnit, unchecked } from './passport-view.ts';
import { cachedUnits, unitOf } from './unit.ts';

const serialSlot = 'SERIAL00';
const saidSlot = 'SAID0000';

// Together below a second: whatever changed shows within it, in every process, without anybody telling anybody.
const freshMs = 600;
const surroundingsFreshMs = 300;

const usualPatienceMs = 250;

/** A passport with the pages drawn from it so far. */
interface Pages {
  passport: Passport;
  /** Of all that the passport and the frame around it say: the same means that the pages drawn from it still hold. */
  digest: string;
  batch: Map<Language, EncodedText>;
  unit: Map<string, EncodedTemplate>;
}

/**
 * Stands in front of the app: plain scans are answered from pages in memory, their style sheet and scripts packed; everything else
 * goes to the app. While the database does not answer, a page says since when it could not be checked, and never "genuine".
 * @param patienceMs who scans waits no longer for a database that says nothing, while there is a page that was read before
 */
export function provenanceFront(
  services: Services,
  app: RequestListener,
  patienceMs = usualPatienceMs,
): RequestListener {
  const readings = cachedPassports(services, patienceMs);
  const units = cachedUnits(services.config, services.now);
  const headers = headersOf(services);
  const answerAsset = packedAssets();

  const answer = async (scan: Scan, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const known = scan.isPlain ? readings.fresh(scan.code) : undefined;
    // Who guesses would have every code looked for twice, here and in the app.
    if (!(known && scan.serial === null) && isGuesser(services, request)) return app(request, response);
    const reading = known ?? (await readings.get(scan.code));
    if (reading === null || isForApp(scan, reading)) return app(request, response);
    const asked: Asked = { services, scan, request, response, headers, reading };
    if (scan.serial === null) return sendBatch(asked);
    const look = lookOf(services, request);
    const unit = await units.examine(reading.value.passport.unitNumbers, scan.serial, {
      ...look,
      patienceMs: patienceAfter(reading, patienceMs),
    });
    if (unit === null) return app(request, response);
    sendUnit(asked, unitOf(unit, reading.value.passport));
  };

  return (request, response) => {
    if (answerAsset(request, response)) return;
    const scan = readScan(request);
    if (scan === null) return app(request, response);
    const reading = scan.isPlain && scan.serial === null ? readings.fresh(scan.code) : undefined;
    if (reading) return sendBatch({ services, scan, request, response, headers, reading });
    answer(scan, request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'a scan goes the long way');
      if (response.headersSent) response.destroy();
      else app(request, response);
    });
  };
}

// What is not for everybody is answered from here only while the app could not.
const isForApp = ({ isPlain }: Scan, { failingSince }: Reading<Pages>): boolean => !isPlain && failingSince === null;

/** A scan that is answered with what is remembered. */
interface Asked {
  services: Services;
  scan: Scan;
  request: IncomingMessage;
  response: ServerResponse;
  /** Of every page that is answered here. */
  headers: ReturnType<typeof headersOf>;
  reading: Reading<Pages>;
}

function sendBatch(asked: Asked): void {
  const { services, scan, request, response, reading } = asked;
  if (scan.wants === 'json') return sendJson(asked, null);
  noteOne(asked, scan.code);
  sendPage(request, response, headersFor(asked), batchPage(services, reading, scan.language));
}

function sendUnit(asked: Asked, unit: ScannedUnit): void {
  const { services, scan, request, response, reading } = asked;
  if (scan.wants === 'json') return sendJson(asked, unit);
  noteOne(asked, `${scan.code}/${unit.serial}`);
  sendOnce(request, response, headersFor(asked), unitPage(services, reading, scan.language, unit));
}

const noteOne = ({ services, request, reading }: Asked, label: string): void =>
  noteScan(services, request, { label, productId: reading.value.passport.product.id });

function sendJson(asked: Asked, unit: ScannedUnit | null): void {
  const { services, scan, request, response, reading } = asked;
  const answer = passportAnswer(
    passportView(unchecked(reading.value.passport, reading.failingSince), unit),
    scan.language,
    services.config.publicUrl,
  );
  const headers = { ...headersFor(asked), 'content-type': 'application/json; charset=utf-8' };
  sendOnce(request, response, headers, Buffer.from(JSON.stringify(answer)));
}

// Between somebody signed in and us nobody keeps an answer, whatever it says.
const headersFor = ({ scan, headers, request, response }: Asked): OutgoingHttpHeaders => ({
  ...headers(request, response),
  ...(!scan.isPlain && { 'cache-control': 'private, no-store' }),
});

function cachedPassports({ now }: Services, patienceMs: number) {
  const last = latestCache<Pages>(2000);
  const around = sharedReadings<Surroundings>({
    read: (key) => readSurroundings(key.split(' ')[0] ?? '', now()),
    now,
    freshMs: surroundingsFreshMs,
    patienceMs,
    heard: databaseAnswers,
    most: 500,
  });
  const surroundings = async (productId: string, at: Date): Promise<Surroundings> => {
    const key = `${productId} ${dayOf(at)}`;
    // No verdict hangs on a price or a shop: while they are slow to come, those of a moment ago will do.
    return (around.fresh(key) ?? (await around.get(key)))?.value ?? readSurroundings(productId, at);
  };
  const read = async (code: string): Promise<Pages | null> => {
    const passport = await findPassport(code, now(), surroundings);
    if (passport === null) return null;
    const digest = createHash('sha256')
      .update(JSON.stringify([passport, platformNow()]))
      .digest('base64');
    const before = last.get(code);
    const drawn = before?.digest === digest ? before : { passport, digest, batch: new Map(), unit: new Map() };
    last.set(code, drawn);
    return drawn;
  };
  return sharedReadings<Pages>({ read, now, freshMs, patienceMs, heard: databaseAnswers, most: 2000 });
}

function batchPage(services: Services, { value, failingSince }: Reading<Pages>, language: Language): EncodedText {
  const known = failingSince === null ? value.batch.get(language) : undefined;
  if (known) return known;
  const page = encodeHtml(draw(services, value.passport, { language, failingSince, unit: null }));
  if (failingSince === null) value.batch.set(language, page);
  return page;
}

function unitPage(services: Services, reading: Reading<Pages>, language: Language, unit: ScannedUnit): Buffer {
  const fill = unitTemplate(services, reading, language, unit.state);
  return fill({ [serialSlot]: unit.serial, [saidSlot]: escapeHtml(unitSentence(unit, language)) });
}

function unitTemplate(
  services: Services,
  { value, failingSince }: Reading<Pages>,
  language: Language,
  unit: ScannedUnit['state'],
): EncodedTemplate {
  const key = `${language} ${unit}`;
  const known = failingSince === null ? value.unit.get(key) : undefined;
  if (known) return known;
  const html = draw(services, value.passport, { language, failingSince, unit });
  const template = encodeTemplate(html, [serialSlot, saidSlot]);
  if (failingSince === null) value.unit.set(key, template);
  return template;
}

type Drawn = { language: Language; failingSince: Date | null; unit: ScannedUnit['state'] | null };

function draw(services: Services, passport: Passport, { language, failingSince, unit }: Drawn): string {
  const label = unit && { serial: serialSlot, number: 0, state: unit, scans: null, said: saidSlot };
  const view = passportView(unchecked(passport, failingSince), label);
  return renderPassport({ language, actor: null, path: view.path, config: services.config }, view);
}

// Who waited for silence once does not wait for it again.
const patienceAfter = ({ failingSince }: Reading<Pages>, ms: number): number => (failingSince === null ? ms : 0);
