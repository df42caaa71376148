import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import express from 'express';
import supertest from 'supertest';
import { expect, it } from 'vitest';
import { diskFigures } from '../../../server/database/disk.ts';
import { refuseOnFullDisk, reserveBytes } from '../../../server/http/disk.ts';
import { answerProblem } from '../../../server/http/problem.ts';
import { useLogLines } from '../../support/log-lines.ts';
import { testServices } from '../../support/services.ts';

const lines = useLogLines('error');

function appOn(free: () => Promise<number>) {
  const app = express();
  app.use((_request, response, next) => {
    Object.assign(response.locals, {
      services: testServices(),
      requestId: 'r1',
      language: 'vi',
      actor: null,
      proof: null,
    });
    next();
  });
  app.use(refuseOnFullDisk(free));
  app.use((_request, response) => void response.json({}));
  app.use(answerProblem);
  return supertest(app);
}

it('refuses writes while the disk is full, says when to come again, and tells the operator once', async () => {
  const market = appOn(() => Promise.resolve(reserveBytes - 1));
  for (const ask of [market.post('/x'), market.patch('/x'), market.delete('/x')]) {
    const { status, body, headers } = await ask.set('Accept', 'application/json');
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    expect(body.type).toMatch(/\/problems\/disk-full$/);
  }
  expect((await market.get('/x')).status).toBe(200);
  expect(lines.filter((line) => line.includes('the disk is full'))).toHaveLength(1);
});

it('lets writes pass while there is room, and when nobody can look', async () => {
  expect((await appOn(() => Promise.resolve(reserveBytes)).post('/x')).status).toBe(200);
  expect((await appOn(() => Promise.reject(new Error('no such folder'))).post('/x')).status).toBe(200);
});

it('knows how large the database is and how much is free', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-disk-'));
  writeFileSync(path.join(folder, 'embedded.lmdb'), Buffer.alloc(12_345));
  const { database, free } = await diskFigures(folder);
  expect(database).toBe(12_345);
  expect(free).toBeGreaterThan(0);
  rmSync(folder, { recursive: true });
});
