import http from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import express from 'express';
import { inOwnDatabase } from '../../../../tests/bench/own-database.ts';
import { atLeast, median, type Row } from '../../../../tests/bench/row.ts';
import { aThread } from '../../../../tests/server/provenance/makers.ts';
import { testConfig } from '../../../../tests/support/services.ts';
import { createApp } from '../../../app.ts';
import { frontOf } from '../../../front.ts';
import { log } from '../../../http/log.ts';
import { findActor } from '../../../identity/accounts.ts';

const rounds = 5;

/** The resolver beside a bare redirect. */
export async function bench(): Promise<Row[]> {
  log.level = 'error';
  return inOwnDatabase('resolver', async () => [await resolverRow()]);
}

async function resolverRow(): Promise<Row> {
  const { batch, product } = await aThread({ gtin: '09506000134352', lot: 'BENCH' });
  const services = { config: testConfig(), now: () => new Date() };
  // As the program serves it.
  const ours = http.createServer(await frontOf(services, createApp(services, findActor)));
  const bare = http.createServer(
    express().get('/01/*rest', (_request, response) => response.redirect(307, `/t/${batch.code}`)),
  );
  const ports = await Promise.all([ours, bare].map(listen));
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    for (const place of [0, 1] as const) {
      const url = `http://127.0.0.1:${ports[place]}/01/${product.gtin}/10/BENCH`;
      const { requests } = await autocannon({ url, connections: 20, timeout: 10, duration: 2, workers: 1 });
      if (round > 0) rates[place].push(requests.total);
    }
  }
  ours.close();
  bare.close();
  const [own, plain] = [median(rates[0]), median(rates[1])];
  return atLeast(
    'resolver, as a share of a bare redirect',
    own / plain,
    0.6,
    `${own.toFixed(0)} of ${plain.toFixed(0)} in two seconds`,
  );
}

async function listen(server: http.Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
