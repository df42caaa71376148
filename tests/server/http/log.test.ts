import express from 'express';
import { mongo } from 'mongoose';
import supertest from 'supertest';
import { expect, it } from 'vitest';
import { unavailable } from '../../../server/errors.ts';
import { logRequests } from '../../../server/http/log.ts';
import { answerProblem } from '../../../server/http/problem.ts';
import { useLogLines } from '../../support/log-lines.ts';
import { testServices } from '../../support/services.ts';

const lines = useLogLines('debug');
const services = testServices();
const app = express();
app.use((_request, response, next) => {
  Object.assign(response.locals, { services, requestId: 'r1', language: 'vi', actor: null, proof: null });
  next();
});
app.use(logRequests);
app.get('/lost', () => {
  throw new mongo.MongoServerSelectionError('no server answers', {} as mongo.TopologyDescription);
});
app.get('/busy', () => {
  throw unavailable('sign-in-busy');
});
app.get('/broken', () => {
  throw new TypeError('a mistake of ours');
});
app.get('/{*any}', (_request, response) => void response.json({}));
app.use(answerProblem);

const written = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const ask = (path: string) => supertest(app).get(path).set('Accept', 'application/json');

it.each([
  ['/don/DH1234567?key=a-secret-link', '/don/DH1234567'],
  ['/dang-nhap?next=%2Fmoi%2Fa-secret-link', '/dang-nhap'],
  ['/moi/a-secret-link', '/moi/…'],
  ['/Moi/a-secret-link?x=1', '/moi/…'],
  ['/ho/ho-ba-lo-thi-doi', '/ho/…'],
  ['/t/0912345678', '/t/…'],
  ['/01/09506000134352/10/LOT-1', '/01/09506000134352/10/LOT-1'],
])('writes of %s neither the query nor an invitation’s token, and not who asked', async (path, shown) => {
  await ask(path).set('X-Forwarded-For', '203.0.113.9').set('Cookie', 'session=a-secret-link');
  expect(written().map((line) => line.path)).toEqual([shown]);
  expect(lines.join('')).not.toMatch(/a-secret-link|203\.0\.113|127\.0\.0\.1/);
});

it('tells the operator in one line of a database that is lost, and what nobody expected with its stack', async () => {
  expect((await ask('/lost')).status).toBe(503);
  expect(written().filter(({ msg }) => msg !== undefined)).toEqual([
    expect.objectContaining({
      msg: 'database',
      code: 'database-unavailable',
      why: 'no server answers',
      requestId: 'r1',
    }),
  ]);
  lines.length = 0;
  await ask('/broken').expect(500);
  expect(written().find(({ msg }) => msg === 'unexpected')).toMatchObject({
    requestId: 'r1',
    err: { stack: expect.stringContaining('a mistake of ours') },
  });
});

it('says nothing of an answer that is only too early', async () => {
  await ask('/busy').expect(503);
  expect(written().filter(({ msg }) => msg !== undefined)).toEqual([]);
});
