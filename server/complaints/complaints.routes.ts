import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { invalid, missing } from '../errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { keepGuardedImage } from '../media/guarded-images.ts';
import { readImage, requireImages } from '../media/images.ts';
import { networkKey } from '../network.ts';
import type { Services } from '../services.ts';
import type { ComplaintRecord } from './complaint.ts';
import {
  ComplaintMade,
  ComplaintParams,
  ComplaintQuery,
  ComplaintView,
  FileComplaint,
  readContact,
} from './complaints.schemas.ts';
import { fileComplaint, getOwnComplaint } from './complaints.ts';

/** Complaining, and seeing what came of it: for everybody. */
export const complaintsEndpoints = ({ config }: Services): Endpoint[] => {
  const senderOf = (address: string) => networkKey('complaint', address, config.sessionSecret);
  return [
    endpoint({
      method: 'post',
      path: '/complaints',
      summary: 'Complain about an order, goods, or the market; answers by when it is answered and settled',
      tag: 'complaints',
      who: 'anyone',
      body: FileComplaint,
      status: 201,
      answer: ComplaintMade,
      problems: ['complaint-mistaken', 'too-many-complaints', 'image-not-found'],
      handle: async ({ actor, body: { photoIds = [], ...wanted }, at, address, requestId }) => {
        const photos = await guardedCopies(actor, photoIds);
        const how = { channel: 'api' as const, sender: senderOf(address), requestId, photoIds: photos };
        return presentMade(await fileComplaint(wanted, how, at));
      },
    }),
    endpoint({
      method: 'get',
      path: '/complaints/{code}',
      summary: 'A complaint, for who holds its code and knows the phone or mail that was left with it',
      tag: 'complaints',
      who: 'anyone',
      params: ComplaintParams,
      query: ComplaintQuery,
      answer: ComplaintView,
      problems: ['complaint-not-found', 'too-many-guesses'],
      handle: async ({ params, query, at, address }) => {
        const contact = readContact(query.contact);
        if (contact === null) throw missing('complaint-not-found');
        return presentComplaint(await getOwnComplaint({ ...params, contact, sender: senderOf(address) }, at));
      },
    }),
  ];
};

// What was sent as a seller's photo has a public address; what is kept with a complaint has none.
async function guardedCopies(actor: Actor | null, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  if (!actor?.sellerId) throw invalid('image-not-found');
  await requireImages(ids, actor.sellerId);
  const copies = await Promise.all(ids.map(guardedCopy));
  return copies.flat();
}

async function guardedCopy(id: string): Promise<string[]> {
  const image = await readImage(id);
  return image === null ? [] : [(await keepGuardedImage(image.bytes)).id];
}

const presentMade = ({ code, kind, state, respondBy, settleBy }: ComplaintRecord): z.input<typeof ComplaintMade> => ({
  code,
  kind,
  state,
  respondBy: respondBy.toISOString(),
  settleBy: settleBy.toISOString(),
});

const presentComplaint = (record: ComplaintRecord): z.input<typeof ComplaintView> => ({
  ...presentMade(record),
  level: record.level,
  receivedAt: record.receivedAt.toISOString(),
  answeredAt: record.answeredAt?.toISOString() ?? null,
  settledAt: record.settledAt?.toISOString() ?? null,
  outcome: record.outcome,
  steps: record.steps.map(({ at, did, party, text }) => ({ at: at.toISOString(), did, party, text })),
});
