import { formatDay, formatMoment, formatNumber } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { type Reader, renderToString } from '../http/views.ts';
import type { Language } from '../language.ts';
import { provenancePath } from './digital-link.ts';
import { evidenceData } from './evidence-json.ts';
import { passportJson, productData } from './passport-json.ts';
import type { PassportView, ScannedUnit } from './passport-view.ts';
import { isCopied } from './scan.ts';

/**
 * The page of a batch or unit as HTML.
 * @param reader nobody signed in for pages that are kept
 */
export function renderPassport(reader: Reader, view: PassportView, formKey = ''): string {
  const { language } = reader;
  const { publicUrl } = reader.config;
  const said = sentenceOf(view, language);
  const head = {
    description: said,
    url: publicUrl + view.path,
    image: `${publicUrl}${provenancePath(view.code)}/anh-chia-se.jpg?lang=${language}`,
    jsonLd: {
      ...productData(view, publicUrl),
      ...evidenceData(view.papers, (kind) => sentence(language, `catalog.certificates.${kind}`)),
    },
  };
  const data = {
    ...view,
    unit: view.unit && { ...view.unit, said: view.unit.said ?? unitSentence(view.unit, language) },
    sentence: said,
    facts: factsOf(view),
    form: { values: {}, mistakes: [], summary: null, key: formKey },
  };
  const title = view.product.name;
  return renderToString(reader, 'provenance/passport', data, { title, head });
}

/** The same as JSON. */
export const passportAnswer = (view: PassportView, language: Language, publicUrl: string) =>
  passportJson(view, sentenceOf(view, language), publicUrl);

/** What is known of the one label's scans, in a sentence. */
export function unitSentence({ serial, scans }: ScannedUnit, language: Language): string {
  const say = (key: string, facts = {}) => sentence(language, `provenance.scan.${key}`, { serial, ...facts });
  if (scans === null) return say('uncounted');
  if (scans.count === 1) return say('first');
  const again = say('again', { first: formatDay(scans.firstAt), count: formatNumber(scans.count, language) });
  return isCopied(scans) ? `${again} ${say('copied')}` : again;
}

const sentenceOf = (view: PassportView, language: Language): string =>
  sentence(language, `provenance.verdict.${view.verdict.code}`, factsOf(view));

const factsOf = ({ product, seller, producedOn, expiresOn, steps, evidence }: PassportView) => ({
  product: product.name,
  seller: seller.name,
  day: formatDay(producedOn),
  expires: expiresOn === null ? '' : formatDay(expiresOn),
  steps: steps.length,
  since: evidence.uncheckedSince === null ? '' : formatMoment(evidence.uncheckedSince),
});
