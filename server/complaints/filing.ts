import { Types } from 'mongoose';
import { newCode, readMarked } from '../codes.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { admitOne } from '../database/windows.ts';
import { invalid, type Mistake, mistakesMade, tooMany } from '../errors.ts';
import { keepGuardedImage } from '../media/guarded-images.ts';
import { findOrder } from '../orders/orders.ts';
import { findPublicBatch } from '../traceability/batches.ts';
import { type ComplaintChannel, ComplaintModel, type ComplaintRecord } from './complaint.ts';
import { type ComplaintKind, deadlinesOf, findKind } from './kinds.ts';

export interface WantedComplaint {
  kind: string;
  text: string;
  contact: { name: string; phone?: string | undefined; email?: string | undefined };
  orderNumber?: string | undefined;
  batchCode?: string | undefined;
}

/** How a complaint comes in. */
export interface Filing {
  channel: ComplaintChannel;
  /** The key of the network address, so that nobody floods the desk; null for what the officer types. */
  sender: string | null;
  /** The same for a request that comes again: it gets its complaint, not a second one. */
  requestId: string | null;
  photos?: readonly Buffer[];
  /** Ids of guarded photos that were kept before. */
  photoIds?: readonly string[];
}

const hourly = { seconds: 3600, most: 10 };

/**
 * Keeps a complaint and says by when it will be answered and settled, in the commune's working time.
 * @throws tooMany('too-many-complaints') from the eleventh of one address in an hour; invalid('complaint-mistaken') for an order or
 * batch that is not there, for neither phone nor mail, and for a kind that asks which order or batch
 */
export async function fileComplaint(wanted: WantedComplaint, how: Filing, at: Date): Promise<ComplaintRecord> {
  const before = how.requestId === null ? null : await ComplaintModel.findOne({ requestId: how.requestId }).lean();
  if (before) return before;
  const kind = findKind(wanted.kind);
  if (kind === null || (kind.typedByOfficer && how.channel !== 'counter')) {
    throw invalid('complaint-mistaken', {}, [{ pointer: '/kind', code: 'not-a-choice' }]);
  }
  const about = await aboutWhat(wanted, kind);
  if (how.sender !== null) await admitOne(how.sender, hourly, at, (when) => tooMany('too-many-complaints', when));
  const photos = await Promise.all((how.photos ?? []).map(keepGuardedImage));
  const photoIds = [...(how.photoIds ?? []), ...photos.map(({ id }) => id)];
  return await insert(recordOf({ wanted, kind, about, photoIds }, how, at));
}

interface Filed {
  wanted: WantedComplaint;
  kind: ComplaintKind;
  about: Pick<ComplaintRecord, 'orderNumber' | 'batchCode' | 'sellerId'>;
  photoIds: string[];
}

function recordOf({ wanted, kind, about, photoIds }: Filed, { channel, requestId }: Filing, at: Date): ComplaintRecord {
  const { name, phone = null, email = null } = wanted.contact;
  return {
    _id: new Types.ObjectId(),
    code: `KN${newCode()}`,
    kind: kind.id,
    channel,
    state: 'received',
    level: 1,
    text: wanted.text,
    contact: { name, phone, email },
    ...about,
    photoIds,
    receivedAt: at,
    ...deadlinesOf(kind, at),
    answeredAt: null,
    settledAt: null,
    outcome: null,
    steps: [{ at, did: 'received', party: 'complainant', by: null, text: wanted.text }],
    ...(requestId !== null && { requestId }),
    erasedAt: null,
  };
}

// Two of the same request at once: the index lets one in, and both get it.
async function insert(record: ComplaintRecord): Promise<ComplaintRecord> {
  try {
    await ComplaintModel.create(record);
    return record;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const { requestId } = record;
    return requestId === undefined
      ? await insert({ ...record, code: `KN${newCode()}` })
      : await ComplaintModel.findOne({ requestId }).lean().orFail();
  }
}

async function aboutWhat(wanted: WantedComplaint, kind: ComplaintKind) {
  const [order, batch] = await Promise.all([
    findIf(wanted.orderNumber, findOrder),
    findIf(wanted.batchCode, findPublicBatch),
  ]);
  const found = { orderNumber: order?.number ?? null, batchCode: batch?.code ?? null };
  const mistakes = [...missingIn(wanted, kind), ...notFound(wanted, found)];
  if (mistakes.length > 0) throw invalid('complaint-mistaken', {}, mistakes);
  return { ...found, sellerId: (order ?? batch)?.sellerId ?? null };
}

const findIf = async <T>(named: string | undefined, find: (name: string) => Promise<T | null>): Promise<T | null> =>
  named === undefined ? null : await find(named);

const notFound = (
  { orderNumber, batchCode }: WantedComplaint,
  found: Pick<ComplaintRecord, 'orderNumber' | 'batchCode'>,
): Mistake[] =>
  mistakesMade([
    [orderNumber !== undefined && found.orderNumber === null, '/orderNumber', 'complaint-order'],
    [batchCode !== undefined && found.batchCode === null, '/batchCode', 'complaint-batch'],
  ]);

const missingIn = ({ contact, orderNumber, batchCode }: WantedComplaint, { asks }: ComplaintKind): Mistake[] =>
  mistakesMade([
    [contact.phone === undefined && contact.email === undefined, '/contact/phone', 'phone-or-email'],
    [asks === 'order' && orderNumber === undefined, '/orderNumber', 'required'],
    [asks === 'batch' && batchCode === undefined && orderNumber === undefined, '/batchCode', 'required'],
  ]);

/** The code as it is kept, from what somebody typed or pasted; null when there is none, or its check character is wrong. */
export const readComplaintCode = (typed: string): string | null => readMarked('KN', typed);
