import net from 'node:net';
import { commandOf, frameReader, isWrite, refusalOf } from './wire-frames.ts';

/**
 * What stands between the program and its database: nothing; nothing passes, either way; answers are cut off in the middle;
 * nobody is there; the answer to a write gets lost once it is done; it is no primary; its disk is full.
 */
export type Fault = 'none' | 'hangs' | 'drops' | 'refuses' | 'loses' | 'steps down' | 'is full';

export interface FaultProxy {
  /** What the program connects to instead. */
  uri: string;
  /** From now on. @param after how many writes are still answered before `loses` begins */
  set: (fault: Fault, after?: number) => void;
  stop: () => Promise<void>;
}

interface Road {
  client: net.Socket;
  database: net.Socket;
  /** Its next answer gets lost. */
  isLosing: boolean;
}

/**
 * Lets a database fail as networks and disks make it fail: a TCP proxy before it.
 * @param uri where the database is: `mongodb://host:port/…`, or a socket's path in its place
 * @param seed of where answers are cut off, so that a failure can be had again
 */
export async function startFaultProxy(uri: string, seed = 20261130): Promise<FaultProxy> {
  const target = targetOf(uri);
  const roads = new Set<Road>();
  const chance = numbersFrom(seed);
  const now: { fault: Fault; after: number } = { fault: 'none', after: 0 };
  const server = net.createServer((client) => {
    if (now.fault === 'refuses') return client.destroy();
    const road: Road = { client, database: net.connect(target), isLosing: false };
    roads.add(road);
    const { database } = road;
    const end = () => {
      roads.delete(road);
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) socket.on('error', end).on('close', end);
    const framesIn = frameReader();
    client.on('data', (bytes) => framesIn(bytes).forEach((frame) => pass(frame, road, now)));
    database.on('data', (bytes) => {
      if (now.fault === 'hangs') return;
      if (road.isLosing) return end();
      if (now.fault !== 'drops') return void client.write(bytes);
      client.write(bytes.subarray(0, Math.floor(chance() * bytes.length)), end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const cut = () => roads.forEach(({ client }) => client.destroy());
  return {
    uri: `mongodb://127.0.0.1:${port}/?${new URL(uri.replace(/^mongodb/, 'http').replace(/\/\/[^/]*/, '//here')).searchParams.toString()}`,
    set: (wanted, after = 0) => {
      // What hung is not let go of later: its requests were lost.
      if (now.fault === 'hangs' || wanted === 'refuses') cut();
      Object.assign(now, { fault: wanted, after });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** What the server says to it, by MongoDB's error_codes.yml. */
const refusals = {
  'steps down': { code: 10_107, codeName: 'NotWritablePrimary', errmsg: 'not primary' },
  'is full': { code: 14_031, codeName: 'OutOfDiskSpace', errmsg: 'no space left on device' },
} as const;

/** A message of the program on its way to the database. */
function pass(frame: Buffer, road: Road, now: { fault: Fault; after: number }): void {
  const command = commandOf(frame);
  if (now.fault === 'hangs') return;
  if (now.fault === 'is full' && isWrite(command)) return void road.client.write(refusalOf(frame, refusals['is full']));
  if (now.fault === 'steps down' && command !== null && command !== 'hello')
    return void road.client.write(refusalOf(frame, refusals['steps down']));
  if (now.fault === 'loses' && isWrite(command) && --now.after < 0) road.isLosing = true;
  road.database.write(frame);
}

function targetOf(uri: string): net.NetConnectOpts {
  const [, host = ''] = /^mongodb:\/\/(?:[^@/]*@)?([^/,?]+)/.exec(uri) ?? [];
  const name = decodeURIComponent(host);
  if (name.startsWith('/') || name.includes('.sock')) return { path: name };
  const [address = '', port = '27017'] = name.split(':');
  return { host: address, port: Number(port) };
}

/** Numbers from 0 up to 1, the same for the same seed (Park and Miller's generator). */
function numbersFrom(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
