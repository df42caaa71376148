import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import mongoose, { Types } from 'mongoose';
import { createApp } from '../../server/app.ts';
import { newCode } from '../../server/codes.ts';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/database/embedded/engine.ts';
import { findActor } from '../../server/identity/accounts.ts';
import { provenanceFront } from '../../server/provenance/front.pages.ts';
import { aThread, serialOf } from '../server/provenance/makers.ts';
import { testConfig } from '../support/services.ts';

// Run as a process of its own by scan.bench.ts, so that the load it is given does not share its event loop.
const engine = await startEngine({ dataDir: process.argv[2] ?? '', noSync: true });
await connectTo(engine.uri, 'bench');
const { batch } = await aThread({ lot: 'BENCH' });
const others = await copiesOf(batch.code, 5000);
const config = testConfig();
const app = createApp({ config, now: () => new Date() }, findActor);
const front = await listen(provenanceFront({ config, now: () => new Date() }, app));
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
  ports: { bare: await listen(bare), front },
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on('disconnect', () => process.exit(0));

// A history of its own for each would take minutes; copies, with nothing left to sell, cost a scan the same.
async function copiesOf(code: string, count: number): Promise<string[]> {
  const batches = mongoose.connection.collection('batches');
  const record = await batches.findOne({ code });
  const codes = Array.from({ length: count }, newCode);
  for (let from = 0; from < count; from += 500) {
    const some = codes.slice(from, from + 500);
    await batches.insertMany(
      some.map((one) => ({ ...record, _id: new Types.ObjectId(), code: one, lot: one, stock: [] })),
    );
  }
  return codes.map((one) => `/t/${one}`);
}

async function listen(handler: http.RequestListener): Promise<number> {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}
