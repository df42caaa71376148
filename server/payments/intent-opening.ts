import { isDuplicateKey } from '../database/duplicate-key.ts';
import { nudgeDue } from './due.ts';
import { inGroups, type Results } from './group-commit.ts';
import {
  type Cause,
  due,
  type Intent,
  type IntentState,
  type MetadataEntry,
  newIntentId,
  newSecret,
  type PayeeAccount,
} from './intent.ts';
import { IntentModel, type IntentRecord, type IntentRequest, readIntent } from './intent-record.ts';
import { newReference } from './memo.ts';
import { encode } from './vietqr/encode.ts';

/** What is known of an intent before it has an id and a reference. */
export interface WantedIntent {
  orderNumber: string | null;
  sellerId: string;
  amountVnd: number;
  account: PayeeAccount;
  /** `requires_action`: the code is shown at once. */
  state: Extract<IntentState, 'requires_payment_method' | 'requires_confirmation' | 'requires_action'>;
  lifeSeconds: number;
  /** When the countdown begins. */
  countsFrom: Date;
  description: string | null;
  metadata: readonly MetadataEntry[];
  origin: string;
  apiVersion: string | null;
  request: IntentRequest | null;
  /** The API request that asks for it; null: this house's own checkout. */
  cause: Cause | null;
}

export interface KeptIntent {
  record: IntentRecord;
  /** False: its order or request had it already. */
  isNew: boolean;
}

/**
 * Writes a new intent down, in one write, with the events that tell of it. When its order or its request has one already,
 * that one counts.
 * @param findTwin the intent of the same order or request, if there is one
 */
export async function keepIntent(
  wanted: WantedIntent,
  at: Date,
  findTwin: () => Promise<IntentRecord | null>,
): Promise<KeptIntent> {
  for (let tries = 1; ; tries += 1) {
    try {
      const record = recordOf(wanted, newReference(), at);
      await insert(record);
      nudgeDue();
      return { record, isNew: true };
    } catch (error) {
      if (!isDuplicateKey(error) || tries === 5) throw error;
      // Taken is either the order or the request (somebody was faster: theirs counts) or, once in 2³⁵, the reference.
      const faster = await findTwin();
      if (faster) return { record: faster, isNew: false };
    }
  }
}

/** Writes records down, many in one journey to the database when many come at once. */
const insert = inGroups(async (records: readonly IntentRecord[]): Promise<Results<void>> => {
  const done = records.map((): PromiseSettledResult<void> => ({ status: 'fulfilled', value: undefined }));
  try {
    // Ours from the first to the last field, so the driver takes it as it is; mongoose would look at each once more.
    await IntentModel.collection.insertMany([...records] as object[], { ordered: false });
  } catch (error) {
    // What has failed as a whole may have been written, so it is not tried again here.
    const writeErrors = [(error as { writeErrors?: WriteError[] }).writeErrors ?? []].flat();
    const failed = writeErrors.length > 0 ? writeErrors : records.map((_, index) => ({ index, error }));
    for (const one of failed) done[one.index] = { status: 'rejected', reason: 'error' in one ? one.error : one };
  }
  return done;
});

interface WriteError {
  code: number;
  index: number;
}

/** The text of the code that pays so much to the account under this reference. */
export const payloadFor = ({ bin, number }: PayeeAccount, amountVnd: number, reference: string): string =>
  encode({ bin, number, amountVnd, purpose: reference });

/** The intent as it was when it was made. */
export const asMade = (
  wanted: WantedIntent,
  made: Pick<Intent, 'id' | 'reference' | 'secret' | 'createdAt'>,
): Intent => {
  const { id, reference, secret, createdAt } = made;
  return readIntent({ ...recordOf(wanted, reference, createdAt), _id: id, secret });
};

function recordOf({ countsFrom, cause, ...wanted }: WantedIntent, reference: string, at: Date): IntentRecord {
  const isShown = wanted.state === 'requires_action';
  return {
    _id: newIntentId(at),
    ...wanted,
    reference,
    payload: payloadFor(wanted.account, wanted.amountVnd, reference),
    createdAt: at,
    expiresAt: new Date(countsFrom.getTime() + wanted.lifeSeconds * 1000),
    confirmedAt: isShown ? at : null,
    succeededAt: null,
    canceledAt: null,
    cancellationReason: null,
    paidBy: null,
    movedBy: null,
    revision: 0,
    secret: newSecret(),
    refunds: [],
    due: [
      due('payment_intent.created', at, cause),
      ...(isShown ? [due('payment_intent.requires_action', at, cause)] : []),
    ],
  };
}
