import { formatDay } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { type Language, pick } from '../language.ts';
import { criteriaSets } from './criteria.ts';

/** What may be chosen of a dossier's kind: no set is chosen beforehand. */
export const choicesOf = (language: Language) => ({
  registrations: (['new', 'existing'] as const).map((value) => ({
    value,
    title: sentence(language, `ocop.registration.${value}`),
  })),
  sets: criteriaSets.map(({ id, title, note, source, asOf }) => ({
    value: id,
    title: pick(title, language),
    hint: `${pick(note, language)} ${sentence(language, 'ocop.source', { source, asOf: formatDay(asOf) })}`,
  })),
});
