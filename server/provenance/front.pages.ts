import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { Locals } from '../http/locals.ts';
import { log } from '../http/log.ts';
import { securityHeaders } from '../http/security.ts';
import type { Language } from '../language.ts';
import type { Services } from '../services.ts';
import { addressOf, type PlainScan, readPlainScan } from './front-request.ts';
import { encodingFor, escapeHtml, type KeptHtml, type KeptTemplate, keepHtml, keepTemplate } from './kept-html.ts';
import { type Reading, sharedReadings } from './kept-pages.ts';
import { renderPassport, unitSentence } from './passport.pages.ts';
import { findPassport, type Passport } from './passport.ts';
import { passportView } from './passport-view.ts';
import { browserKey, isLook } from './scan.ts';
import { keptUnits } from './unit.ts';

const serialSlot = 'SERIAL00';
const saidSlot = 'SAID0000';

/** A passport with the pages drawn from it so far. */
interface Kept {
  passport: Passport;
  text: string;
  batch: Map<Language, KeptHtml>;
  unit: Map<string, KeptTemplate>;
}

/**
 * Stands in front of the app: plain scans are answered from kept pages, everything else goes to the app. Whatever changed is
 * read again after 0.8 seconds at the latest, so every process shows a recall within a second without being told; while the
 * database does not answer, the page says so and never "genuine".
 */
export function provenanceFront(services: Services, app: RequestListener): RequestListener {
  const readings = keptPassports(services);
  const units = keptUnits(services.config.labelKey, services.now);
  const headers = headersOf(services);
  const answer = async (scan: PlainScan, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reading = readings.fresh(scan.code) ?? (await readings.get(scan.code));
    if (reading === null) return app(request, response);
    if (scan.serial === null) return sendPage(request, response, headers, batchPage(services, reading, scan.language));
    const unit = await units.examine(scan.code, scan.serial, browserOf(services, request), services.now());
    if (unit === null) return app(request, response);
    const template = unitTemplate(services, reading, scan.language, unit.state);
    const said = escapeHtml(unitSentence(unit, scan.language));
    sendText(request, response, headers, template({ [serialSlot]: unit.serial, [saidSlot]: said }));
  };
  return (request, response) => {
    const scan = readPlainScan(request);
    if (scan === null) return app(request, response);
    answer(scan, request, response).catch((error: unknown) => {
      log.warn({ err: error }, 'a scan goes the long way');
      if (response.headersSent) response.destroy();
      else app(request, response);
    });
  };
}

function keptPassports({ now }: Services) {
  const last = new Map<string, Kept>();
  return sharedReadings<Kept>({
    now,
    freshMs: 800,
    patienceMs: 1000,
    most: 2000,
    read: async (code) => {
      const passport = await findPassport(code, now());
      if (passport === null) return null;
      const text = JSON.stringify(passport);
      const before = last.get(code);
      if (before?.text === text) return before;
      if (last.size >= 2000) last.clear();
      const kept = { passport, text, batch: new Map(), unit: new Map() };
      last.set(code, kept);
      return kept;
    },
  });
}

function batchPage(services: Services, { value, failingSince }: Reading<Kept>, language: Language): KeptHtml {
  if (failingSince !== null) return keepHtml(draw(services, value.passport, { language, failingSince, unit: null }));
  const known = value.batch.get(language);
  if (known) return known;
  const page = keepHtml(draw(services, value.passport, { language, failingSince, unit: null }));
  value.batch.set(language, page);
  return page;
}

type UnitState = 'genuine' | 'unsure';

function unitTemplate(
  services: Services,
  { value, failingSince }: Reading<Kept>,
  language: Language,
  unit: UnitState,
): KeptTemplate {
  const make = () =>
    keepTemplate(draw(services, value.passport, { language, failingSince, unit }), [serialSlot, saidSlot]);
  if (failingSince !== null) return make();
  const key = `${language} ${unit}`;
  const template = value.unit.get(key) ?? make();
  value.unit.set(key, template);
  return template;
}

interface Drawn {
  language: Language;
  failingSince: Date | null;
  unit: UnitState | null;
}

function draw(services: Services, passport: Passport, { language, failingSince, unit }: Drawn): string {
  const locals: Locals = { services, requestId: '', language, actor: null, proof: null };
  const evidence = { ...passport.evidence, uncheckedSince: failingSince };
  const label = unit && { serial: serialSlot, state: unit, scans: null, said: saidSlot };
  const view = passportView({ ...passport, evidence }, label);
  return renderPassport(locals, view.path, view);
}

function browserOf({ config, now }: Services, request: IncomingMessage): string | null {
  if (!isLook({ method: request.method ?? '', headers: request.headers })) return null;
  const asking = { method: 'GET', headers: request.headers };
  return browserKey(asking, addressOf(request, config.trustProxy), now(), config.sessionSecret);
}

/** The headers of every kept page: the app's own protection, asked for once. */
function headersOf({ config }: Services): Record<string, string> {
  const response = new ServerResponse({ method: 'GET', headers: {} } as IncomingMessage);
  securityHeaders(config.publicUrl)({ headers: {} } as Request, response as unknown as Response, () => {});
  return {
    ...(response.getHeaders() as Record<string, string>),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'public, no-cache',
    vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
  };
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  page: KeptHtml,
): void {
  if (request.headers['if-none-match'] === page.etag) {
    response.writeHead(304, { ...headers, etag: page.etag }).end();
    return;
  }
  const encoding = encodingFor(request.headers['accept-encoding']);
  send(request, response, { ...headers, etag: page.etag, ...encodingHeader(encoding) }, page.bytes(encoding));
}

function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  text: string,
): void {
  const encoding = encodingFor(request.headers['accept-encoding']) === 'identity' ? 'identity' : 'gzip';
  const bytes = encoding === 'identity' ? Buffer.from(text) : keepHtml(text).bytes('gzip');
  send(request, response, { ...headers, ...encodingHeader(encoding) }, bytes);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  bytes: Buffer,
): void {
  response.writeHead(200, { ...headers, 'content-length': String(bytes.length) });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

const encodingHeader = (encoding: string): Record<string, string> =>
  encoding === 'identity' ? {} : { 'content-encoding': encoding };
