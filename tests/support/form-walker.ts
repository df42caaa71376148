import { DomUtils, parseDocument } from 'htmlparser2';

type Document = ReturnType<typeof parseDocument>;
type Element = NonNullable<ReturnType<typeof DomUtils.findOne>>;

/** A page that somebody came to. */
export interface Page {
  status: number;
  path: string;
  html: string;
}

/** What is typed and chosen on a form, by the names of its fields; a photo as bytes. */
export type Typed = Readonly<Record<string, string | Uint8Array>>;

/** Somebody who walks a running market by its links and forms alone, without script: what stands on a form is sent as it stands. */
export function formWalker(origin: string) {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const answer = await fetch(origin + path, {
      ...init,
      redirect: 'manual',
      headers: { ...asBrowsersDo, cookie: jar(cookies) },
    });
    for (const line of answer.headers.getSetCookie()) keep(cookies, line);
    const location = answer.headers.get('location');
    if (location?.startsWith('/')) return await ask(location);
    return { status: answer.status, path: location ?? path, html: await answer.text() };
  };
  return {
    open: (path: string): Promise<Page> => ask(path),
    /** Fills in the form of a page that has a field or an address of this name, and sends it. */
    fill: async (page: Page, of: string, typed: Typed = {}): Promise<Page> => {
      const form = formOf(page, of);
      const action = (form.attribs.action ?? page.path).replace(origin, '');
      return await ask(action, { method: 'POST', body: bodyOf(form, typed) });
    },
  };
}

export type Walker = ReturnType<typeof formWalker>;

/** The addresses that a page leads to. */
export const linksOn = ({ html }: Page): string[] =>
  elements(parseDocument(html), (one) => one.name === 'a').map((one) => one.attribs.href ?? '');

/** What stands on a page to be read. */
export const wordsIn = ({ html }: Page): string =>
  DomUtils.textContent(DomUtils.findOne(({ name }) => name === 'main', parseDocument(html).children) ?? [])
    .replaceAll(/\s+/g, ' ')
    .trim();

const asBrowsersDo = {
  accept: 'text/html',
  'accept-language': 'vi',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
};

const jar = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

const elements = (where: Document | Element, fits: (one: Element) => boolean): Element[] =>
  DomUtils.findAll(fits, where.children);

const isField = ({ name }: Element): boolean => ['input', 'select', 'textarea'].includes(name);

function formOf(page: Page, of: string): Element {
  const forms = elements(parseDocument(page.html), ({ name, attribs }) => name === 'form' && attribs.method === 'post');
  const found = forms.find(
    (form) =>
      (form.attribs.action ?? page.path).split('?')[0] === of ||
      elements(form, (one) => one.attribs.name === of).length > 0,
  );
  if (!found) throw new Error(`${page.status} ${page.path} has no form of “${of}”: ${wordsIn(page).slice(0, 600)}`);
  return found;
}

function bodyOf(form: Element, typed: Typed): FormData | URLSearchParams {
  const body = form.attribs.enctype === 'multipart/form-data' ? new FormData() : new URLSearchParams();
  const names = new Set(elements(form, isField).map((one) => one.attribs.name ?? ''));
  for (const [name, value] of elements(form, isField).flatMap(standing)) if (!(name in typed)) body.append(name, value);
  for (const [name, value] of Object.entries(typed)) {
    if (!names.has(name)) throw new Error(`The form has no field “${name}”, but ${[...names].join(', ')}`);
    if (typeof value === 'string') body.append(name, value);
    else if (body instanceof FormData) body.append(name, new Blob([new Uint8Array(value)]), 'photo.jpg');
  }
  return body;
}

/** What a field sends when nobody touches it. */
function standing(field: Element): [name: string, value: string][] {
  const { name, type = '', checked } = field.attribs;
  const isLeft = ['radio', 'checkbox'].includes(type) && checked === undefined;
  const value = valueOf(field);
  return !name || isLeft || ['file', 'submit'].includes(type) || value === null ? [] : [[name, value]];
}

function valueOf(field: Element): string | null {
  if (field.name === 'textarea') return DomUtils.textContent(field);
  if (field.name !== 'select') return field.attribs.value ?? '';
  const options = elements(field, (one) => one.name === 'option');
  const chosen = options.find((one) => 'selected' in one.attribs) ?? options[0];
  return chosen ? (chosen.attribs.value ?? DomUtils.textContent(chosen)) : null;
}
