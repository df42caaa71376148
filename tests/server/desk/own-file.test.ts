import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { nameOfFile, writeOwnFile } from '../../../server/desk/own-file.ts';
import { cutOffMinutes, makeAlone } from '../../../server/desk/own-file-making.ts';
import { tablesIn } from '../../../server/desk/own-file-tables.pages.ts';
import { getSeller } from '../../../server/identity/sellers.ts';
import { keepImage } from '../../../server/media/images.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { inCash, later, onSale } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browserOf, commune, sale, browser } = visitors();
const path = '/du-lieu-cua-toi';
const zipOf = (who: Parameters<typeof browserOf>[0], query = '') =>
  browserOf(who).get(`${path}.zip${query}`).buffer(true).responseType('blob');

const textsIn = (zip: Buffer): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(zip))).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]),
  );

describe('the file of a seller', () => {
  it('holds own goods, batches, orders and photos as CSV, XLSX and JSON, and nothing of another seller', async () => {
    const { actor } = commune().household;
    const own = await sale();
    const photo = await keepImage(readFileSync('tests/support/noodles.jpg'), actor.sellerId ?? '', noon);
    await recordEvent(actor, own.batch.code, { stage: 'packing', occurredAt: noon, photoIds: [photo.id] }, noon);
    const buyer = { name: 'Sùng A Dế', phone: '+84912000777', address: null };
    const { order } = await placeOrder({ ...inCash(own.packId, 2), buyer, note: 'Nhà sau chợ' }, noon);
    const theirs = await onSale(commune().neighbour.actor, 10);
    const { order: another } = await placeOrder(inCash(theirs.packId), noon);
    const answer = await zipOf(commune().household);
    expect([answer.status, answer.type, answer.headers['cache-control']]).toEqual([
      200,
      'application/zip',
      'private, no-store',
    ]);
    const files = textsIn(answer.body as Buffer);
    const tables = ['hang', 'lo', 'don-hang'].flatMap((name) => [`${name}.csv`, `${name}.xlsx`]);
    expect(Object.keys(files)).toEqual(expect.arrayContaining([...tables, 'nguoi-ban.json', 'ma-bam.csv']));
    expect(files['hang.csv']).toContain(own.product.name);
    const [address = ''] = /\/[a-z-]+\/[a-z0-9-]+/.exec(files['hang.csv'] ?? '') ?? [];
    expect((await browser().get(address)).text).toContain(own.product.name);
    expect(files['lo.csv']).toContain(own.batch.code);
    expect(files['don-hang.csv']).toMatch(new RegExp(`${order.number}.*Sùng A Dế.*0912 000 777`));
    expect(JSON.parse(files[`don-hang/${order.number}.json`] ?? '')).toMatchObject({
      totalVnd: 120_000,
      buyer: { name: buyer.name },
    });
    expect(Object.keys(files).filter((name) => name.startsWith(`anh/lo-${own.batch.code}`))).toHaveLength(1);
    const all = Object.values(files).join('\n');
    for (const foreign of [theirs.batch.code, theirs.product.name, another.number, 'Nhà sau chợ'])
      expect(all).not.toContain(foreign);
  });

  it('is a cooperative’s of itself and of each member alone, and nobody else’s', async () => {
    const { household, ours, theirs } = commune().sellers;
    const mine = await onSale(commune().cooperative.actor, 5);
    const own = textsIn((await zipOf(commune().cooperative)).body as Buffer);
    expect(own['lo.csv']).toContain(mine.batch.code);
    expect(JSON.parse(own['nguoi-ban.json'] ?? '')).toMatchObject({ id: ours.id });
    const member = textsIn((await zipOf(commune().cooperative, `?nguoi-ban=${household.id}`)).body as Buffer);
    expect(member['lo.csv']).not.toContain(mine.batch.code);
    for (const id of [theirs.id, ours.id])
      expect((await zipOf(commune().household, `?nguoi-ban=${id}`)).status).toBe(404);
    expect((await zipOf(commune().officer)).status).toBe(403);
    expect((await browser().get(`${path}.zip`)).status).toBe(303);
  });

  it('is made once at a time: who asks again meanwhile is told so, and gets it after', async () => {
    const { actor } = commune().neighbour;
    const seller = await getSeller(actor.sellerId ?? '');
    const file = { actor, seller, at: noon, publicUrl: 'https://cho.example', tables: tablesIn('vi') };
    expect(nameOfFile(file)).toMatch(/^[a-z0-9-]+-2026-11-16\.zip$/);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const chunks: Buffer[] = [];
    const first = writeOwnFile(file, async (chunk) => {
      chunks.push(chunk);
      await held;
    });
    await expect.poll(() => chunks.length).toBeGreaterThan(0);
    // Whoever reads slowly holds up the making: nothing piles up meanwhile.
    expect(chunks.length).toBe(1);
    const again = await zipOf(commune().neighbour);
    expect([again.status, String(again.body)]).toEqual([409, expect.stringContaining('đang được tạo')]);
    release();
    await first;
    expect((await zipOf(commune().neighbour)).status).toBe(200);
    expect((await browserOf(commune().neighbour).get(path)).text).toContain('Tải lần trước');
  });

  it('of a making that ended without a word is made anew after ten minutes, of one that failed at once', async () => {
    const by = { by: 'x', at: noon };
    const never = () => new Promise<void>(() => {});
    await new Promise<void>((begun) => {
      void makeAlone('one', by, () => {
        begun();
        return never();
      });
    });
    await expect(makeAlone('one', by, never)).rejects.toMatchObject({ code: 'own-file-being-made' });
    const after = later(noon, cutOffMinutes + 1);
    await makeAlone('one', { ...by, at: after }, () => Promise.resolve());
    await expect(makeAlone('two', by, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    await expect(makeAlone('two', { ...by, at: later(noon, 1) }, () => Promise.resolve())).resolves.toBeUndefined();
  });

  it('is what the page of rights and duties promises', async () => {
    const page = (await browser().get('/phap-ly/quyen-va-nghia-vu')).text;
    const promised = /ZIP[^(]*\((\/[a-z-]+)\)/.exec(page)?.[1] ?? '';
    const answer = await browserOf(commune().household).get(promised).expect(200);
    expect(answer.text).toContain(`${path}.zip`);
  });
});
