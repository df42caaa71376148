import { beforeAll, describe, expect, it } from 'vitest';
import { aThread, type Thread } from '../../../../tests/server/provenance/makers.ts';
import { aBatchOf, packOf } from '../../../../tests/server/traceability/makers.ts';
import { noon, testApp } from '../../../../tests/support/app.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { addProduct } from '../../../catalog/products.ts';
import { findPublicBatch, recallBatch } from '../../../traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../traceability/events.ts';
import { authorityDocument } from '../documents.ts';
import { stepIn } from './back.ts';
import { classesIn, faultsIn, type ReadEvent } from './rules.ts';

useDatabase();
const market = testApp();
let thread: Thread;
beforeAll(async () => {
  thread = await aThread({ gtin: '09506000134352', lot: "LO'1" });
});

const ask = (path: string) => market.program().get(`/t/${path}`);

async function textOf(path: string): Promise<string> {
  const answer = await ask(path)
    .buffer(true)
    .parse((response, done) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => done(null, text));
    });
  expect([answer.status, answer.type]).toEqual([200, 'application/ld+json']);
  return String(answer.body);
}

type Written = { epcisBody: { eventList: ReadEvent[] } };

async function documentOf(path: string) {
  const document = JSON.parse(await textOf(path)) as Written;
  expect(faultsIn(document)).toEqual([]);
  return document.epcisBody.eventList;
}

const goodsOf = ({ product, batch }: Thread) =>
  `${market.services.config.publicUrl}/01/${product.gtin}/10/${encodeURIComponent(batch.lot).replaceAll("'", '%27')}`;

const kilograms = (value: number) => ({ value, unit: 'kg' });
const listed = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

describe('the EPCIS document of a batch', () => {
  it('is valid and carries back each public step as it was told', async () => {
    const events = (await documentOf(`${thread.batch.code}/epcis`)).map(stepIn);
    const batch = await findPublicBatch(thread.batch.code);
    expect(events[0]).toMatchObject({ id: 'registration', stage: 'registration' });
    expect(events.slice(1)).toEqual(
      batch?.events.map((step) => {
        const { id, stage, occurredAt, recordedAt, place, note, hash, measurements, findings, packs } = step;
        const same = { id, stage, occurredAt, recordedAt, place, note, hash, measurements, findings, packs };
        return { ...same, photos: step.photoIds.length, corrects: null, inputs: [], wrong: null };
      }),
    );
  });

  it('names the goods by their issued number, percent-encoded, and says new goods, packing, measuring and making', async () => {
    const events = await documentOf(`${thread.batch.code}/epcis`);
    expect(new Set(events.flatMap(classesIn))).toEqual(new Set([goodsOf(thread)]));
    expect(events.map(({ type, bizStep }) => `${type} ${bizStep.replace(/.*#/, '')}`)).toEqual([
      'ObjectEvent creating_class_instance',
      'ObjectEvent tuber-harvest',
      'TransformationEvent commissioning',
      'ObjectEvent packing',
    ]);
  });

  it('would be found out with a step that the vocabulary has not, a wrong check digit, an event told twice', async () => {
    const text = await textOf(`${thread.batch.code}/epcis`);
    const written = JSON.parse(text) as Written;
    expect(faultsIn(written)).toEqual([]);
    const wrong = [text.replace('"packing"', '"harvesting"'), text.replaceAll('09506000134352', '09506000134353')];
    for (const one of wrong) expect(faultsIn(JSON.parse(one))).not.toEqual([]);
    const [first] = written.epcisBody.eventList;
    written.epcisBody.eventList.push(first as ReadEvent);
    expect(faultsIn(written)).toEqual([`twice: ${first?.eventID}`]);
  });

  it.each([
    ['an unknown code', 'ZZZZZZZC/epcis', 404],
    ['a mistyped one', 'ZZZZZZZZ/epcis', 404],
    ['generations that are none', 'ZZZZZZZC/epcis?generations=2', 400],
  ])('refuses %s', async (_what, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });
});

