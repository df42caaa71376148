import type { Actor } from '../actor.ts';
import { admitOne } from '../database/windows.ts';
import { conflict, forbidden, missing, ofAnother, tooMany } from '../errors.ts';
import { whereSeen } from '../identity/sellers.ts';
import { readGuardedImage } from '../media/guarded-images.ts';
import { isSameSecret } from '../same-secret.ts';
import { ComplaintModel, type ComplaintRecord, type ComplaintStep, type Outcome, openStates } from './complaint.ts';
import { readComplaintCode } from './filing.ts';
import { deadlinesOf, extendedBy, findKind } from './kinds.ts';

export type { ComplaintRecord } from './complaint.ts';
export { fileComplaint } from './filing.ts';

/** Wrong answers of one address a minute. */
const perAddress = { seconds: 60, most: 20 };

/** Who asks for a complaint without signing in: its code and the phone or mail that was left with it. */
export interface Holder {
  code: string;
  /** A phone in E.164 or a mail address. */
  contact: string;
  /** The key of the network address. */
  sender: string;
}

/**
 * The complaint for who holds its code and knows its contact; a wrong contact and no such code are one answer.
 * @throws missing('complaint-not-found'), tooMany('too-many-guesses')
 */
export async function getOwnComplaint({ code, contact, sender }: Holder, at: Date): Promise<ComplaintRecord> {
  const known = readComplaintCode(code);
  const record = known && (await ComplaintModel.findOne({ code: known }).lean());
  if (record && knows(record, contact)) return record;
  await admitOne(`complaint ${sender}`, perAddress, at, (when) => tooMany('too-many-guesses', when));
  throw missing('complaint-not-found');
}

/** What a complaint's receipt says, to who has just sent it. @throws missing('complaint-not-found') */
export async function receiptOf(code: string): Promise<Pick<ComplaintRecord, 'kind' | 'respondBy' | 'settleBy'>> {
  const record = await ComplaintModel.findOne({ code }).lean();
  if (!record) throw missing('complaint-not-found');
  return record;
}

const knows = ({ contact }: ComplaintRecord, said: string): boolean =>
  [contact?.phone, contact?.email].some((one) => typeof one === 'string' && isSameSecret(one, said));

/**
 * Whoever complained is not content with what came of it: somebody higher looks again, once, with new deadlines.
 * @throws conflict('complaint-changed') when it is not settled, or was taken further before
 */
export async function takeFurther(holder: Holder, text: string, at: Date): Promise<ComplaintRecord> {
  const { code, kind, respondBy, settleBy, answeredAt, settledAt, outcome } = await getOwnComplaint(holder, at);
  const again = findKind(kind);
  const first = { respondBy, settleBy, answeredAt, settledAt, outcome };
  const dates = again ? deadlinesOf(again, at) : {};
  const said: ComplaintStep = { at, did: 'escalated', party: 'complainant', by: null, text };
  return await move(
    { code, state: 'settled', level: 1 },
    { state: 'escalated', level: 2, first, answeredAt: null, settledAt: null, outcome: null, ...dates },
    said,
  );
}

/** @throws missing('complaint-not-found') */
export async function getComplaint(actor: Actor, code: string): Promise<ComplaintRecord> {
  const known = readComplaintCode(code) ?? '';
  const record = await ComplaintModel.findOne({ code: known, ...(await whereSeen(actor)) }).lean();
  if (record) return record;
  const isThere = (await ComplaintModel.exists({ code: known })) !== null;
  throw isThere ? ofAnother(missing('complaint-not-found'), 'complaint') : missing('complaint-not-found');
}

/** One photo of a complaint, for those who look into it: a household learns only that there is one. */
export async function photoOfComplaint(actor: Actor, code: string, place: number, width: number) {
  const { photoIds } = await getComplaint(actor, code);
  const id = photoIds[place - 1];
  const image = id === undefined || actor.role === 'household' ? null : await readGuardedImage(id, width);
  if (image === null) throw missing('complaint-not-found');
  return image;
}

/** Whether the actor is the side that is complained of, and so is heard but decides nothing. */
export const isPartyTo = (actor: Actor, { sellerId }: ComplaintRecord): boolean =>
  sellerId !== null && sellerId === actor.sellerId;

/** Whether the actor answers and settles this complaint: the second time, and where the kind says so, the officer alone. */
export const maySettle = (actor: Actor, record: ComplaintRecord): boolean =>
  openStates.includes(record.state) &&
  !isPartyTo(actor, record) &&
  (actor.role === 'officer' ||
    (actor.role === 'cooperative' && record.level === 1 && !(findKind(record.kind)?.officerOnly ?? true)));

/** Whether it may still be put off: where its kind says so, and once (Decree 356/2025 art. 5, by way of `law.md` section 3). */
export const mayPutOff = ({ kind, steps }: Pick<ComplaintRecord, 'kind' | 'steps'>): boolean =>
  findKind(kind)?.extend !== undefined && !steps.some(({ did }) => did === 'extended');

/** What is said at the desk about a complaint. */
export interface Said {
  did: 'answered' | 'heard' | 'extended' | 'settled';
  text: string;
  outcome?: Outcome | undefined;
}

/**
 * A step of the desk: the first answer, a word of the side complained of, a reason why it takes longer, or what came of it. The
 * steps before stay.
 * @throws missing('complaint-not-found'), forbidden('complaint-about-you'), conflict('complaint-over' | 'complaint-not-put-off')
 */
export async function speak(
  actor: Actor,
  code: string,
  { did, text, outcome }: Said,
  at: Date,
): Promise<ComplaintRecord> {
  const record = await getComplaint(actor, code);
  if (!openStates.includes(record.state)) throw conflict('complaint-over');
  if (did !== 'heard' && !maySettle(actor, record)) throw forbidden('complaint-about-you');
  if (did === 'extended' && !mayPutOff(record)) throw conflict('complaint-not-put-off');
  const party = did === 'heard' && actor.role !== 'officer' ? 'seller' : 'operator';
  const step: ComplaintStep = { at, did, party, by: actor.name, text };
  const from = { code: record.code, state: record.state, level: record.level };
  return await move(from, changeBy(record, did, { outcome, at }), step);
}

function changeBy(
  record: ComplaintRecord,
  did: Said['did'],
  { outcome, at }: { outcome: Outcome | undefined; at: Date },
): Partial<ComplaintRecord> {
  if (did === 'heard') return {};
  const { state, level } = record;
  const first = { answeredAt: record.answeredAt ?? at };
  if (did === 'settled')
    return { ...first, state: level === 1 ? 'settled' : 'closed', settledAt: at, outcome: outcome ?? 'upheld' };
  const answered = { ...first, state: state === 'received' ? ('answered' as const) : state };
  return did === 'answered' ? answered : { ...answered, settleBy: putOff(record) };
}

const putOff = ({ kind, settleBy }: ComplaintRecord): Date => extendedBy(findKind(kind) ?? {}, settleBy) ?? settleBy;

/** @throws conflict('complaint-changed') when somebody else was faster */
async function move(
  from: Pick<ComplaintRecord, 'code' | 'state' | 'level'>,
  set: Partial<ComplaintRecord>,
  step: ComplaintStep,
): Promise<ComplaintRecord> {
  const moved = await ComplaintModel.findOneAndUpdate(
    from,
    { $set: set, $push: { steps: step } },
    { returnDocument: 'after' },
  ).lean();
  if (!moved) throw conflict('complaint-changed');
  return moved;
}
