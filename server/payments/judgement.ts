import { findIntentsNamed, isNamed } from './intents.ts';
import { namesIn } from './memo.ts';
import { judge, type Verdict } from './transfer.ts';
import type { TransferRecord } from './transfer-record.ts';

type Told = Parameters<typeof judge>[0] & { content: string };

/** What each of these may settle by itself; the intents that they name are looked up once. */
export async function judgeAll(told: readonly Told[]): Promise<Verdict[]> {
  const named = told.map(({ content }) => namesIn(content));
  const intents = await findIntentsNamed([...new Set(named.flat())]);
  return told.map((one, place) => {
    const names = named[place] ?? [];
    return judge(one, { names, intents: intents.filter((intent) => isNamed(intent, names)) });
  });
}

/** What was said of a transfer when it was kept, or by the person who chose; of one kept before that was written down: now. */
export async function verdictOn(record: TransferRecord): Promise<Verdict> {
  const { reason, orderNumber, intentId } = record;
  const isJudged = record.chosenBy !== null || reason !== null || orderNumber !== null || intentId !== null;
  // A person has chosen: amount and content are theirs to judge.
  if (isJudged) return { reason: record.chosenBy === null ? reason : null, orderNumber, intentId };
  const [verdict] = await judgeAll([{ ...record, id: record._id.toHexString() }]);
  return verdict ?? { reason: 'no-reference', orderNumber, intentId };
}
