import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createApp } from '../../server/app.ts';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/engine/engine.ts';
import { frontOf } from '../../server/front.ts';
import { findActor } from '../../server/identity/accounts.ts';
import { aThread, serialOf } from '../server/provenance/makers.ts';
import { testConfig } from '../support/services.ts';
import { fillMarket } from './scan-fill.ts';

// Run as a process of its own by scan.bench.ts, so that the load it is given does not share its event loop: with a data
// directory, and how many batches of how many goods the market shall have.
const [, , dataDir = '', batches = '5000', goods = '1'] = process.argv;
const engine = await startEngine({ dataDir, noSync: true });
await connectTo(engine.uri, 'bench');
const { batch } = await aThread({ lot: 'BENCH' });
const size = { batches: Number(batches), goods: Number(goods), scanned: 5000 };
const others = (await fillMarket(batch.code, size)).map((code) => `/t/${code}`);
const config = testConfig();
const app = createApp({ config, now: () => new Date() }, findActor);
const front = await listen(await frontOf({ config, now: () => new Date() }, app));
const path = `/t/${batch.code}`;
const html = await (await fetch(`http://127.0.0.1:${front}${path}`, { headers: { accept: 'text/html' } })).text();
const bare = express();
bare.get('/page', (_request, response) => {
  response.send(html);
});
process.send?.({
  path,
  unit: `${path}/${serialOf(batch.code)}`,
  others,
  bytes: Buffer.byteLength(html),
  ports: { bare: await listen(bare), front, app: await listen(app) },
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on('disconnect', () => process.exit(0));

async function listen(handler: http.RequestListener): Promise<number> {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}
