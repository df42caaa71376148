import { describe, expect, it } from 'vitest';
import { toDoFor } from '../../../server/desk/to-do.ts';
import { BreachModel, breachRules } from '../../../server/privacy/breach.ts';
import { tellByOf } from '../../../server/privacy/breaches.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { later } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, clock, commune } = visitors();
const path = '/su-co-du-lieu';
const sheet = {
  day: '2026-11-15',
  time: '22:10',
  what: 'Gửi nhầm danh sách đơn',
  data: 'Tên, điện thoại',
  whom: 'Khoảng 40 người mua',
  harm: 'possible',
  done: 'Đã thu hồi tệp',
};

const officer = () => browserOf(commune().officer);
const send = async (to: string, fields: object) => {
  const agent = officer();
  const page = await agent.get(to).expect(200);
  const _key = formKey(page.text);
  const post = () =>
    agent
      .post(to)
      .type('form')
      .send({ _key, ...fields });
  return { first: await post(), again: post };
};
const untold = async (who = commune().officer.actor) =>
  (await toDoFor(who, noon)).find(({ key }) => key === 'breach-untold')?.count ?? 0;

describe('a sheet of a breach', () => {
  it('counts 72 hours of the clock from the discovery, waits in what is to do until the authority was told, and is kept', async () => {
    const { first, again } = await send(`${path}/moi`, sheet);
    expect(first.status).toBe(303);
    expect((await again()).headers.location).toBe(first.headers.location);
    const [record, ...others] = await BreachModel.find({}).lean();
    expect(others).toEqual([]);
    expect(record?.discoveredAt).toEqual(new Date('2026-11-15T15:10:00Z'));
    expect(record?.tellBy.getTime()).toBe(new Date('2026-11-15T15:10:00Z').getTime() + breachRules.hours * 3_600_000);
    expect(await untold()).toBe(1);
    expect(await untold(commune().cooperative.actor)).toBe(0);
    const place = String(first.headers.location);
    expect((await officer().get(place)).text).toContain('Phải báo trước');
    clock.now = later(noon, 4 * 1440);
    expect((await officer().get(place)).text).toContain('Quá hạn báo');
    clock.now = noon;
    await send(place, { kind: 'note', text: 'Đã đổi cách gửi' });
    expect(await untold()).toBe(1);
    expect((await send(place, { kind: 'authority', text: 'Công văn 12/CV' })).first.status).toBe(303);
    expect(await untold()).toBe(0);
    const page = (await officer().get(place)).text;
    for (const said of [
      ...Object.values(sheet).slice(2, 5),
      'Công văn 12/CV',
      'Đã đổi cách gửi',
      commune().officer.actor.name,
    ])
      expect(page).toContain(said);
    expect(page).not.toContain('Phải báo trước');
    expect((await officer().get(path)).text).toContain(sheet.what);
  });

  it('that does no harm waits for nobody', async () => {
    await send(`${path}/moi`, { ...sheet, harm: 'unlikely' });
    expect(await untold()).toBe(0);
  });

  it('comes back with what is missing, and is not of a time that has not come', async () => {
    const { first } = await send(`${path}/moi`, { ...sheet, day: '2026-11-17', time: '25:00', what: '' });
    expect([first.status, first.text]).toEqual([422, expect.stringContaining('Gõ giờ kiểu 14:30')]);
    expect((await send(`${path}/moi`, { ...sheet, day: '2026-11-17' })).first.text).toContain('Ngày này chưa tới');
    expect(tellByOf(noon).getTime() - noon.getTime()).toBe(72 * 3_600_000);
  });

  it('is the officer’s alone', async () => {
    for (const who of [commune().household, commune().cooperative]) {
      expect((await browserOf(who).get(path)).status).toBe(403);
      expect((await browserOf(who).get(`${path}/moi`)).status).toBe(403);
    }
    expect((await browser().get(path)).status).toBe(303);
    expect((await officer().get(`${path}/000000000000000000000000`)).status).toBe(404);
  });
});
