import type { Actor } from '../actor.ts';
import { formatDay } from '../format.ts';
import { findSellers } from '../identity/sellers.ts';
import {
  batchesMadeBy,
  type OutsideLot,
  searchMaterials,
  searchOutsideLots,
  type UsedMaterial,
} from '../traceability/recall-sources.ts';
import { namesOf, sellerNames } from './names.ts';

/** Something that can be called back, as a line to tick. */
export interface Candidate {
  /** Codes and ids, with commas between. */
  sources: string;
  title: string;
  hint: string;
  count: number;
  recalled: boolean;
}

export interface Asked {
  theo?: 'lo-ngoai' | 'ho-ngay' | 'vat-tu' | undefined;
  q?: string | undefined;
  ho?: string | undefined;
  /** YYYY-MM-DD, both included. */
  tu?: string | undefined;
  den?: string | undefined;
}

interface Candidates {
  /** null while nothing was asked for. */
  found: Candidate[] | null;
  /** What a recall of them is called. */
  title: string;
}

/** The catalogue's sentence for a key of `desk.recall-choice`. */
type Say = (key: string, facts: Record<string, string | number>) => string;

const mostLots = 100;

/** What fits what somebody asks for: nothing is chosen for them, since two that look alike need not be the same. */
export async function findCandidates(actor: Actor, asked: Asked, say: Say): Promise<Candidates> {
  if (asked.theo === 'lo-ngoai' && asked.q) return { found: await lots(actor, asked.q, say), title: asked.q };
  if (asked.theo === 'vat-tu' && asked.q) return { found: await materials(actor, asked, say), title: asked.q };
  if (asked.theo === 'ho-ngay' && asked.ho && asked.tu) {
    const [seller] = await findSellers([asked.ho]);
    const days = { from: asked.tu, to: asked.den ?? asked.tu };
    const title = [seller?.name, ...new Set([days.from, days.to].map(formatDay))].filter(Boolean).join(', ');
    return { found: await batches(actor, { sellerId: asked.ho, ...days }), title };
  }
  return { found: null, title: '' };
}

async function lots(actor: Actor, said: string, say: Say): Promise<Candidate[]> {
  const found = await searchOutsideLots(actor, said, mostLots);
  const sellers = await sellerNames(found.map((one) => one.sellerId));
  const hint = ({ supplier, receivedOn, sellerId }: OutsideLot): string =>
    say('taken-in', {
      supplier,
      day: formatDay(receivedOn),
      seller: sellers.get(sellerId) ?? '',
    });
  return found.map((one) => ({
    sources: one.id,
    title: [one.name, one.lot].filter(Boolean).join(' · '),
    hint: hint(one),
    count: 1,
    recalled: one.recalled,
  }));
}

async function materials(actor: Actor, { q = '', tu, den }: Asked, say: Say): Promise<Candidate[]> {
  const found = await searchMaterials(actor, { said: q, from: tu, to: den });
  const hint = ({ batches: used }: UsedMaterial): string =>
    say('used-for', {
      n: used.length,
      lots: used
        .slice(0, 3)
        .map(({ lot }) => lot)
        .join(', '),
    });
  return found.map((one) => ({
    sources: one.batches.map(({ code }) => code).join(','),
    title: one.said,
    hint: hint(one),
    count: one.batches.length,
    recalled: false,
  }));
}

async function batches(actor: Actor, wanted: { sellerId: string; from: string; to: string }): Promise<Candidate[]> {
  const found = await batchesMadeBy(actor, wanted);
  const names = await namesOf(found);
  return found.map((one) => ({
    sources: one.code,
    title: `${names.get(one.productId) ?? ''} · ${one.lot}`,
    hint: formatDay(one.producedOn),
    count: 1,
    recalled: false,
  }));
}
