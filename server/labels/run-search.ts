import { isObjectIdOrHexString } from 'mongoose';
import type { Actor } from '../actor.ts';
import { changeFound } from '../database/change-each.ts';
import { doOnce } from '../database/marks.ts';
import { type Branch, behind, crossed, type Days, newestOf, within } from '../database/newest.ts';
import { wordsIn } from '../fold.ts';
import { sellersNamed, sellersSeenBy, whereOf } from '../identity/sellers.ts';
import { listBatches } from '../traceability/batches.ts';
import {
  type LabelRun,
  LabelRunModel,
  type LabelRunRecord,
  type RunPart,
  type RunState,
  readRun,
} from './label-run.ts';

export interface RunsWanted extends Days {
  state?: RunState | undefined;
  limit: number;
  /** the id of the last run already seen */
  after?: string | undefined;
  /** the beginning of a batch's code or lot, words of the name of goods, or of a seller */
  words?: string;
}

/** The runs whose labels somebody may see, newest first. */
export async function listRuns(actor: Actor, wanted: RunsWanted): Promise<LabelRun[]> {
  const { limit, state, after, words = '' } = wanted;
  const days = within<LabelRunRecord>('createdAt', wanted);
  const by = days.length === 0 ? '_id' : 'createdAt';
  const last = isObjectIdOrHexString(after)
    ? await LabelRunModel.findById(after, { createdAt: 1 }).lean<LabelRunRecord>()
    : null;
  const every: Branch<LabelRunRecord>[] = [
    ...(state === undefined ? [] : [{ state }]),
    ...days,
    ...(last ? [behind(last, by)] : []),
  ];
  const seen = await sellersSeenBy(actor);
  const named = words === '' ? scopesOf(seen) : await runsNamed(actor, words, seen);
  const branches = crossed<LabelRunRecord>(named, [every.length === 0 ? {} : { $and: every }]);
  return (await newestOf(LabelRunModel, branches, { limit, by })).map(readRun);
}

type Seen = readonly string[] | 'all';

// Each seller's by its own index, which gives them in order.
const scopesOf = (seen: Seen): Branch<LabelRunRecord>[] =>
  seen === 'all' ? [{}] : seen.map((sellerId) => ({ sellerIds: sellerId }));

async function runsNamed(actor: Actor, typed: string, seen: Seen): Promise<Branch<LabelRunRecord>[]> {
  const owners = seen === 'all' ? [''] : seen.map((id) => `${id} `);
  const words = wordsIn(typed);
  const sellers = (await sellersNamed(typed)).filter((id) => seen === 'all' || seen.includes(id));
  const named = words.length === 0 ? [] : owners.map((of) => ({ $and: words.map((word) => ({ words: of + word })) }));
  return [...named, ...scopesOf(sellers), ...(await ofBatches(actor, typed, seen))];
}

/** More batches that begin alike are none that anybody looks for. */
const mostAlike = 100;

// By the batches themselves: of the many words of a run no beginning can be looked up.
async function ofBatches(actor: Actor, typed: string, seen: Seen): Promise<Branch<LabelRunRecord>[]> {
  const codes = (await listBatches(actor, { words: typed, limit: mostAlike })).map(({ code }) => code);
  return codes.length === 0 ? [] : [{ 'parts.batchCode': { $in: codes }, ...whereOf(seen, 'sellerIds') }];
}

/** By what a run is found: words of its goods' names, each alone and each behind its seller's id. */
export function runWords(parts: readonly Pick<RunPart, 'product' | 'sellerId'>[]): string[] {
  const words = parts.flatMap(({ product, sellerId }) =>
    wordsIn(product).flatMap((word) => [word, `${sellerId} ${word}`]),
  );
  return [...new Set(words)];
}

/** Writes beside runs from before there was a list the words they are found by. Once for a database, while it serves; safe to repeat. */
export const bringRunWordsUpToDate = (): Promise<void> =>
  doOnce('words of label runs', () =>
    changeFound(LabelRunModel, { filter: { words: { $exists: false } }, fields: { parts: 1 } }, ({ parts }) => ({
      $set: { words: runWords(parts) },
    })),
  );
