import express from 'express';
import supertest from 'supertest';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiRouter, endpoint, listAnswer } from '../../../server/http/endpoint.ts';
import { testServices } from '../../support/services.ts';

const Row = z.object({ name: z.string(), maker: z.object({ village: z.string() }) });
const declared = { who: 'anyone', tag: 'x', summary: 'x', problems: [] } as const;
const row = { name: 'Miến', secret: 's3cret', maker: { village: 'Bản Hon', phone: '+84912345678' } };
// What a room gives has more fields than its routes declared.
const generous = [
  endpoint({ ...declared, method: 'get', path: '/one', answer: Row, handle: async () => row }),
  endpoint({
    ...declared,
    method: 'get',
    path: '/all',
    answer: listAnswer(Row),
    handle: async () => ({ data: [row, row], hasMore: false, total: 12 }),
  }),
  endpoint({ ...declared, method: 'post', path: '/one', status: 201, answer: Row, handle: async () => row }),
];
const app = express();
app.use(express.json(), (_request, response, next) => {
  Object.assign(response.locals, { services: testServices(), language: 'vi', actor: null, proof: null });
  next();
});
app.use(apiRouter(generous));

const shown = { name: 'Miến', maker: { village: 'Bản Hon' } };

it('lets out only the fields that a route declared, however deep, in one answer and in a list', async () => {
  expect((await supertest(app).get('/one')).body).toEqual(shown);
  expect((await supertest(app).get('/all')).body).toEqual({ data: [shown, shown], hasMore: false });
  expect((await supertest(app).post('/one').send({})).body).toEqual(shown);
});
