import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countComplaints, listComplaints } from '../../../server/complaints/cases.ts';
import {
  fileComplaint,
  getComplaint,
  getOwnComplaint,
  speak,
  takeFurther,
} from '../../../server/complaints/complaints.ts';
import { figuresOf } from '../../../server/complaints/figures.ts';
import type { Filing } from '../../../server/complaints/filing.ts';
import { complaintKinds, deadlinesOf, findKind } from '../../../server/complaints/kinds.ts';
import { useDatabase } from '../../support/database.ts';
import { aThread, type Thread } from '../provenance/makers.ts';

useDatabase();
let thread: Thread;
beforeAll(async () => {
  thread = await aThread();
});

const monday = new Date('2026-11-30T08:00:00+07:00');
const later = new Date('2026-12-01T09:00:00+07:00');
const contact = { name: 'Nguyễn Thị Bưởi', phone: '+84912345678' };
let sent = 0;
const how = (more: Partial<Filing> = {}): Filing => {
  sent += 1;
  return { channel: 'web', sender: `somebody ${sent}`, requestId: null, ...more };
};
const complain = (more: object = {}, way: Partial<Filing> = {}) =>
  fileComplaint(
    { kind: 'copied-or-unsafe', text: 'Miến có mùi lạ', contact, batchCode: thread.batch.code, ...more },
    how(way),
    monday,
  );
const pointersOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: { code: string; mistakes: { pointer: string; code: string }[] }) =>
      error.mistakes.map(({ pointer, code }) => `${pointer} ${code}`),
  );
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code: string }) => error.code,
  );

describe('a complaint', () => {
  it.each(complaintKinds.map(({ id }) => id))('of kind %s is due as the table says', async (kind) => {
    const known = findKind(kind);
    const made = await complain(
      { kind, orderNumber: undefined, batchCode: thread.batch.code },
      { channel: 'counter' },
    ).catch((error: { mistakes: { pointer: string }[] }) => error.mistakes.map(({ pointer }) => pointer));
    if (known?.asks === 'order') expect(made).toEqual(['/orderNumber']);
    else expect(made).toMatchObject({ state: 'received', ...(known && deadlinesOf(known, monday)) });
  });

  it('belongs to whose goods it is about', async () => {
    const { code } = await complain();
    expect(await getComplaint(thread.farmer, code)).toMatchObject({ sellerId: thread.household.id });
    const other = await aThread();
    expect(await refusalOf(getComplaint(other.chair, code))).toBe('complaint-not-found');
  });

  it.each([
    ['neither phone nor mail', { contact: { name: 'A' } }, ['/contact/phone phone-or-email']],
    ['an order that is not there', { orderNumber: 'DH00000000' }, ['/orderNumber complaint-order']],
    ['a batch that is not there', { batchCode: '00000000' }, ['/batchCode complaint-batch']],
    ['a kind that asks for the batch', { batchCode: undefined }, ['/batchCode required']],
    ['what only the officer types', { kind: 'authority' }, ['/kind not-a-choice']],
    ['a kind nobody knows', { kind: 'weather' }, ['/kind not-a-choice']],
  ])('is refused with %s', async (_, more, mistakes) => {
    expect(await pointersOf(complain(more))).toEqual(mistakes);
  });

  it('is kept once however often its request comes', async () => {
    const made = await Promise.all([1, 2, 3].map(() => complain({}, { requestId: 'the-same-request' })));
    expect(new Set(made.map(({ code }) => code)).size).toBe(1);
  });

  it('is taken ten times an hour from one address', async () => {
    const told: (string | null)[] = [];
    for (let times = 0; times < 12; times += 1) told.push(await refusalOf(complain({}, { sender: 'one address' })));
    expect(told.filter((code) => code === 'too-many-complaints')).toHaveLength(2);
  });
});

describe('who holds its code', () => {
  it.each([
    ['the phone', '+84912345678', true],
    ['another phone', '+84912345679', false],
    ['no contact', '', false],
  ])('sees it with %s', async (_, said, isSeen) => {
    const { code } = await complain();
    const seen = await refusalOf(getOwnComplaint({ code, contact: said, sender: 'x' }, monday));
    expect(seen).toBe(isSeen ? null : 'complaint-not-found');
  });

  it('guesses no more than twenty times a minute', async () => {
    const { code } = await complain();
    const told: (string | null)[] = [];
    for (let times = 0; times < 22; times += 1) {
      told.push(await refusalOf(getOwnComplaint({ code, contact: `+8491234500${times}`, sender: 'guesser' }, monday)));
    }
    expect(told.slice(0, 20)).toEqual(Array<string>(20).fill('complaint-not-found'));
    expect(told.slice(20)).toEqual(['too-many-guesses', 'too-many-guesses']);
  });
});

