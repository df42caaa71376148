import type { Response } from 'supertest';
import type { TestApp } from './app.ts';

/** A form as it stands on a page. */
export interface FoundForm {
  page: string;
  action: string;
  multipart: boolean;
  fields: Record<string, string>;
}

export interface Visited {
  path: string;
  /** Where the walk began, and not where a link led. */
  typed: boolean;
  status: number;
  html: string;
}

type Agent = ReturnType<TestApp['browser']>;

/** Signs a browser in as one of the demonstration's people. */
export async function signedIn(market: TestApp, phone: string | null): Promise<Agent> {
  const agent = market.browser();
  if (phone === null) return agent;
  const answer = await agent.post('/dang-nhap').type('form').send({ phone, pin: '246810' });
  if (answer.status !== 303) throw new Error(`Sign-in of ${phone} answered ${answer.status}`);
  return agent;
}

/**
 * Walks from page to page by the links on them, as one person, each kind of address once: pages that differ only in a code
 * or an id count as one kind. An address to begin with that was refused does not count: a link to its kind is followed still.
 */
export async function crawl(agent: Agent, from: readonly string[], most = 300): Promise<Visited[]> {
  const waiting = from.map((path) => ({ path, typed: true }));
  const follow = (path: string) => waiting.push({ path, typed: false });
  const kinds = new Set<string>();
  const visited: Visited[] = [];
  for (let next = waiting.shift(); next !== undefined && visited.length < most; next = waiting.shift()) {
    const kind = kindOf(next.path);
    if (kinds.has(kind)) continue;
    const answer = await agent.get(next.path);
    if (!next.typed || answer.status < 400) kinds.add(kind);
    const { location } = answer.headers;
    if (location?.startsWith('/')) follow(location);
    if (!isPage(answer)) continue;
    visited.push({ ...next, status: answer.status, html: answer.text });
    linksIn(answer.text).forEach(follow);
  }
  return visited;
}

const isPage = ({ type, status }: Response): boolean => type === 'text/html' && (status < 300 || status >= 400);

/** Codes, ids, slugs, channels and query values aside. */
export const kindOf = (path: string): string =>
  path
    .replace(/#.*/, '')
    .replace(/\/(t|lo|nhan|don|go|T)\/[A-Za-z0-9]{8,24}/g, '/$1/x')
    .replace(/\b(evt_)?[0-9a-f]{24}\b/g, 'id')
    .replace(/\/(san-pham|ho)\/[a-z0-9-]+/g, '/$1/x')
    // One page for every channel and occasion.
    .replace(/\/(bo-ban|bai-dang|binh-lu-digital\/id)\/[a-z/-]+$/, '/$1/x')
    .replace(/=(?!sun-drying|packing)[^&]*/g, '=');

const unescape = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*\shref="(\/[^"]*)"/g)]
    .map((match) => unescape(match[1] ?? '/'))
    .filter(
      (path) => !/^\/(assets|anh|api\/v1|\/)/.test(path) && !/\.(pdf|png|svg|csv|xlsx|docx|zip)(\?|$)/.test(path),
    );

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found ? unescape(found[1] ?? '') : null;
};

/** Every form that writes, with its fields as the page offers them. */
export const formsIn = ({ path, html }: Visited): FoundForm[] =>
  [...html.matchAll(/<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/g)].map(([whole, inside = '']) => {
    const tag = whole.slice(0, whole.indexOf('>') + 1);
    const controls = [...inside.matchAll(/<(?:input|select|textarea|button)\b[^>]*>/g)].map(([control]) => control);
    const named = controls.flatMap((control): [string, string][] => {
      const name = attribute(control, 'name');
      return name && attribute(control, 'type') !== 'file' ? [[name, attribute(control, 'value') ?? '']] : [];
    });
    return {
      page: path,
      action: attribute(tag, 'action') ?? path,
      multipart: tag.includes('multipart/form-data'),
      fields: Object.fromEntries(named),
    };
  });
