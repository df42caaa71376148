import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientLimits, clientLimits, createServer } from '../../../server/http/server.ts';

const short: ClientLimits = {
  headersTimeout: 150,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 20,
  keepAliveTimeout: 60_000,
  silenceMs: 400,
  slowest: { bytesPerSecond: 10, whileMs: 300 },
};
const large = Buffer.alloc(64 * 1024 * 1024);

let server: http.Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/large') return response.end(large);
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => response.end(String(length)));
  }, short);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends so much and then nothing, reading what comes or not; resolves when the server has let go. */
function givenUp(sent: string, reads = true): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(sent));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    if (reads) socket.resume();
  });
}

describe('a client that keeps a connection by silence is given up', () => {
  it.each([
    ['having said nothing', ''],
    ['in the middle of the head', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['in the middle of the body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc'],
  ])('%s', async (_when, sent) => {
    await givenUp(sent);
  });

  it('while it reads nothing of a large answer', async () => {
    const closed = new Promise<void>((resolve) =>
      server.once('connection', (socket) => socket.once('close', () => resolve())),
    );
    void givenUp('GET /large HTTP/1.1\r\nHost: a\r\n\r\n', false);
    await closed;
  });

  it('by sending next to nothing, a byte before each silence is over', async () => {
    const closed = new Promise<void>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
        const drop = setInterval(() => socket.write('x'), 200);
        socket.once('close', () => {
          clearInterval(drop);
          resolve();
        });
      });
      socket.on('error', () => undefined).resume();
    });
    await closed;
  });

  it('but never one whose body comes slowly, however long it takes as a whole', async () => {
    const answer = new Promise<string>((resolve, reject) => {
      const request = http.request({ port, host: '127.0.0.1', method: 'POST' }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      });
      request.on('error', reject);
      void drip(request);
    });
    expect(await answer).toBe('16');
  });
});

// 16 pieces, together longer than the silence that is suffered.
async function drip(request: http.ClientRequest): Promise<void> {
  for (let sent = 0; sent < 16; sent += 1) {
    request.write('x');
    await wait(50);
  }
  request.end();
}

it('the limits themselves: heads within 10 s, silence 30 s, idle connections longer than a proxy’s minute', () => {
  const { headersTimeout, keepAliveTimeout, silenceMs, requestTimeout, slowest } = clientLimits;
  expect([headersTimeout, silenceMs]).toEqual([10_000, 30_000]);
  expect(keepAliveTimeout).toBeGreaterThan(60_000);
  // Four photographs of 8 MB at 100 kbit/s are no attack; nor is anybody waited for for ever.
  expect(requestTimeout).toBeGreaterThanOrEqual(5 * 60_000);
  // One bar of 3G: 2 kB a second, and a pause in every other minute.
  expect(slowest.bytesPerSecond).toBeLessThanOrEqual(1000);
  expect(slowest.whileMs).toBeGreaterThanOrEqual(60_000);
  const real = createServer(() => undefined);
  expect([real.headersTimeout, real.keepAliveTimeout, real.timeout]).toEqual([10_000, keepAliveTimeout, 30_000]);
});
