import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { databaseIn } from '../../../server/database/connection.ts';
import { whyUnavailable } from '../../../server/database/unavailable.ts';
import { domainErrorOf } from '../../../server/http/problem.ts';

const answer = (code: number) => new mongo.MongoServerError({ ok: 0, code, errmsg: 'no' });
const named = (name: string) => Object.assign(new Error('no'), { name });
const bulk = (inside: Error) => new mongo.MongoBulkWriteError(inside, {} as never);

describe('what a database says that is not there', () => {
  it.each([11_602, 11_600, 10_107, 13_435, 13_436, 91, 189, 89, 6, 7, 9001, 64])('is 503 for code %i', (code) => {
    expect(domainErrorOf(answer(code))).toMatchObject({
      kind: 'unavailable',
      code: 'database-unavailable',
      facts: { retryAfterSeconds: 5 },
    });
  });

  it.each([
    'MongoServerSelectionError',
    'MongooseServerSelectionError',
    'MongoNetworkError',
    'MongoNetworkTimeoutError',
    'MongoNotConnectedError',
    'MongoPoolClearedError',
    'MongoPoolClosedError',
    'MongoWaitQueueTimeoutError',
    'MongoTopologyClosedError',
    'MongoServerClosedError',
    'MongoClientClosedError',
  ])('is 503 for %s', (name) => {
    expect(whyUnavailable(named(name))).toBe('lost');
  });

  it.each([
    'connection 3 to 10.0.0.1:27017 closed',
    'connection 3 to 10.0.0.1:27017 timed out',
    'Connection pool for 10.0.0.1:27017 was cleared because another operation failed with: "x"',
    'Server selection timed out after 2000 ms',
    'read ECONNRESET',
    'connect ECONNREFUSED 10.0.0.1:27017',
  ])('is 503 for a write of many documents that met: %s', (message) => {
    expect(whyUnavailable(bulk(new mongo.MongoNetworkError(message)))).toBe('lost');
  });

  it('is 503 for most of the members that have not answered, beside keys that were taken', () => {
    const result = { getWriteConcernError: () => ({ code: 64, errmsg: 'waiting for replication timed out' }) };
    const thrown = Object.assign(new Error('E11000'), { name: 'MongoBulkWriteError', code: 11_000, result });
    expect(whyUnavailable(thrown)).toBe('lost');
  });

  it('is told from a full disk, which is 503 too', () => {
    expect(domainErrorOf(answer(14_031))).toMatchObject({ kind: 'unavailable', code: 'disk-full' });
    expect(domainErrorOf(bulk(answer(14_031)))).toMatchObject({ code: 'disk-full' });
  });

  it('is told from a refusal and from a mistake of ours', () => {
    for (const thrown of [answer(11_000), answer(2), answer(121), new TypeError('x is not a function'), null, 'text'])
      expect(whyUnavailable(thrown)).toBeNull();
  });
});

it.each([
  ['mongodb://a.example:27017/market?replicaSet=rs0', 'market'],
  ['mongodb://u:p@a.example,b.example/?replicaSet=rs0', 'chobinhlu'],
  ['mongodb+srv://a.example', 'chobinhlu'],
  ['mongodb://a.example?x=/y', 'chobinhlu'],
])('names the database of %s: %s', (uri, name) => {
  expect(databaseIn(uri)).toBe(name);
});
