import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';

/** What we hold that may prove something: `server/ocop/evidence` gathers each. */
export const evidenceKeys = [
  'product',
  'seller',
  'certificate-ocop',
  'certificate-food-safety',
  'certificate-vietgap',
  'certificate-organic',
  'certificate-mark',
  'certificate-other',
  'certificate-batch',
  'tests',
  'origin',
  'plots',
  'photos',
  'barcode',
  'trace',
  'batches',
  'sales',
  'channels',
  'scans',
  'story',
] as const;
export type EvidenceKey = (typeof evidenceKeys)[number];

const Paper = z.strictObject({
  id: z.string().regex(/^[a-z-]{1,40}$/),
  folder: z.string().regex(/^\d\d_[a-z-]+$/),
  title: z.strictObject({ vi: z.string().min(1), en: z.string().min(1) }),
  /** must: no dossier without it; applies: where the law asks for it of these goods; extra: what gives points. */
  duty: z.enum(['must', 'applies', 'extra']),
  evidence: z.array(z.enum(evidenceKeys)),
  /** What we gather is a draft: somebody still has to sign or confirm it. */
  toSign: z.boolean().default(false),
  /** No paper but goods, handed in beside the dossier. */
  goods: z.boolean().default(false),
  source: z.string().min(1),
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
});
/** A kind of paper that a dossier holds, and what of ours stands for it. */
export type Paper = z.output<typeof Paper>;

/** In the order of their folders. */
export const papers: readonly Paper[] = z
  .strictObject({ papers: z.array(Paper) })
  .parse(JSON.parse(readFileSync(fromRoot('server/ocop/papers.json'), 'utf8'))).papers;

const byId = new Map(papers.map((paper) => [paper.id, paper]));

/** @throws Error for an id that stands in no file: the criteria sets were checked against them when they were read */
export function getPaper(id: string): Paper {
  const paper = byId.get(id);
  if (!paper) throw new Error(`There is no paper ${id}`);
  return paper;
}
