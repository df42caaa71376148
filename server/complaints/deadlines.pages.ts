import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { type ComplaintKind, publicKinds } from './kinds.ts';

/** The table of deadlines, of the kinds that everybody may complain about. */
export const deadlinesIn = (language: Language) =>
  publicKinds.map(({ id, respond, settle }) => ({
    id,
    name: sentence(language, `complaints.kinds.${id}`),
    respond: spanText(respond, language),
    settle: spanText(settle, language),
  }));

/** A span of the table as people read it: `4 giờ làm việc`. */
export function spanText(span: ComplaintKind['respond'], language: Language): string {
  const [[unit, n] = ['days', 0]] = Object.entries(span);
  return sentence(language, `complaints.spans.${unit}`, { n });
}
