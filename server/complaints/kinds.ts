import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';
import { dueAfter } from './working-time.ts';

const amount = z.int().min(1).max(1000);
const SpanFile = z.union([
  z.strictObject({ hours: amount }),
  z.strictObject({ days: amount }),
  z.strictObject({ calendarDays: amount }),
  z.strictObject({ clockHours: amount }),
]);

const KindsFile = z.strictObject({
  source: z.string().min(1),
  asOf: z.string().min(1),
  kinds: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z-]+$/),
      /** how long until somebody answers for the first time */
      respond: SpanFile,
      /** how long until it is settled */
      settle: SpanFile,
      /** by how much it may be put off, once and with a reason; absent where it may not */
      extend: SpanFile.optional(),
      /** what has to be named: the order or the batch it is about */
      asks: z.enum(['order', 'batch']).optional(),
      /** only the officer settles it */
      officerOnly: z.boolean().default(false),
      /** it comes on paper or by phone and is typed by the officer */
      typedByOfficer: z.boolean().default(false),
    }),
  ),
});

const file = KindsFile.parse(JSON.parse(readFileSync(fromRoot('server/complaints/kinds.json'), 'utf8')));

/** A kind of complaint with its two deadlines: the one table behind form, page, receipt and due dates. */
export type ComplaintKind = z.output<typeof KindsFile>['kinds'][number];

export const complaintKinds: readonly ComplaintKind[] = file.kinds;

/** What everybody may choose among. */
export const publicKinds = complaintKinds.filter(({ typedByOfficer }) => !typedByOfficer);

export const findKind = (id: string): ComplaintKind | null => complaintKinds.find((kind) => kind.id === id) ?? null;

/** By when a complaint that is received then has to be answered first, and settled. */
export const deadlinesOf = (
  { respond, settle }: ComplaintKind,
  receivedAt: Date,
): { respondBy: Date; settleBy: Date } => ({
  respondBy: dueAfter(receivedAt, respond),
  settleBy: dueAfter(receivedAt, settle),
});

/** By when it is to be settled once it was put off; null where it may not be. */
export const extendedBy = ({ extend }: Pick<ComplaintKind, 'extend'>, settleBy: Date): Date | null =>
  extend ? dueAfter(settleBy, extend) : null;
