import Handlebars from 'handlebars';
import { namesOfChannels, titleOfChannel } from '../channels.ts';
import { formatDay, formatMoment, formatMoney, formatNumber, formatQuantity } from '../format.ts';
import {
  type Language,
  type Localized,
  localeOf,
  namedLanguages,
  nameOfLanguage,
  otherLanguages,
  pick,
} from '../language.ts';
import { fieldIn } from '../localized.ts';
import { asset } from './assets.ts';
import type { Asked } from './form-answer.ts';
import type { ReceivedPhoto } from './form-photos.ts';
import { findSentence, sentence } from './messages.ts';

interface Root {
  page: { lang: Language; title: string | null };
  form?: {
    values: Record<string, string>;
    mistakes: ({ field: string; sentence: string } & Partial<Asked>)[];
    labels: Map<string, string>;
    received: ReceivedPhoto[];
  };
  defaults?: Record<string, unknown>;
}

type Options = Handlebars.HelperOptions;

const rootOf = (options: Options): Root => (options.data as { root: Root }).root;
const languageOf = (options: Options): Language => rootOf(options).page.lang;

/** What a template may do besides `if`, `each`, `with` and `lookup`: format, translate and compare. No logic of the business. */
export const helpers = {
  t: (key: string, options: Options) =>
    sentence(languageOf(options), key, options.hash as Record<string, string | number>),
  locale: (options: Options) => localeOf(languageOf(options)),
  hasMessage: (key: string, options: Options) => findSentence(languageOf(options), key) !== null,
  name: (text: Localized, options: Options) => pick(text, languageOf(options)),
  channelTitle: (channel: string, options: Options) => titleOfChannel(channel, languageOf(options)),
  channelTitles: (options: Options) => namesOfChannels(languageOf(options)),
  isSaid: (text: Localized, options: Options) => Boolean(text[languageOf(options)]),
  otherLanguages: (options: Options) => namedLanguages.filter(({ code }) => code !== languageOf(options)),
  fieldsInOthers: (name: string, options: Options) =>
    otherLanguages.map((code) => ({ field: fieldIn(name, code), language: nameOfLanguage(code, languageOf(options)) })),
  isTypedInOthers: (name: string, options: Options) =>
    otherLanguages.some((code) => typedValue(rootOf(options), fieldIn(name, code)) !== ''),
  money: (vnd: number) => formatMoney(vnd),
  day: (value: string | Date) => formatDay(value),
  moment: (instant: Date) => formatMoment(instant),
  iso: (instant: Date | string) => (instant instanceof Date ? instant.toISOString() : instant),
  number: (value: number, options: Options) => formatNumber(value, languageOf(options)),
  quantity: (value: { value: number; unit: string }, options: Options) => formatQuantity(value, languageOf(options)),
  asset: (name: string) => asset(name),
  concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
  eq: (a: unknown, b: unknown) => a === b,
  not: (a: unknown) => !a,
  or: (...values: unknown[]) => values.slice(0, -1).find(Boolean) ?? false,
  and: (...values: unknown[]) => values.slice(0, -1).every(Boolean),
  value: (field: string, options: Options) => typedValue(rootOf(options), field),
  isValue: (field: string, choice: unknown, options: Options) => typedValue(rootOf(options), field) === String(choice),
  mistake: (field: string, options: Options) =>
    rootOf(options).form?.mistakes.find((one) => one.field === field)?.sentence ?? '',
  heading: (text: string, options: Options) => {
    rootOf(options).page.title ??= text;
    return text;
  },
  called: (field: string, label: string, options: Options) => {
    rootOf(options).form?.labels.set(field, label);
    return label;
  },
  labelOf: (field: string, options: Options) => rootOf(options).form?.labels.get(field) ?? '',
  answers: (field: string, options: Options) =>
    rootOf(options).form?.mistakes.find((one) => one.field === field)?.answers ?? [],
  received: (field: string, options: Options) =>
    (rootOf(options).form?.received ?? []).filter((one) => one.field === field),
  tick: (field: string, options: Options) =>
    rootOf(options).form?.mistakes.find((one) => one.field === field)?.tick ??
    (typedValue(rootOf(options), field) || 'yes'),
  jsonLd: (data: unknown) => new Handlebars.SafeString(JSON.stringify(data).replaceAll(/[<>&'=]/g, asEscape)),
};

// Nothing in it may end the script or look like markup to whoever reads the page as text.
const asEscape = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What was typed, else what the page offers. */
function typedValue(root: Root, field: string): string {
  const typed = root.form?.values[field];
  if (typed !== undefined) return typed;
  const offered = root.defaults?.[field] as string | number | null | undefined;
  return String(offered ?? '');
}
