import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { signIn } from '../identity/browsers.ts';
import { aCommune } from '../identity/makers.ts';
import { aChange, bankFiles, mutated } from './bank-files.ts';
import { anAccount } from './makers.ts';

useDatabase();

const { browser } = testApp();
const path = '/tien-ve/sao-ke';
let household: ReturnType<typeof browser>;

beforeAll(async () => {
  const commune = await aCommune();
  await anAccount(commune.sellers.household.id);
  household = await signIn(browser(), commune.household);
});

const upload = async (text: string | Uint8Array) => {
  const key = formKey((await household.get(path).expect(200)).text);
  return await household.post(path).field('_key', key).attach('file', Buffer.from(text), 'sao-ke.csv');
};

describe('a file of nonsense', () => {
  const takes = async (bytes: Uint8Array) => {
    const { status, headers } = await upload(bytes);
    expect([303, 413, 422]).toContain(status);
    if (status === 303) await household.get(headers.location ?? '').expect(200);
  };

  it('is read or refused, never a fault of ours, whatever is wrong with its bytes', async () => {
    const files = await Promise.all(bankFiles.map(({ bytes }) => bytes()));
    const changes = fc.array(aChange, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), changes, async (which, wrong) => {
        await takes(mutated(files[which] ?? new Uint8Array(), wrong));
      }),
      { numRuns: process.env.FULL ? 2000 : 15, seed: 15, endOnFailure: true },
    );
  });

  it.each<[string, string]>([
    ['quotes', '"'.repeat(2e6)],
    ['fields', `x${','.repeat(399)}\n`.repeat(4900)],
    ['full fields', `${'1 đ,'.repeat(59)}x\n`.repeat(4900)],
    ['headings of a thousand columns', `Ngày,Số tiền,Nội dung${',Ghi có'.repeat(3000)}\n${'1,'.repeat(3000)}\n`],
    ['a table without an end', '<table><tr><td>'.repeat(130_000)],
  ])('of two megabytes of %s too', async (_name, body) => {
    await takes(Buffer.from(`Ngày,Số tiền,Nội dung\n${body}`));
  });
});

describe('/tien-ve/sao-ke', () => {
  it('asks for the file, and says what is wrong with it', async () => {
    const key = formKey((await household.get(path).expect(200)).text);
    const none = await household.post(path).field('_key', key).expect(422);
    expect(none.text).toContain('href="#file"');
    const wrong = await upload('không phải,sao kê\n1,2\n');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Không đọc được tệp này');
  });

  it('shows the lines, takes the columns, and imports', async () => {
    const sent = await upload('Ngày,Diễn giải,Tiền vào,Ghi chú\n16/11/2026 11:00,tien mien,33.000,=HYPERLINK("x")\n');
    expect(sent.status).toBe(303);
    const address = sent.headers.location ?? '';
    const page = await household.get(address).expect(200);
    expect(page.text).toContain('tien mien');
    expect(page.text).toContain('33.000');
    const columns = { 'columns.0': 'date', 'columns.1': 'content', 'columns.2': 'none', 'columns.3': 'none' };
    await household
      .post(address)
      .type('form')
      .send({ _key: formKey(page.text), ...columns })
      .expect(303);
    const broken = await household.get(address).expect(200);
    expect(broken.text).toContain('Chưa chọn cột');
    expect(broken.text).not.toContain('/nhap"');
    await household
      .post(`${address}/nhap`)
      .type('form')
      .send({ _key: formKey(broken.text) })
      .expect(422);
    await household
      .post(address)
      .type('form')
      .send({ _key: formKey(broken.text), ...columns, 'columns.2': 'in' })
      .expect(303);
    const whole = await household.get(address).expect(200);
    await household
      .post(`${address}/nhap`)
      .type('form')
      .send({ _key: formKey(whole.text) })
      .expect(303)
      .expect('location', address);
    expect(await TransferModel.findOne({ provider: 'statement' }).lean()).toMatchObject({
      amountVnd: 33_000,
      state: 'review',
    });
    const done = (await household.get(address).expect(200)).text;
    expect(done).toContain('Sao kê này đã nhập');
    expect(done).toContain('Ghi thêm 1 khoản; 0 khoản đã có từ trước.');
    expect(done).not.toContain('/nhap"');
    const second = await upload('Ngày,Diễn giải,Tiền vào,Ghi chú\n16/11/2026 11:00,tien mien,33.000,\n');
    const again = (await household.get(second.headers.location ?? '').expect(200)).text;
    expect(again).toContain('không còn gì để nhập');
    expect(again).not.toContain('/nhap"');
  });

  it('asks how days are written that can be read in two ways, once for files of one layout', async () => {
    const file = 'Ngày GD,Nội dung CT,Tiền vào TK\n05/11/2026 11:00,tien mien,33.000\n';
    const page = (await upload(file)).headers.location ?? '';
    const asked = (await household.get(page).expect(200)).text;
    expect(asked).toContain('“05/11/2026 11:00” đọc được hai cách');
    expect(asked).not.toContain('/nhap"');
    const columns = { 'columns.0': 'date-day-first', 'columns.1': 'content', 'columns.2': 'in' };
    await household
      .post(page)
      .type('form')
      .send({ _key: formKey(asked), ...columns })
      .expect(303);
    expect((await household.get(page)).text).toContain('05/11/2026 11:00');
    const next = (await household.get((await upload(file.replace('33', '34'))).headers.location ?? '')).text;
    expect(next).toContain('/nhap"');
  });

  it('shows the line that cannot be read, and asks for columns no more once they fit', async () => {
    const file = 'Ngày,Diễn giải,Tiền vào\n16/11/2026,tien mien,33.000\n16/13/2026,tien gao,12.000\n';
    const broken = await household.get((await upload(file)).headers.location ?? '').expect(200);
    expect(broken.text).toContain('16/13/2026 · tien gao · 12.000');
    expect(broken.text).toMatch(/<details[^>]* open>/);
    const whole = await household.get((await upload(file.replace('/13/', '/11/'))).headers.location ?? '').expect(200);
    expect(whole.text).not.toMatch(/<details[^>]* open>/);
  });
});