describe('mistakes', () => {
  it('stay in the document, marked, beside what took their place', async () => {
    const { farmer, product } = thread;
    const batch = await aBatchOf(farmer, product, { lot: 'SAI-1' });
    const first = await recordEvent(
      farmer,
      batch.code,
      { stage: 'tuber-harvest', occurredAt: noon, place: 'Sai' },
      noon,
    );
    const gone = await recordEvent(farmer, batch.code, { stage: 'grinding', occurredAt: noon }, noon);
    const once = await correctEvent(
      farmer,
      batch.code,
      { eventId: first.id, reason: 'gõ nhầm', place: 'Vẫn sai' },
      noon,
    );
    const twice = await correctEvent(
      farmer,
      batch.code,
      { eventId: first.id, reason: 'gõ nhầm', place: 'Nà Đa' },
      noon,
    );
    await correctEvent(farmer, batch.code, { eventId: gone.id, reason: 'chưa làm', withdrawn: true }, noon);
    const facts = { lot: 'DUNG-1', quantity: { value: 40, unit: 'kg' } };
    const renamed = await correctEvent(farmer, batch.code, { eventId: 'registration', reason: 'đếm lại', facts }, noon);
    const events = await documentOf(`${batch.code}/epcis`);
    const told = events.map(stepIn).map(({ id, place, wrong }) => ({ id, place, wrong }));
    const wrongBy = (id: string) => ({ reason: 'incorrect_data', by: [id] });
    expect(told).toEqual([
      { id: 'registration', place: null, wrong: wrongBy(renamed.id) },
      { id: renamed.id, place: null, wrong: null },
      { id: first.id, place: 'Sai', wrong: wrongBy(twice.id) },
      { id: gone.id, place: null, wrong: { reason: 'did_not_occur', by: [] } },
      { id: once.id, place: 'Vẫn sai', wrong: wrongBy(twice.id) },
      { id: twice.id, place: 'Nà Đa', wrong: null },
    ]);
    expect(
      events
        .slice(0, 3)
        .flatMap(classesIn)
        .map((one) => one.split('/10/')[1]),
    ).toEqual(['SAI-1', 'DUNG-1', 'DUNG-1']);
  });
});

describe('three generations, of which the first is called back', () => {
  it('stand in one document, and the recall in each', async () => {
    const { farmer, officer, product } = thread;
    const from = (batchCode: string) => ({ inputs: [{ batchCode, quantity: { value: 10, unit: 'kg' } }] });
    const roots = await aBatchOf(farmer, product, { lot: 'DOI-1' });
    const starch = await aBatchOf(farmer, product, { lot: 'DOI-2', ...from(roots.code) });
    const plain = await addProduct(farmer, { name: 'Không mã', kind: 'mien-dong', packs: [] }, noon);
    const noodles = await aBatchOf(farmer, plain, from(starch.code));
    await recallBatch(officer, roots.code, { reason: 'Có chì', advice: 'Đừng ăn' }, noon);
    const events = await documentOf(`${noodles.code}/epcis?generations=all`);
    const page = `${market.services.config.publicUrl}/t/${noodles.code}`;
    expect(
      events.map((one) => [
        one.bizStep,
        one.disposition ?? '',
        classesIn(one).map((name) => name.split('/10/')[1] ?? name),
      ]),
    ).toEqual([
      ['creating_class_instance', '', ['DOI-2', page]],
      ['holding', 'recalled', [page]],
      ['creating_class_instance', '', ['DOI-1', 'DOI-2']],
      ['holding', 'recalled', ['DOI-2']],
      ['creating_class_instance', '', ['DOI-1']],
      ['holding', 'recalled', ['DOI-1']],
    ]);
    expect(await documentOf(`${noodles.code}/epcis`)).toHaveLength(2);
  });

  it('name what came out beside a batch as one more output of its making', async () => {
    const { farmer, product } = thread;
    const roots = await aBatchOf(farmer, product);
    const starch = await aBatchOf(farmer, product, {
      inputs: [{ batchCode: roots.code, quantity: kilograms(50) }],
      quantity: kilograms(10),
    });
    const residue = await aBatchOf(farmer, product, { besideOf: starch.code, quantity: kilograms(30) });
    const [own] = await documentOf(`${residue.code}/epcis`);
    const all = await documentOf(`${residue.code}/epcis?generations=all`);
    expect(own).toMatchObject({ type: 'TransformationEvent', outputQuantityList: [{ quantity: 30 }] });
    const making = all.filter(({ transformationID }) => transformationID === own?.transformationID);
    expect(making.map((one) => [listed(one.inputQuantityList), listed(one.outputQuantityList)])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(all).toHaveLength(3);
  });

  it('tells a write-off to the authority alone', async () => {
    const { farmer, product } = thread;
    const batch = await aBatchOf(farmer, product, { packs: [{ packId: packOf(product), count: 5 }] });
    const { writeOff } = await import('../../../traceability/write-offs.ts');
    const lost = { packId: packOf(product), count: 2, reason: 'spoilt' as const, occurredAt: noon };
    await writeOff(farmer, batch.code, lost, noon);
    const now = await findPublicBatch(batch.code);
    const { publicUrl } = market.services.config;
    const whole = await authorityDocument(now ? [now] : [], { publicUrl, at: noon });
    expect(faultsIn(whole)).toEqual([]);
    expect(whole.epcisBody.eventList.map(({ action }) => action)).toEqual(['ADD', 'DELETE']);
    expect(await documentOf(`${batch.code}/epcis`)).toHaveLength(1);
  });
});
