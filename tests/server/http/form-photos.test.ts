import { readdirSync, readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { ownStory } from '../../../server/catalog/stories.ts';
import { listDoubts, photoOfDoubt } from '../../../server/provenance/doubts.ts';
import { formKey, noon } from '../../support/app.ts';
import { type Agent, useBrowsers } from '../identity/browsers.ts';
import { minutesAfter } from '../identity/makers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, now, someGoods } from '../traceability/makers.ts';

const { browser, clock, people, signedIn } = useBrowsers();
const waiting = () => mongoose.connection.collection('received-photos');
const photos: Buffer[] = [];
let goods: Product;
let household: Agent;

beforeAll(async () => {
  for (const width of [320, 330, 340, 350, 360]) photos.push(await aPhoto(width, 240));
  goods = await someGoods(people().household.actor);
  household = await signedIn((one) => one.household);
});
beforeEach(() => waiting().deleteMany({}));

const boxes = (html: string): string[] =>
  [...html.matchAll(/name="_received" value="([^"]+)" checked/g)].map(([, value = '']) => value);
const lost = 'ảnh hoặc tệp phải chọn lại';

interface Sent {
  path: string;
  fields: Record<string, string>;
  field?: string;
  files?: readonly Buffer[];
  received?: readonly string[];
}

/** Sends a form with photos as a browser does. */
function send(agent: Agent, { path, fields, field = 'photo', files = [], received = [] }: Sent) {
  const request = agent.post(path).field(fields);
  for (const value of received) request.field('_received', value);
  for (const [place, bytes] of files.entries()) request.attach(field, bytes, `${place}.jpg`);
  return request;
}

/** A step's form with a day that is none: it comes back. */
async function aStep() {
  const { code } = await aBatchOf(people().household.actor, goods);
  const path = `/lo/${code}/buoc?stage=sun-drying`;
  const key = formKey((await household.get(path)).text);
  const step = (occurredOn: string, files: readonly Buffer[], received: readonly string[] = [], _key = key) =>
    send(household, { path, fields: { _key, occurredOn }, field: 'photos', files, received });
  return { code, step };
}

describe('photos of a form that comes back with a mistake', () => {
  it('go along when it is sent again, for a guest without a session', async () => {
    const { code } = await aBatchOf(people().household.actor, goods);
    const path = '/nghi-ngo';
    const back = await send(browser(), { path, fields: { code, message: '' }, files: photos.slice(0, 1) });
    expect(back.status).toBe(422);
    expect(back.text).toContain('Ảnh đã nhận (1)');
    expect(back.text).not.toContain(lost);
    const received = boxes(back.text);
    expect(received).toHaveLength(1);
    const sent = await send(browser(), { path, fields: { code, message: 'Tem rách' }, received });
    expect(sent.status).toBe(303);
    const [doubt] = await listDoubts(people().officer.actor);
    expect(doubt?.hasPhoto).toBe(true);
    expect((await photoOfDoubt(people().officer.actor, doubt?.id ?? '', 1280)).bytes.length).toBeGreaterThan(50);
    expect(await waiting().countDocuments()).toBe(0);
  });

  it('come back as often as there is a mistake, one by one', async () => {
    const { code, step } = await aStep();
    const first = await step('nonsense', photos.slice(0, 3));
    const second = await step('2026-12-31', [], boxes(first.text).slice(1), formKey(first.text));
    expect(boxes(second.text)).toEqual(boxes(first.text).slice(1));
    const third = await step('2026-11-16', photos.slice(3), boxes(second.text), formKey(second.text));
    expect(third.status).toBe(303);
    expect((await now(code)).events[0]?.photoIds).toHaveLength(4);
  });

  it('are shown all when they are too many, to leave some out', async () => {
    const { code, step } = await aStep();
    const many = await step('2026-11-16', photos);
    expect([many.status, boxes(many.text).length]).toEqual([422, 5]);
    const again = await step('2026-11-16', [], boxes(many.text), formKey(many.text));
    expect(again.text).toMatch(/<a href="#photos">[^<]*Nhiều nhất 4 ảnh/);
    expect((await step('2026-11-16', [], boxes(again.text).slice(2), formKey(again.text))).status).toBe(303);
    expect((await now(code)).events[0]?.photoIds).toHaveLength(3);
  });

  it('satisfy a form that wants one, and give way to one that is chosen anew', async () => {
    const path = `/hang-cua-toi/${goods.id}/chuyen/anh`;
    const _key = formKey((await household.get(path)).text);
    const back = await send(household, { path, fields: { _key, who: '' }, files: photos.slice(0, 1) });
    expect(back.text).not.toMatch(/type="file"[^>]* required/);
    const other = await send(household, {
      path,
      fields: { _key: formKey(back.text), who: '' },
      files: photos.slice(1, 2),
      received: boxes(back.text),
    });
    expect(boxes(other.text)).toHaveLength(1);
    expect(boxes(other.text)).not.toEqual(boxes(back.text));
    const fields = { _key: formKey(other.text), who: 'nobody' };
    expect((await send(household, { path, fields, received: boxes(other.text) })).status).toBe(303);
    expect((await ownStory(people().household.actor, { productId: goods.id })).photos).toHaveLength(1);
  });

  it('are asked for again when they are none, and it says so', async () => {
    const { step } = await aStep();
    const answer = await step('nonsense', [Buffer.from('<svg/>')]);
    expect(boxes(answer.text)).toEqual([]);
    expect(answer.text).toContain(lost);
  });

  it('open for nobody else, and for nobody after an hour', async () => {
    const { code, step } = await aStep();
    const received = boxes((await step('nonsense', photos.slice(0, 1))).text);
    const stored = await waiting().findOne();
    expect(JSON.stringify(stored)).not.toContain(received[0]?.split(':')[1]);
    expect(Buffer.from(stored?.sealed.buffer as Uint8Array).includes('WEBP')).toBe(false);
    const fields = { code, message: 'Tem rách' };
    const names = received.map((value) => value.replace('photos:', 'photo:'));
    const guest = await send(browser(), { path: '/nghi-ngo', fields, received: names });
    expect(guest.text).toMatch(/<a href="#photo">[^<]*không còn giữ/);
    clock.now = minutesAfter(noon, 61);
    const late = await step('2026-11-16', [], received);
    clock.now = noon;
    expect(late.text).toMatch(/<a href="#photos">[^<]*không còn giữ/);
    expect((await now(code)).events).toEqual([]);
  });

  it('fill so much room of one person or address and no more', async () => {
    const { code } = await aBatchOf(people().household.actor, goods);
    const fill = () => send(browser(), { path: '/nghi-ngo', fields: { code, message: '' }, files: photos.slice(0, 1) });
    for (let n = 0; n < 16; n += 1) await fill();
    const over = await fill();
    expect([await waiting().countDocuments(), boxes(over.text)]).toEqual([16, []]);
    expect(over.text).toContain(lost);
  });
});

describe('every form that takes a photo', () => {
  it('asks for it by the one field that shows what was received', () => {
    const views = readdirSync('web/views', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.hbs'),
    );
    const own = views.filter((name) => /type="file"[^>]*accept="image/.test(readFileSync(`web/views/${name}`, 'utf8')));
    expect(own).toEqual(['_photo-field.hbs']);
    // A field with `capture` opens the camera alone, though the hint promises photos that are there.
    const cameraOnly = /<input[^>]*\scapture\b/;
    expect(views.filter((name) => cameraOnly.test(readFileSync(`web/views/${name}`, 'utf8')))).toEqual([]);
  });
});
