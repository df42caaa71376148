import type { Actor } from '../actor.ts';
import { sentence } from '../http/messages.ts';
import { mayActFor } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { type CriteriaSet, starsFor } from './criteria.ts';
import type { DossierRecord } from './dossier.ts';
import type { DossierAbout, DossierState } from './dossier-state.ts';
import type { PaperState } from './paper-state.ts';
import { ofNoCriterion } from './papers-due.ts';

export const ocopPath = '/ho-so-ocop';

/** Under this name stand the papers that belong to no criterion: forms and registration. */
export const registrationPart = 'dang-ky';

const looks = { brought: 'done', held: 'done', 'to-sign': 'wait', missing: 'stop', goods: 'wait' } as const;

/** What a dossier is about, and the points that its maker gives itself. */
export function aboutView({ dossier, productName, set }: DossierAbout, language: Language) {
  return {
    url: `${ocopPath}/${dossier.id}`,
    dossier: { ...dossier, productName },
    set: { title: pick(set.title, language), note: pick(set.note, language), source: set.source, asOf: set.asOf },
    score: scoreOf(dossier.points, set, language),
  };
}

/** A dossier as its page shows it. */
export async function dossierView(state: DossierState, actor: Actor, language: Language) {
  const { dossier, set, papers } = state;
  const about = aboutView(state, language);
  const { url } = about;
  const byId = new Map(papers.map((paper) => [paper.id, paperView(paper, language)]));
  const notes = new Map(dossier.notes.map(({ criterion, text }) => [criterion, text]));
  const isFrozen = dossier.frozen !== null;
  const mayAct = await mayActFor(actor, dossier.sellerId);
  return {
    ...about,
    isFrozen,
    mayWrite: mayAct && !isFrozen,
    mayGoOn: mayAct && isFrozen,
    general: ofNoCriterion(set, papers).map(({ id }) => byId.get(id)),
    registrationUrl: `${url}/tieu-chi/${registrationPart}`,
    parts: set.parts.map((part) => ({
      id: part.id,
      title: pick(part.title, language),
      points: part.points,
      criteria: part.criteria.map((one) => ({
        id: one.id,
        title: pick(one.title, language),
        note: notes.get(one.id) ?? null,
        url: `${url}/tieu-chi/${one.id}`,
        papers: one.papers.flatMap((id) => byId.get(id) ?? []),
      })),
    })),
    missing: missingOf(papers, language),
  };
}

/** What is not there yet: what has to be, and what would give points. */
function missingOf(papers: readonly PaperState[], language: Language) {
  const lacking = papers.filter(({ state }) => state === 'missing' || state === 'to-sign');
  // What we hold of it is told where it stands.
  const view = (paper: PaperState) => ({ ...paperView(paper, language), found: [], n: 0 });
  return {
    needed: lacking.filter(({ duty }) => duty !== 'extra').map(view),
    extra: lacking.filter(({ duty }) => duty === 'extra').map(view),
  };
}

/** How one paper stands, in words. */
export const paperView = ({ id, title, duty, state, found, files }: PaperState, language: Language) => ({
  id,
  title: pick(title, language),
  duty: sentence(language, `ocop.duty.${duty}`),
  state: sentence(language, `ocop.state.${state}`),
  look: looks[state],
  found: found.map(({ evidence, facts }) => sentence(language, `ocop.found.${evidence}`, facts)),
  n: files.length,
});

/** What the maker gives itself; the sum and its stars only once every part has points. */
function scoreOf(points: DossierRecord['points'], { parts, bands }: CriteriaSet, language: Language) {
  const given = new Map(points.map((one) => [one.part, one.points]));
  const all = parts.map(({ id, title, points: most }) => ({
    id,
    title: pick(title, language),
    most,
    points: given.get(id) ?? null,
  }));
  const isWhole = all.every((one) => one.points !== null);
  const sum = all.reduce((total, one) => total + (one.points ?? 0), 0);
  return { parts: all, sum: isWhole ? sum : null, stars: isWhole ? starsFor(sum, bands) : null };
}
