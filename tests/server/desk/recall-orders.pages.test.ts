import { beforeAll, describe, expect, it } from 'vitest';
import { callBack } from '../../../server/desk/recall.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { callsFor, noteCall } from '../../../server/orders/recall-calls.ts';
import { standingRecalls } from '../../../server/traceability/recall-book.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { markPaid, wanted } from '../orders/makers.ts';
import { visitors, wordsOn } from '../storefront/visitors.ts';

useDatabase();
const { browserOf, commune, sale } = visitors();

let code: string;
let numbers: string[];
let recallId: string;

beforeAll(async () => {
  const { packId, batch } = await sale();
  numbers = [];
  for (let n = 0; n < 3; n += 1) {
    const { order } = await placeOrder(wanted(packId, 1), noon);
    await markPaid(order.number, `FT-${order.number}`, noon);
    numbers.push(order.number);
  }
  code = batch.code;
});

describe('the orders that a recall reaches', () => {
  it('are listed one by one before it is spoken, with buyers for who sold to them alone', async () => {
    const [first = '', second = '', third = ''] = numbers;
    const officer = browserOf(commune().officer);
    expect((await officer.get(`/lo/${code}/thu-hoi`)).text).toMatch(new RegExp(`/thu-hoi/don\\?lo(=|&#x3D;)${code}`));
    const seen = (await officer.get(`/thu-hoi/don?lo=${code}`)).text;
    for (const number of numbers) expect(seen).toContain(number);
    expect(seen).not.toMatch(/0912|Nguyễn Thị Lan/);
    const own = (await browserOf(commune().cooperative).get(`/thu-hoi/don?nguon=${code}&theo=ho-ngay&sau=${third}`))
      .text;
    expect(own).toContain('href="tel:+84912345678"');
    expect([third, second, first].map((number) => own.includes(`>${number}<`))).toEqual([false, true, true]);
    expect((await browserOf(commune().household).get(`/thu-hoi/don?lo=${code}`)).status).toBe(403);
    for (const asked of [`lo=${code}`, `nguon=${code}`, 'nguon=', 'lo=nothing', 'lenh=nothing'])
      expect((await browserOf(commune().otherCooperative).get(`/thu-hoi/don?${asked}`)).status, asked).toBe(404);
  });

  it('stand in a file, after it with who was told; who does not answer keeps nobody from the page', async () => {
    await callBack(commune().officer.actor, code, { reason: 'Có mốc', advice: 'Mang trả' }, noon);
    recallId = (await standingRecalls()).find(({ sources }) => sources.includes(code))?.id ?? '';
    const seller = commune().household.actor;
    const [first] = (await callsFor(seller, recallId, 3)).calls;
    const number = first?.order.number ?? '';
    await noteCall(seller, { recallId, number, outcome: 'no-answer' }, noon);
    const short = await callsFor(seller, recallId, 2);
    expect([short.all, short.left, short.calls.map(({ outcome }) => outcome)]).toEqual([3, 3, ['waiting', 'waiting']]);
    const cooperative = browserOf(commune().cooperative);
    const file = (await cooperative.get(`/thu-hoi/don.csv?lenh=${recallId}`)).text.split('\r\n');
    expect(file.filter((line) => /DH.*Nguyễn Thị Lan,'?\+84912345678,chưa/.test(line))).toHaveLength(3);
    expect(file.filter((line) => line.startsWith(number))[0]).toMatch(/chưa gọi được$/);
    const calls = await browserOf(commune().household).get(`/thu-hoi/goi.csv?lenh=${recallId}`);
    expect(wordsOn(calls.text).match(/Chào Nguyễn Thị Lan\. .*?Vì sao: Có mốc/g)).toHaveLength(3);
    expect((await cooperative.get(`/thu-hoi/goi.xlsx?lenh=${recallId}`)).type).toContain('spreadsheetml');
    expect((await browserOf(commune().stranger).get(`/thu-hoi/goi.csv?lenh=${recallId}`)).status).toBe(404);
  });
});
