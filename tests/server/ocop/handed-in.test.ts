import { beforeAll, describe, expect, it } from 'vitest';
import { changeProduct, type Product } from '../../../server/catalog/products.ts';
import { readDocument } from '../../../server/media/documents.ts';
import { handIn } from '../../../server/ocop/archive.ts';
import { bringPaper } from '../../../server/ocop/brought-papers.ts';
import { DossierModel } from '../../../server/ocop/dossier.ts';
import { seenDossier, writeNote } from '../../../server/ocop/dossiers.ts';
import { forgetDossiers } from '../../../server/ocop/forgetting.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, refusal } from '../traceability/makers.ts';
import { idOf, knownGoods, sha256, zipOf } from './makers.ts';

const { people, signedIn } = useBrowsers();
const publicUrl = 'http://localhost:3000';

let product: Product;
let household: Agent;
let url: string;

beforeAll(async () => {
  const { actor } = people().household;
  product = await knownGoods(actor);
  household = await signedIn((commune) => commune.household);
  const wanted = { productId: product.id, registration: 'new', setId: 'qd-26-2026' };
  url = String((await fillIn(household, '/ho-so-ocop/moi', wanted)).headers.location);
  await bringPaper(actor, idOf(url), { paper: 'tests', bytes: Buffer.from('%PDF-1.7'), at: noon });
  await writeNote(actor, idOf(url), { criterion: 'C1', text: 'Đang chờ kết quả' });
});

describe('a dossier handed in', () => {
  let frozen: Buffer;

  it('is handed in by who has seen what is missing, as it was looked at', async () => {
    const page = await household.get(`${url}/nop`).expect(200);
    expect(page.text).toContain('Còn thiếu giấy tờ bắt buộc');
    const version = /name="version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
    expect((await fillIn(household, `${url}/nop`, { version })).status).toBe(422);
    expect((await fillIn(household, `${url}/nop`, { version: String(Number(version) - 1), sure: 'yes' })).status).toBe(
      409,
    );
    // Handed in by two at once: it is one.
    const { actor } = people().household;
    await Promise.all([1, 2].map(() => handIn(actor, idOf(url), Number(version), { at: noon, publicUrl })));
    const { frozen: kept, begun } = await seenDossier(actor, idOf(url));
    expect(begun).toEqual([kept?.documentId]);
    frozen = await zipOf(household, url);
    expect([frozen.length, sha256(frozen)]).toEqual([kept?.bytes, kept?.sha256]);
    expect((await household.get(url)).text).toContain(kept?.sha256);
  });

  it('stays as it was, whatever changes afterwards, and cannot be changed itself', async () => {
    const { actor } = people().household;
    const before = (await household.get(url)).text;
    await changeProduct(actor, product.id, { name: 'Tên khác hẳn' }, noon);
    await aBatchOf(actor, product);
    const after = (await household.get(url)).text;
    const told = (html: string) => html.replaceAll(/name="_key" value="[^"]*"/g, '');
    expect(told(after)).toBe(told(before));
    expect((await zipOf(household, url)).equals(frozen)).toBe(true);
    const bytes = Buffer.from('%PDF-2');
    expect(await refusal(bringPaper(actor, idOf(url), { paper: 'tests', bytes, at: noon }))).toMatchObject({
      code: 'dossier-handed-in',
    });
    for (const [end, fields] of [
      ['/tieu-chi/A1', { note: 'x' }],
      ['/sua', { registration: 'new', setId: 'qd-26-2026' }],
      ['/diem', { 'points.A': '1' }],
    ] as const)
      expect((await fillIn(household, url, fields, url + end)).status, end).toBe(409);
    await handIn(actor, idOf(url), 0, { at: noon, publicUrl });
    expect((await zipOf(household, url)).equals(frozen)).toBe(true);
  });

  it('is gone on from in a new one, and what is taken out there stays in the old one', async () => {
    const { actor } = people().household;
    const next = String((await fillIn(household, url)).headers.location);
    expect(next).not.toBe(url);
    const { files, notes, state, after } = await seenDossier(actor, idOf(next));
    expect({ notes: notes.length, files: files.length, state, after }).toEqual({
      notes: 1,
      files: 1,
      state: 'draft',
      after: idOf(url),
    });
    const at = `${next}/tieu-chi/C1`;
    expect((await fillIn(household, at, {}, `${at}/tep/${files[0]?.id}/bo`)).status).toBe(303);
    expect(await readDocument(files[0]?.id ?? '')).not.toBeNull();
    expect((await fillIn(household, `${next}/diem`, {}, next)).status).toBe(409);
  });

  it('goes with its seller when that is erased', async () => {
    const all = await DossierModel.find({ sellerId: people().sellers.household.id }).lean();
    const documents = all.flatMap(({ files, frozen: kept }) => [
      ...files.map(({ id }) => id),
      ...(kept ? [kept.documentId] : []),
    ]);
    expect(documents.length).toBeGreaterThan(1);
    await forgetDossiers(people().sellers.household.id);
    for (const id of documents) expect(await readDocument(id)).toBeNull();
    expect((await household.get(url)).status).toBe(404);
  });
});
