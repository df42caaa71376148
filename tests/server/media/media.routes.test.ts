import { readdirSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageUrl } from '../../../server/media/images.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { aPhoto, aPixelBomb } from './pictures.ts';

useDatabase();

const { app, program } = testApp();
let commune: Awaited<ReturnType<typeof aCommune>>;
let server: http.Server;
beforeAll(async () => {
  commune = await aCommune();
  server = app.listen(0);
});
afterAll(() => server.close());

const post = (token?: string) => program(token).post('/api/v1/media');
const files = async () => (await mongoose.connection.db?.collection('photos.files').countDocuments()) ?? 0;

describe('POST /media', () => {
  it('is refused without a session, and to an officer, who sells nothing', async () => {
    expect((await post().attach('file', await aPhoto(), 'a.jpg')).status).toBe(401);
    expect((await post(commune.officer.token).attach('file', await aPhoto(), 'a.jpg')).status).toBe(403);
  });

  it('refuses what is no photo, however it is called', async () => {
    const before = await files();
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const cases: [number, Buffer, string][] = [
      [415, page, 'photo.jpg'],
      [415, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'photo.png'],
      [422, (await aPhoto()).subarray(0, 4000), 'photo.jpg'],
      [422, aPixelBomb(14_000), 'photo.png'],
    ];
    for (const [status, bytes, filename] of cases) {
      const answer = await post(commune.household.token).attach('file', bytes, { filename, contentType: 'image/jpeg' });
      expect(answer.status).toBe(status);
      expect(answer.body.detail.length).toBeGreaterThan(10);
    }
    expect(await files()).toBe(before);
  });

  it('refuses a body that is no form, a form without a file, and a second file', async () => {
    const { token } = commune.household;
    expect((await post(token).send({ file: 'x' })).status).toBe(415);
    expect(
      (
        await post(token)
          .type('image/jpeg')
          .send(await aPhoto())
      ).status,
    ).toBe(415);
    expect((await post(token).field('note', 'x')).status).toBe(422);
    const two = post(token)
      .attach('file', await aPhoto(), 'a.jpg')
      .attach('file', await aPhoto(), 'b.jpg');
    expect((await two).status).toBe(422);
  });

  it('refuses 50 MB before reading them, and more than 12 MB of one that does not say how much comes (bar 15)', async () => {
    const before = process.memoryUsage().rss;
    const start = performance.now();
    expect(await upload({ 'content-length': String(50 * 1024 * 1024) }, 1)).toBe(413);
    expect(performance.now() - start).toBeLessThan(200);
    expect(await upload({ 'transfer-encoding': 'chunked' }, 16)).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(90 * 1024 * 1024);
  });

  it('lives through bombs of fields and uploads that break off, and leaves nothing behind (bar 17)', async () => {
    const { token } = commune.household;
    const temporary = () => readdirSync(os.tmpdir()).filter((name) => /upload|multer/i.test(name)).length;
    const before = [temporary(), await files()];
    const many = post(token);
    for (let n = 0; n < 600; n += 1) void many.field(`f${n}`, 'x');
    expect((await many).status).toBe(400);
    expect((await post(token).field('a[999999999][x]', 'x').field('n'.repeat(2000), 'x')).status).toBe(400);
    expect(
      (
        await post(token)
          .field('__proto__[x]', 'x')
          .attach('file', await aPhoto(80, 60), 'a.jpg')
      ).status,
    ).toBe(201);
    expect(Object.prototype).not.toHaveProperty('x');
    await Promise.all(Array.from({ length: 50 }, () => breakOff()));
    expect((await post(token).attach('file', await aPhoto(81, 60), 'a.jpg')).status).toBe(201);
    expect(temporary()).toBe(before[0]);
    expect(await files()).toBe((before[1] ?? 0) + 2);
  });

  it('gives id and address and nothing more; the same photo twice is one', async () => {
    const photo = await aPhoto(900, 600);
    const send = () => post(commune.household.token).attach('file', photo, 'IMG_0001.JPG');
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(Object.keys(answers[0]?.body)).toEqual(['id', 'url']);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers[0]?.body.url).toBe(imageUrl(answers[0]?.body.id));
  });

  it('answers a repeated Idempotency-Key with the first answer, and refuses it for another photo', async () => {
    const key = 'key-of-a-phone-0001';
    const send = (photo: Buffer) =>
      post(commune.household.token).set('Idempotency-Key', key).attach('file', photo, 'a.jpg');
    const [one, other] = [await aPhoto(50, 40), await aPhoto(51, 40)];
    const first = await send(one);
    expect((await send(one)).body).toEqual(first.body);
    expect((await send(other)).status).toBe(422);
    expect(
      (await post(commune.household.token).set('Idempotency-Key', 'short').attach('file', one, 'a.jpg')).status,
    ).toBe(422);
  });
});

const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n';

function request(headers: http.OutgoingHttpHeaders): http.ClientRequest {
  const { port } = server.address() as AddressInfo;
  return http.request({
    port,
    method: 'POST',
    path: '/api/v1/media',
    headers: {
      authorization: `Bearer ${commune.household.token}`,
      'content-type': 'multipart/form-data; boundary=b',
      ...headers,
    },
  });
}

/** Sends megabytes of a file that never ends, until answered. */
function upload(headers: http.OutgoingHttpHeaders, megabytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(headers);
    sending.on('response', (response) => {
      resolve(response.statusCode);
      sending.destroy();
    });
    sending.on('error', reject);
    sending.write(head);
    const part = Buffer.alloc(1024 * 1024, 0xff);
    for (let n = 0; n < megabytes; n += 1) sending.write(part);
    if (!('content-length' in headers)) sending.end();
  });
}

/** A phone that loses its signal in the middle of a photo. */
function breakOff(): Promise<void> {
  return new Promise((resolve) => {
    const sending = request({ 'transfer-encoding': 'chunked' });
    sending.on('error', () => resolve());
    sending.on('close', () => resolve());
    sending.write(head);
    sending.write(Buffer.alloc(20_000, 0xff), () => sending.destroy());
  });
}
