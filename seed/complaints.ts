import type { Actor } from '../server/actor.ts';
import { fileComplaint } from '../server/complaints/complaints.ts';
import { listPublicBatches } from '../server/traceability/batches.ts';
import { productOf } from './market.ts';

/** Lets a buyer of the demonstration complain about the actor's noodles; once, however often it is made. */
export async function complain(actor: Actor, now: Date): Promise<void> {
  const { id } = await productOf(actor, 'Miến dong Tân Bình');
  const [batch] = await listPublicBatches(id, 1);
  await fileComplaint(
    {
      kind: 'other',
      text: 'Gói miến bị hở mép, miến hơi ỉu. Tôi muốn đổi gói khác.',
      contact: { name: 'Nguyễn Thị Bưởi', phone: '+84912000111' },
      batchCode: batch?.code,
    },
    { channel: 'web', sender: null, requestId: 'the demonstration’s complaint' },
    now,
  );
}