describe('settling', () => {
  let code: string;
  beforeEach(async () => {
    code = (await complain()).code;
  });

  it('goes from answer to outcome, and every word of it stays', async () => {
    await speak(thread.chair, code, { did: 'answered', text: 'Đang xem' }, later);
    await speak(thread.farmer, code, { did: 'heard', text: 'Miến phơi đủ nắng' }, later);
    const settled = await speak(thread.chair, code, { did: 'settled', text: 'Đổi gói khác', outcome: 'upheld' }, later);
    expect(settled).toMatchObject({ state: 'settled', outcome: 'upheld', answeredAt: later, settledAt: later });
    expect(settled.steps.map(({ did, party }) => `${party} ${did}`)).toEqual([
      'complainant received',
      'operator answered',
      'seller heard',
      'operator settled',
    ]);
  });

  it('is not done by the side complained of, nor by the cooperative what is the officer’s', async () => {
    const settle = { did: 'settled', text: 'Không đúng', outcome: 'not-upheld' } as const;
    expect(await refusalOf(speak(thread.farmer, code, settle, later))).toBe('complaint-about-you');
    const data = await complain({ kind: 'personal-data' });
    expect(await refusalOf(speak(thread.chair, data.code, settle, later))).toBe('complaint-about-you');
    expect(await refusalOf(speak(thread.officer, data.code, settle, later))).toBeNull();
  });

  it('is looked at once more, by the officer, with new deadlines, and then is over', async () => {
    const settle = { did: 'settled', text: 'Không đúng', outcome: 'not-upheld' } as const;
    const holder = { code, contact: contact.phone, sender: 'x' };
    expect(await refusalOf(takeFurther(holder, 'Vội quá', later))).toBe('complaint-changed');
    await speak(thread.chair, code, settle, later);
    const again = await takeFurther(holder, 'Tôi có ảnh', later);
    const kind = findKind('copied-or-unsafe');
    expect(again).toMatchObject({
      state: 'escalated',
      level: 2,
      outcome: null,
      first: { outcome: 'not-upheld', settledAt: later },
      settledAt: null,
      ...(kind && deadlinesOf(kind, later)),
    });
    expect(await refusalOf(speak(thread.chair, code, settle, later))).toBe('complaint-about-you');
    expect(await speak(thread.officer, code, settle, later)).toMatchObject({ state: 'closed' });
    expect(await refusalOf(takeFurther(holder, 'Lần nữa', later))).toBe('complaint-changed');
    expect(await refusalOf(speak(thread.officer, code, settle, later))).toBe('complaint-over');
  });

  it('is one of two people’s at once', async () => {
    const settle = { did: 'settled', text: 'Xong', outcome: 'upheld' } as const;
    const told = await Promise.all(
      [thread.chair, thread.officer].map((one) => refusalOf(speak(one, code, settle, later))),
    );
    expect(told.filter((one) => one === null)).toHaveLength(1);
  });
});

describe('the desk', () => {
  it('lists what is due first, finds words without diacritics, and counts what is due today', async () => {
    await complain({ text: 'Túi bị rách mép' });
    const [found] = await listComplaints(thread.officer, { list: 'open', search: 'rach mep', limit: 10 });
    expect(found?.text).toBe('Túi bị rách mép');
    const open = await listComplaints(thread.officer, { list: 'open', limit: 100 });
    const dues = open.map(({ settleBy }) => settleBy.getTime());
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
    const before = await countComplaints(thread.officer, '2026-11-29');
    const today = await countComplaints(thread.officer, '2026-11-30');
    expect(before).toEqual({ open: open.length, due: 0 });
    expect(today.due).toBeGreaterThan(0);
  });

  it('counts the year as a count by hand does', async () => {
    const all = await listComplaints(thread.officer, { list: 'open', limit: 1000 });
    const done = await listComplaints(thread.officer, { list: 'done', limit: 1000 });
    const figures = await figuresOf('2026');
    const sum = (of: 'received' | 'settled' | 'open') => figures.reduce((total, one) => total + one[of], 0);
    expect([sum('received'), sum('settled'), sum('open')]).toEqual([all.length + done.length, done.length, all.length]);
    expect((await figuresOf('2025')).every(({ received }) => received === 0)).toBe(true);
  });
});
