import { describe, expect, it } from 'vitest';
import { decode as readVietQr } from '../../../server/payments/vietqr/decode.ts';
import { useBrowsers } from '../identity/browsers.ts';
import { decode, see, times, whole } from '../press/pictures.ts';
import { anAccount } from './makers.ts';

const { people, signedIn, browser } = useBrowsers();
const path = () => `/quay/${people().sellers.household.slug}/bang-ma.pdf`;

describe('a stall’s VietQR poster', () => {
  it('is printed by the seller’s people only, and not before there is an account', async () => {
    expect((await browser().get(path())).status).toBe(303);
    expect((await (await signedIn(({ stranger }) => stranger)).get(path())).status).toBe(404);
    expect((await (await signedIn(({ officer }) => officer)).get(path())).status).toBe(403);
    const agent = await signedIn(({ household }) => household);
    const { status, text } = await agent.get(path());
    expect(status).toBe(409);
    expect(text).toContain('Chưa có tài khoản nhận tiền');
    expect((await agent.get('/tai-khoan-nhan-tien')).text).not.toContain('bang-ma.pdf');
    expect((await agent.get(`${path()}?kho=a9`)).status).toBe(422);
  });

  it.each([
    ['', 210, 297],
    ['?kho=a5', 148, 210],
    ['?kho=a6', 105, 148],
  ])('with %s has its exact size, the holder’s name, and a code without an amount', async (query, width, height) => {
    const { id, name } = people().sellers.household;
    const account = await anAccount(id, '8800112233');
    const agent = await signedIn(({ cooperative }) => cooperative);
    const answer = await agent
      .get(path() + query)
      .buffer(true)
      .parse(whole);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { pages, pageSize, fonts, text } = await see(answer.body as Buffer, 150);
    expect(pages).toHaveLength(1);
    expect(pageSize.width).toBeCloseTo(width, 1);
    expect(pageSize.height).toBeCloseTo(height, 1);
    expect(fonts.every(({ embedded }) => embedded)).toBe(true);
    const asked = 'Kiểm tra tên người nhận';
    for (const words of [name, account.holder, account.bankName, account.number, asked])
      expect(times(text, words)).toBe(1);
    const [payload = ''] = await decode(pages);
    const read = readVietQr(payload);
    expect(read).toMatchObject({ bin: account.bin, number: account.number });
    expect(read.amountVnd ?? null).toBeNull();
    expect((await (await signedIn(({ household }) => household)).get('/tai-khoan-nhan-tien')).text).toContain(path());
  });
});
