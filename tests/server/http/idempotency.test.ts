import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { conflict, invalid } from '../../../server/errors.ts';
import { once } from '../../../server/http/idempotency.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();

const request = (key: string, fingerprint: unknown = { a: 1 }) => ({ scope: 'guest post /orders', key, fingerprint });
const answer = (body: unknown) => ({ status: 201, body });

describe('once', () => {
  it('does the work once for 50 twins at the same time, and answers all alike', async () => {
    let done = 0;
    const work = async () => {
      done += 1;
      await wait(80);
      return answer({ number: done });
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => once(request('twins-0123456789'), work)));
    expect(done).toBe(1);
    expect(new Set(answers.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(answer({ number: 1 }))]),
    );
  });

  it('refuses the key with another body, and takes it elsewhere as another key', async () => {
    await once(request('body-0123456789'), async () => answer(1));
    await expect(once(request('body-0123456789', { a: 2 }), async () => answer(2))).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    const elsewhere = { ...request('body-0123456789', { a: 2 }), scope: 'someone else' };
    expect(await once(elsewhere, async () => answer(3))).toEqual(answer(3));
  });

  it('does not use the key up for a refusal by validation or an accident', async () => {
    const refused = once(request('again-0123456789'), async () => {
      throw invalid('mistakes');
    });
    await expect(refused).rejects.toMatchObject({ code: 'mistakes' });
    await expect(
      once(request('again-0123456789'), async () => {
        throw new Error('disk on fire');
      }),
    ).rejects.toThrow('disk on fire');
    expect(await once(request('again-0123456789'), async () => answer('now'))).toEqual(answer('now'));
  });

  it('remembers a refusal by the state of things', async () => {
    const short = async () => {
      throw conflict('order-short', { available: 3 });
    };
    await expect(once(request('short-0123456789'), short)).rejects.toMatchObject({ code: 'order-short' });
    await expect(once(request('short-0123456789'), async () => answer('late stock'))).rejects.toMatchObject({
      code: 'order-short',
      facts: { available: 3 },
    });
  });

  it('takes over from a process that died, under the same request id', async () => {
    const ids: string[] = [];
    let die = () => {};
    const dead = new Promise<never>((_, reject) => {
      die = () => reject(new Error('killed'));
    });
    const first = once(request('crash-0123456789'), (id) => {
      ids.push(id);
      return dead;
    });
    await wait(50);
    const long = new Date(Date.now() - 60_000);
    await mongoose.connection.collection('idempotency').updateOne({ state: 'running' }, { $set: { since: long } });
    const second = await once(request('crash-0123456789'), async (id) => {
      ids.push(id);
      return answer('done');
    });
    die();
    await expect(first).rejects.toThrow('killed');
    expect(second).toEqual(answer('done'));
    expect(ids[0]).toBe(ids[1]);
  });

  it('keeps no answer that can be read without the caller’s key', async () => {
    await once(request('secret-0123456789'), async () => answer({ key: 'a-secret-link' }));
    const kept = await mongoose.connection.collection('idempotency').find().toArray();
    const raw = kept
      .map((one) => Buffer.from((one.answer as { buffer: Uint8Array } | null)?.buffer ?? []).toString('latin1'))
      .join();
    expect(JSON.stringify(kept) + raw).not.toContain('a-secret-link');
    expect(JSON.stringify(kept)).not.toContain('secret-0123456789');
  });
});
