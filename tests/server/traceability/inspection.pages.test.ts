import { beforeAll, describe, expect, it } from 'vitest';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { goods, now, stocked } from './makers.ts';

const { people, signedIn } = useBrowsers();

let honey: Product;
let agent: Awaited<ReturnType<typeof signedIn>>;
const aBatch = async () => (await stocked(people().household.actor, honey, 3)).code;
const path = (code: string): string => `/lo/${code}/kiem-nghiem`;

const report = {
  'm.lab': 'Trung tâm Kiểm nghiệm Lai Châu',
  'm.report': 'KN-26/118',
  occurredOn: '2026-11-14',
  'm.water': '19,5',
  'findings.1.name': 'Chì (Pb)',
  'findings.1.value': '0,02',
  'findings.1.unit': 'mg/kg',
  'findings.1.limit': '≤ 0,1',
  'findings.1.source': 'QCVN 8-2:2011/BYT',
};

beforeAll(async () => {
  honey = await addProduct(people().household.actor, { ...goods('mat-ong'), needsInspection: true }, noon);
  agent = await signedIn((commune) => commune.household);
});

describe('/lo/{code}/kiem-nghiem', () => {
  it('is for who makes the batch, and is where the inspection leads', async () => {
    const code = await aBatch();
    const officer = await signedIn((commune) => commune.officer);
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await officer.get(path(code))).status).toBe(403);
    expect((await stranger.get(path(code))).status).toBe(404);
    expect((await agent.get(`/lo/${code}/buoc?stage=inspection`)).headers.location).toBe(path(code));
    expect((await agent.get(`/lo/${code}`)).text).toContain(`href="${path(code)}"`);
    expect((await agent.get(path(code))).text).toContain('Nhiều nhất 23 % (TCVN 12605:2019)');
  });

  it('asks for laboratory, report and a result, and points at the very row that is wrong', async () => {
    const code = await aBatch();
    const empty = await fillIn(agent, path(code), { occurredOn: '2026-11-14' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('<a href="#m.lab">');
    expect(empty.text).toContain('<a href="#m.report">');
    const none = await fillIn(agent, path(code), { ...report, 'm.water': '', 'findings.1.name': '' });
    expect(none.text).toContain('<a href="#findings.1.name">');
    const bare = { 'm.lab': 'TT', 'm.report': '1', occurredOn: '2026-11-14' };
    expect((await fillIn(agent, path(code), bare)).text).toMatch(
      /<a href="#m\.water">[^<]*Hãy ghi ít nhất một kết quả/,
    );
    const unsourced = await fillIn(agent, path(code), { ...report, 'findings.1.source': '' });
    expect(unsourced.text).toContain('<a href="#findings.1.source">');
    expect(unsourced.text).toContain('value="≤ 0,1"');
    expect(unsourced.text).not.toContain('>findings.');
    expect((await now(code)).events).toEqual([]);
  });

  it('keeps the report with its photo, opens the gate, and is corrected in the same form', async () => {
    const code = await aBatch();
    const key = formKey((await agent.get(path(code))).text);
    let sending = agent
      .post(path(code))
      .field('_key', key)
      .attach('photos', await aPhoto(), 'phieu.jpg');
    for (const [name, value] of Object.entries(report)) sending = sending.field(name, value);
    expect((await sending).headers.location).toBe(`/lo/${code}`);
    const [event] = (await now(code)).events;
    expect(event).toMatchObject({
      stage: 'inspection',
      occurredAt: new Date('2026-11-14T05:00:00Z'),
      findings: [{ name: 'Chì (Pb)', value: '0,02', unit: 'mg/kg', limit: '≤ 0,1', conclusion: null }],
    });
    expect(event?.photoIds).toHaveLength(1);
    expect((await now(code)).gate).toBe('open');

    const correction = `${path(code)}/${event?.id}`;
    const form = await agent.get(correction);
    expect(form.text).toMatch(/name="findings\.0\.name"[^>]*value="Chì \(Pb\)"/);
    expect(form.text).toMatch(/name="m\.water"[^>]*value="19,5"/);
    const wrong = await fillIn(agent, correction, { ...report, 'm.water': '24' });
    expect(wrong.text).toContain('<a href="#reason">');
    const right = await fillIn(agent, correction, { ...report, 'm.water': '24', reason: 'Đọc nhầm phiếu' });
    expect(right.headers.location).toBe(`/lo/${code}`);
    const batch = await now(code);
    expect([batch.gate, batch.events.length]).toEqual(['failed', 2]);
    expect(batch.events[1]).toMatchObject({ photoIds: event?.photoIds, occurredAt: event?.occurredAt });
    expect((await agent.get(`${path(code)}/0123456789abcdef01234567`)).status).toBe(404);
  });
});
