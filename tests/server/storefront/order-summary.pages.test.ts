import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Group, groups } from '../../../server/legal/groups.ts';
import { confirmGroup } from '../../../server/legal/published.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { later } from '../orders/makers.ts';
import { form, visitors } from './visitors.ts';

useDatabase();
const { clock, commune, filledCart, order } = visitors();

const returns = groups.find(({ id }) => id === 'returns') as Group;
const confirm = (text: string) => confirmGroup(commune().officer.actor, returns, { text, facts: {} }, noon);

describe('the terms that a buyer was shown', () => {
  it('are those of the order, also in its summary on paper, whatever holds later', async () => {
    const { agent } = await filledCart();
    expect((await agent.get('/thanh-toan')).text).toContain('name="terms" value=""');
    await confirm('Trả hàng trong ba ngày.');
    const back = await order(agent);
    expect([back.status, back.text.includes('Điều kiện mua bán vừa đổi')]).toEqual([409, true]);
    expect(back.text).toContain('Trả hàng trong ba ngày.');
    const { headers } = await order(agent, { ...form, terms: 'returns.1' });
    const summary = (headers.location ?? '').replace('?', '/tom-tat.pdf?');
    await confirm('Trả hàng trong một ngày.');
    clock.now = later(noon, 60 * 24 * (returns.noticeDays + 1));
    const { body } = await agent.get(summary).expect('Content-Type', 'application/pdf');
    const read = execFileSync('pdftotext', ['-layout', '-', '-'], { input: body as Buffer }).toString();
    for (const words of ['tiền, bản số 1', 'Trả hàng trong ba ngày.', 'Nguyễn Thị Lan', '120.000', 'trả lời trong'])
      expect(read).toContain(words);
    expect(read).not.toContain('một ngày.');
    await agent.get(summary.replace(/key=.*/, 'key=x')).expect(404);
  });
});
