import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fromRoot } from '../root.ts';
import { papers } from './paper.ts';

const Said = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
/** Where a value was read and when: all of it is second-hand and to be read again before anybody relies on it. */
const sourced = { source: z.string().min(1), asOf: z.string().regex(/^\d{4}-\d{2}$/) };

const known = new Set(papers.map(({ id }) => id));

const Criterion = z.strictObject({
  id: z.string().regex(/^[A-Z]\d{1,2}$/),
  title: Said,
  papers: z.array(z.string().refine((id) => known.has(id), 'no such paper in papers.json')).min(1),
});
const Part = z.strictObject({
  id: z.string().regex(/^[A-Z]$/),
  title: Said,
  points: z.number().int().positive(),
  criteria: z.array(Criterion).min(1),
  ...sourced,
});
const Band = z.strictObject({ stars: z.int().min(1).max(5), from: z.int().min(1).max(100) });

const head = { id: z.string().regex(/^[a-z0-9-]{1,40}$/), title: Said, note: Said, ...sourced };
const Written = z.union([
  z.strictObject({ ...head, bands: z.array(Band).min(1), parts: z.array(Part).min(1) }),
  // Other goods under the same table: its parts are written once.
  z.strictObject({ ...head, partsOf: z.string() }),
]);

export type Criterion = z.output<typeof Criterion>;
export type Part = z.output<typeof Part>;
/** One table of criteria; a person chooses which one a dossier is made by. */
export interface CriteriaSet extends z.output<z.ZodObject<typeof head>> {
  /** From how many points on the province gives how many stars. */
  bands: z.output<typeof Band>[];
  parts: Part[];
}

/**
 * The criteria sets of a folder, one file each and named after its id, by their names. A file that is put there is a set more.
 * @throws Error naming the file and what is wrong with it: a set whose points are not 100 together is none
 */
export function readCriteriaSets(folder: string): CriteriaSet[] {
  const ids = readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? name.slice(0, -'.json'.length) : []));
  const written = new Map(ids.sort().map((id) => [id, readWritten(path.join(folder, `${id}.json`))]));
  return [...written].map(([id]) => whole(id, written, []));
}

export const criteriaSets: readonly CriteriaSet[] = readCriteriaSets(fromRoot('server/ocop/criteria'));

/** Null for one that there is no file of. */
export const findCriteriaSet = (id: string): CriteriaSet | null => criteriaSets.find((one) => one.id === id) ?? null;

/** The criteria of all parts, in order. */
export const criteriaOf = ({ parts }: Pick<CriteriaSet, 'parts'>): Criterion[] =>
  parts.flatMap(({ criteria }) => criteria);

/** How many stars so many points are; null below the least. */
export function starsFor(points: number, bands: CriteriaSet['bands']): number | null {
  const reached = bands.filter(({ from }) => points >= from).map(({ stars }) => stars);
  return reached.length === 0 ? null : Math.max(...reached);
}

type Written = z.output<typeof Written>;

function readWritten(file: string): Written {
  const read = Written.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
  if (read.data.id !== path.basename(file, '.json')) throw new Error(`${file}: its id is not its name`);
  if ('parts' in read.data) requireWhole(file, read.data.parts);
  return read.data;
}

function requireWhole(file: string, parts: readonly Part[]): void {
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  if (points !== 100) throw new Error(`${file}: its points are ${points} together, not 100`);
  const ids = parts.flatMap(({ criteria }) => criteria.map(({ id }) => id));
  if (new Set(ids).size !== ids.length) throw new Error(`${file}: a criterion stands there twice`);
}

function whole(id: string, written: ReadonlyMap<string, Written>, seen: readonly string[]): CriteriaSet {
  const set = written.get(id);
  if (!set || seen.includes(id)) throw new Error(`criteria/${seen.at(-1) ?? id}.json: there is no set ${id}`);
  if ('parts' in set) return set;
  const { partsOf, ...own } = set;
  const { bands, parts } = whole(partsOf, written, [...seen, id]);
  return { ...own, bands, parts };
}
