import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Response } from 'express';
import Handlebars from 'handlebars';
import type { Actor } from '../actor.ts';
import { channelFacts } from '../channels.ts';
import type { Config } from '../config.ts';
import { foldersOf } from '../integration.ts';
import { firstLanguage, type Language, languages } from '../language.ts';
import { ordersNow, platformNow } from '../platform.ts';
import { fromRoot } from '../root.ts';
import { helpers } from './helpers.ts';
import { type KeptFields, localsOf } from './locals.ts';
import { findSentence } from './messages.ts';

const folder = fromRoot('web/views');
const engine = Handlebars.create();
const options: Parameters<typeof engine.compile>[1] = {
  strict: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
};
const views = readViews();

/** What every template may ask of a form that was not sent. */
const emptyForm = { values: {}, mistakes: [], summary: null, key: '', pin: null, lost: null, kept: null, received: [] };

/** Called with the name of each view that is rendered: how the house test knows that every view is tested. */
export const rendered = new Set<string>();

export interface RenderOptions {
  status?: number;
  /** The page's title; without it the catalogue's `<room>.<view>.title`, else what the template's `heading` says. */
  title?: string;
  /** Open Graph and the like, for the layout's head. */
  head?: { description?: string; image?: string; url?: string; jsonLd?: unknown };
  layout?: 'page' | 'app';
}

/** For whom a page is drawn and where it stands. */
export interface Reader {
  language: Language;
  /** Who is signed in; nobody on pages that are kept for all. */
  actor: Pick<Actor, 'name' | 'role'> | null;
  /** As the page was asked for: where the language button leads back to. */
  path: string;
  config: Pick<Config, 'publicUrl' | 'demo'>;
  /** What was typed here before the person was sent away to sign in. */
  kept?: KeptFields | undefined;
}

/** Answers with a page: `web/views/{view}.hbs` in the layout, in the reader's language. */
export function render(response: Response, view: string, data: object, options: RenderOptions = {}): void {
  const html = renderToString(readerOf(response), view, data, options);
  response.status(options.status ?? 200).type('html');
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'private, no-store');
  response.send(html);
}

/** Who asked for what is answered here. */
export function readerOf(response: Response): Reader {
  const { language, actor, services, kept } = localsOf(response);
  return { language, actor, path: response.req.originalUrl, config: services.config, kept };
}

/** The page as text: the page cache keeps it. */
export function renderToString(reader: Reader, view: string, data: object, options: RenderOptions = {}): string {
  const { language, actor, path: asked, config, kept } = reader;
  const page = {
    lang: language,
    path: asked,
    account: actor && { name: actor.name, role: actor.role },
    // Who may stand at a stall: money is said aloud on whatever page they look at.
    sells: actor !== null && actor.role !== 'officer',
    demo: config.demo,
    takesOrders: ordersNow() !== 'nobody',
    operator: platformNow().operator,
    title: options.title ?? findSentence(language, `${view.replace('/', '.')}.title`),
    head: {
      description: null,
      image: null,
      url: null,
      jsonLd: null,
      ...options.head,
      ...addressesOf(language, options.head?.url),
    },
    publicUrl: config.publicUrl,
  };
  const form = {
    ...emptyForm,
    ...(data as { form?: object }).form,
    ...(kept && { values: kept.values, kept: kept.lost }),
    // Filled while the page is drawn: what the page itself calls each field.
    labels: new Map<string, string>(),
  };
  const body = template(view)({ defaults: {}, ...data, form, page });
  return template(`layouts/${options.layout ?? 'page'}`)({ page, form, body });
}

/** The page's own address in this language, and where it is in each: search engines show everybody the one of theirs. */
const addressesOf = (language: Language, url: string | null | undefined) =>
  url && {
    canonical: addressIn(url, language),
    alternates: languages.map((code) => ({ code, url: addressIn(url, code) })),
  };

/**
 * Where a page is read in a language. A bare address follows who asks, and is Vietnamese for search engines, which ask for none.
 * @param url of the page, without a query
 */
export const addressIn = (url: string, language: Language): string =>
  language === firstLanguage ? url : `${url}?lang=${language}`;

/** The names of all pages, for the house test. */
export const viewNames = (): string[] => [...views.keys()].filter((name) => !name.startsWith('layouts/'));

function template(name: string): Handlebars.TemplateDelegate {
  const found = views.get(name);
  if (!found) throw new Error(`No view ${name}`);
  rendered.add(name);
  return found;
}

function readViews(): Map<string, Handlebars.TemplateDelegate> {
  engine.registerHelper(helpers);
  for (const { name, icon } of channelFacts) engine.registerPartial(`channels/${name}`, engine.compile(icon, options));
  const pages = new Map<string, Handlebars.TemplateDelegate>();
  for (const { file, names } of viewFiles()) {
    const compiled = engine.compile(unindented(readFileSync(file, 'utf8')), options);
    const last = names.at(-1) ?? '';
    if (last.startsWith('_')) engine.registerPartial([...names.slice(0, -1), last.slice(1)].join('/'), compiled);
    else pages.set(names.join('/'), compiled);
  }
  return pages;
}

/** Every template: those of the rooms, and of each integration its own below its name. */
function viewFiles(): { file: string; names: string[] }[] {
  const folders = [{ name: null, folder }, ...foldersOf('views')];
  return folders.flatMap((one) =>
    readdirSync(one.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.hbs'))
      .map((name) => ({
        file: path.join(one.folder, name),
        names: [...(one.name === null ? [] : [one.name]), ...name.slice(0, -'.hbs'.length).split(path.sep)],
      })),
  );
}

/** The template as it goes over the wire: its layout is for those who read it, and would be a tenth of every page. */
function unindented(source: string): string {
  // A line that was broken inside a sentence or a tag, what stands before each line, and blanks around a condition in a tag.
  return source
    .replaceAll(/(?<=[^>}\s])\n\s*|\n\s*(?=[^<{\s])/g, ' ')
    .replaceAll(/^[ \t]+/gm, '')
    .replaceAll(/(?<==(?:"[^"<>]*"|{{[^}]*}})) (?={{#)|(?<="|[a-z]) (?={{\/(?:if|unless)}}[^<>]*>)/g, '');
}
