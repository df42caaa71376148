import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, now, packOf, someGoods } from './makers.ts';

const { people, signedIn } = useBrowsers();

let product: Product;
let agent: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  product = await someGoods(people().household.actor);
  agent = await signedIn((commune) => commune.household);
});

describe('/lo/{code}/buoc', () => {
  it('lets choose among the stages, with pictures', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const { text } = await agent.get(`/lo/${code}/buoc`);
    expect(text).toMatch(/buoc\?stage(=|&#x3D;)sun-drying/);
    expect(text).toMatch(/<img src="\/assets\/stages\/sun-drying/);
    expect((await agent.get(`/lo/${code}/buoc?stage=recalled`)).status).toBe(422);
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get(`/lo/${code}/buoc`)).status).toBe(403);
  });

  it('comes back filled in when a number is no number or out of reason', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const path = `/lo/${code}/buoc?stage=sun-drying`;
    const form = { occurredOn: '2026-11-16', 'm.moisture': '140', 'm.drying-days': 'hai', place: 'Sân phơi' };
    const answer = await fillIn(agent, path, form);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/<a href="#m\.moisture">[^<]*Lớn quá: nhiều nhất là 100/);
    expect(answer.text).toContain('<a href="#m.drying-days">');
    expect(answer.text).toContain('value="Sân phơi"');
    const later = await fillIn(agent, path, { occurredOn: '2026-12-31' });
    expect(later.text).toMatch(/<a href="#occurredOn">[^<]*Ngày này chưa tới/);
    expect((await now(code)).events).toEqual([]);
  });

  it('records moisture and days, and offers the place again', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const form = {
      occurredOn: '2026-11-15',
      'm.moisture': '13,5',
      'm.drying-days': '2',
      place: 'Sân phơi',
      note: 'Nắng to',
    };
    const answer = await fillIn(agent, `/lo/${code}/buoc?stage=sun-drying`, form);
    expect(answer.headers.location).toBe(`/lo/${code}`);
    expect((await now(code)).events).toMatchObject([
      {
        stage: 'sun-drying',
        occurredAt: new Date('2026-11-15T05:00:00Z'),
        recordedAt: noon,
        place: 'Sân phơi',
        note: 'Nắng to',
        measurements: [
          { key: 'drying-days', value: 2, unit: 'ngày' },
          { key: 'moisture', value: 13.5, unit: '%' },
        ],
      },
    ]);
    const page = await agent.get(`/lo/${code}`);
    expect(page.text).toMatch(/Độ ẩm sau khi phơi: 13,5\s%/);
    expect((await agent.get(`/lo/${code}/buoc?stage=packing`)).text).toContain('value="Sân phơi"');
  });

  it('says how many photos it takes, and keeps what was typed', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const path = `/lo/${code}/buoc?stage=sun-drying`;
    const sent = agent.post(path).field('_key', formKey((await agent.get(path)).text));
    for (const name of ['a', 'b', 'c', 'd', 'e']) sent.attach('photos', await aPhoto(), `${name}.jpg`);
    const answer = await sent.field('place', 'Sân phơi').field('occurredOn', '2026-11-16');
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/<a href="#photos">[^<]*Nhiều nhất 4 ảnh/);
    expect(answer.text).toContain('value="Sân phơi"');
    expect(answer.text).toContain('<title>Còn chỗ cần sửa – ');
  });

  it('makes stock of the packs that were counted, leaving blank ones out, with photos', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const path = `/lo/${code}/buoc?stage=packing`;
    const page = await agent.get(path);
    const photo = await aPhoto(320, 240);
    const answer = await agent
      .post(path)
      .field({
        _key: formKey(page.text),
        occurredOn: '2026-11-16',
        'packs.0.packId': packOf(product),
        'packs.0.count': '1.200',
        'packs.1.packId': packOf(product, 1),
        'packs.1.count': '',
      })
      .attach('photos', photo, { filename: 'a.jpg', contentType: 'image/jpeg' })
      .attach('photos', photo, { filename: 'b.jpg', contentType: 'image/jpeg' });
    expect(answer.status).toBe(303);
    const batch = await now(code);
    expect(batch.stock).toEqual([{ packId: packOf(product), onHand: 1200, held: 0, sold: 0 }]);
    expect(batch.events[0]?.photoIds).toHaveLength(2);
    expect((await agent.get(`/lo/${code}`)).text).toContain('Đóng được 1.200 gói');
  });
});

describe('/lo/{code}/dinh-chinh/{eventId}', () => {
  it('shows what was said, asks why, and marks the earlier step', async () => {
    const { actor } = people().household;
    const { code } = await aBatchOf(actor, product);
    const measurements = [{ key: 'moisture', value: 31, unit: '%' }];
    const { id } = await recordEvent(actor, code, { stage: 'sun-drying', occurredAt: noon, measurements }, noon);
    const path = `/lo/${code}/dinh-chinh/${id}`;
    expect((await agent.get(path)).text).toMatch(/name="m\.moisture"[^>]*value="31"/);
    expect((await agent.get(`/lo/${code}/dinh-chinh/x`)).status).toBe(404);
    const unexplained = await fillIn(agent, path, { occurredOn: '2026-11-16', 'm.moisture': '13' });
    expect(unexplained.status).toBe(422);
    expect(unexplained.text).toContain('<a href="#reason">');
    const corrected = await fillIn(agent, path, { occurredOn: '2026-11-16', 'm.moisture': '13', reason: 'Đọc nhầm' });
    expect(corrected.status).toBe(303);
    const { events } = await now(code);
    expect(events[1]).toMatchObject({
      corrects: id,
      occurredAt: noon,
      measurements: [{ key: 'moisture', value: 13, unit: '%' }],
    });
    expect((await agent.get(`/lo/${code}`)).text).toMatch(/Đã được đính chính[^]*Lý do: Đọc nhầm/);
  });
});
