import { beforeAll, expect, it } from 'vitest';
import { fileComplaint, getComplaint, speak, takeFurther } from '../../../server/complaints/complaints.ts';
import { figuresOf } from '../../../server/complaints/figures.ts';
import { complaintKinds } from '../../../server/complaints/kinds.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune } from '../identity/makers.ts';

useDatabase();
let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const monday = new Date('2026-11-30T08:00:00+07:00');
const later = new Date('2026-12-01T09:00:00+07:00');
const complain = (kind: string, at = monday) =>
  fileComplaint(
    { kind, text: 'Xin xem giúp', contact: { name: 'Nguyễn Thị Bưởi', phone: '+84912345678' } },
    { channel: 'web', sender: null, requestId: null },
    at,
  );
const put = { did: 'extended' as const, text: 'Phải hỏi bên giao hàng' };
const code = (wanted: string) => expect.objectContaining({ code: wanted });

it.each([
  ['personal-data', 10],
  ['data-withdraw', 15],
  ['data-erase', 20],
])('a request of kind %s is put off once, by %i days, with its reason; that is an answer', async (kind, days) => {
  const { actor } = commune.officer;
  const asked = await complain(kind);
  const off = await speak(actor, asked.code, put, later);
  expect(off).toMatchObject({ state: 'answered', answeredAt: later });
  expect(off.settleBy.getTime() - asked.settleBy.getTime()).toBe(days * 86_400_000);
  expect(off.steps.at(-1)).toMatchObject({ did: 'extended', text: put.text, party: 'operator' });
  await expect(speak(actor, asked.code, put, later)).rejects.toThrow(code('complaint-not-put-off'));
  expect((await getComplaint(actor, asked.code)).settleBy).toEqual(off.settleBy);
});

it('is for requests about personal data alone, and for who settles them', async () => {
  for (const { id, extend } of complaintKinds) expect(extend !== undefined).toBe(/^personal-data$|^data-/.test(id));
  const other = await complain('other');
  await expect(speak(commune.officer.actor, other.code, put, later)).rejects.toThrow(code('complaint-not-put-off'));
  const erase = await complain('data-erase');
  await expect(speak(commune.cooperative.actor, erase.code, put, later)).rejects.toThrow(code('complaint-not-found'));
});

it('is counted as in time only where both times were, and by what came of it last, once it was taken further', async () => {
  const { actor } = commune.officer;
  const count = async () => (await figuresOf('2027')).find(({ kind }) => kind === 'other');
  const none = { kind: 'other', received: 1, answeredInTime: 0, settled: 0, settledInTime: 0, upheld: 0, open: 0 };
  const asked = await complain('other', new Date('2027-03-01T08:00:00+07:00'));
  const [soon, next] = [new Date('2027-03-01T09:00:00+07:00'), new Date('2027-03-02T09:00:00+07:00')];
  await speak(actor, asked.code, { did: 'settled', text: 'Đúng', outcome: 'upheld' }, soon);
  const first = { ...none, answeredInTime: 1, settled: 1, settledInTime: 1, upheld: 1, takenFurther: 0 };
  expect(await count()).toEqual(first);
  await takeFurther({ code: asked.code, contact: '+84912345678', sender: 'y' }, 'Chưa đền đủ', next);
  expect(await count()).toEqual({ ...none, takenFurther: 1, open: 1 });
  const late = new Date('2027-06-20T09:00:00+07:00');
  await speak(actor, asked.code, { did: 'settled', text: 'Không', outcome: 'not-upheld' }, late);
  expect(await count()).toEqual({ ...none, settled: 1, takenFurther: 1 });
});
