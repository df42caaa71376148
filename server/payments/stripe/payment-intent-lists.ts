import { firstIntentId, type Intent } from '../intent.ts';
import { IntentModel, type IntentRecord, readIntent } from '../intent-record.ts';
import type { ApiKey } from './api-key.ts';
import type { WantedList } from './payment-intents.schemas.ts';
import { getRecord } from './payment-intents.ts';

/**
 * A page of the intents that the key may see, newest first. Ids are in the order of time, so a page begins where the one
 * before it ended whatever has been added since.
 * @throws missing('api-no-such-intent') for a cursor that is none
 */
export async function listPaymentIntents(
  key: Pick<ApiKey, 'sellerId'>,
  wanted: WantedList,
): Promise<{ intents: Intent[]; hasMore: boolean }> {
  await requireCursor(key, wanted);
  const backwards = wanted.ending_before !== undefined;
  const records = await IntentModel.find({
    ...(key.sellerId === null ? {} : { sellerId: key.sellerId }),
    _id: rangeOf(wanted),
  })
    .sort({ _id: backwards ? 1 : -1 })
    .limit(wanted.limit + 1)
    .select({ request: 0, due: 0 })
    .lean<IntentRecord[]>();
  const page = records.slice(0, wanted.limit).map(readIntent);
  return { intents: backwards ? page.reverse() : page, hasMore: records.length > wanted.limit };
}

async function requireCursor(key: Pick<ApiKey, 'sellerId'>, wanted: WantedList): Promise<void> {
  for (const name of ['starting_after', 'ending_before'] as const) {
    const id = wanted[name];
    if (id !== undefined) await getRecord({ key, id }, name);
  }
}

function rangeOf({ created, starting_after: after, ending_before: before }: WantedList) {
  const { from = 0, until = Number.POSITIVE_INFINITY } = created ?? {};
  return {
    $gte: firstOf(from),
    $lt: least([firstOf(until), ...(after === undefined ? [] : [after])]),
    ...(before !== undefined && { $gt: before }),
  };
}

/** Where the ids of a second begin; beyond the last one that ids can tell (62⁸ ms), behind them all. */
const firstOf = (second: number): string =>
  second > latestSecond ? 'pi_~' : firstIntentId(new Date(Math.max(0, second) * 1000));

const latestSecond = Math.floor(62 ** 8 / 1000);

const least = (ids: string[]): string => ids.reduce((a, b) => (a < b ? a : b));
