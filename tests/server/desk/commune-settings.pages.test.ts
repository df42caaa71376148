import { expect, it } from 'vitest';
import { getRetention } from '../../../server/orders/orders.ts';
import { formKey } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, commune } = visitors();
const path = '/cai-dat-xa';

it('is the officer’s alone', async () => {
  expect((await browser().get(path)).status).toBe(303);
  for (const who of [commune().household, commune().cooperative])
    expect((await browserOf(who).get(path)).status).toBe(403);
});

it('says how long buyers are remembered, lets the officer change it, and by whom it was changed', async () => {
  const officer = browserOf(commune().officer);
  const page = await officer.get(path).expect(200);
  expect(page.text).toContain('value="36"');
  const send = (months: string, allSmall?: string) =>
    officer
      .post(path)
      .type('form')
      .send({ _key: formKey(page.text), months, allSmall });
  for (const months of ['11', '121', '12,5', '']) expect((await send(months)).status, months).toBe(422);
  expect((await getRetention()).months).toBe(36);
  expect((await send('24')).text).toContain('Dưới 36 tháng');
  await send('24', 'yes').expect(303);
  expect(await getRetention()).toMatchObject({
    months: 24,
    history: [{ by: commune().officer.actor.name, months: 24 }],
  });
  expect((await officer.get(`${path}?da-luu=1`)).text).toMatch(/Đã lưu[^]*24<\/span> tháng/);
});
