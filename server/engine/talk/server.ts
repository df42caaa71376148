import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../ground/limits.ts';
import { errorReply } from '../ground/replies.ts';
import type { Engine } from '../keep/engine-state.ts';
import { answer } from './dispatch.ts';
import { messageLength, type Request, readMessage, WireError, writeReply } from './wire.ts';

/** How long a running command may take when the engine stops. */
const finishMs = 2_000;

/** The engine on its socket. */
export interface Listening {
  /** Takes no new connections, lets running commands finish, and closes everything. */
  close(): Promise<void>;
}

/** Serves on a Unix socket that only this user may open. */
export function listen(engine: Engine, socketPath: string): Promise<Listening> {
  const connections = new Set<Connection>();
  let lastId = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    if (connections.size >= limits.connections) {
      socket.destroy();
      engine.warn(`More than ${limits.connections} connections: one was refused`);
      return;
    }
    lastId += 1;
    const connection = new Connection(engine, socket, lastId);
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  rmSync(socketPath, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => {
      chmodSync(socketPath, 0o600);
      resolve({ close: () => closeAll(server, connections) });
    });
  });
}

async function closeAll(server: Server, connections: ReadonlySet<Connection>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await Promise.all([...connections].map((connection) => connection.finish()));
  await closed;
}

/** One client: its requests are answered one after the other, in their order. */
class Connection {
  readonly #engine: Engine;
  readonly #socket: Socket;
  readonly #id: number;
  #chunks: Buffer[] = [];
  #received = 0;
  #working: Promise<void> | null = null;

  constructor(engine: Engine, socket: Socket, id: number) {
    this.#engine = engine;
    this.#socket = socket;
    this.#id = id;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A client that goes away in the middle is nothing to report; 'close' follows.
    socket.on('error', () => socket.destroy());
  }

  /** A command may still be answered; one that takes long is interrupted by its client being gone. */
  async finish(): Promise<void> {
    if (this.#working) await Promise.race([this.#working, wait(finishMs)]);
    this.#socket.destroy();
    await this.#working;
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#working === null) this.#startWork();
    // While a command runs, the next one may arrive, but not without end.
    else if (this.#received > limits.messageBytes) this.#socket.pause();
  }

  #startWork(): void {
    this.#working = this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    try {
      for (let request = this.#nextRequest(); request; request = this.#nextRequest()) await this.#serve(request);
      this.#socket.resume();
    } catch (error) {
      this.#refuse(error);
    }
  }

  #nextRequest(): Request | null {
    if (this.#received < 4) return null;
    if ((this.#chunks[0]?.length ?? 0) < 4) this.#join();
    const length = messageLength(this.#chunks[0] ?? Buffer.alloc(0));
    if (length === null || this.#received < length) return null;
    const bytes = this.#join();
    this.#chunks = length < bytes.length ? [bytes.subarray(length)] : [];
    this.#received -= length;
    return readMessage(bytes.subarray(0, length));
  }

  #join(): Buffer {
    const bytes = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }

  async #serve(request: Request): Promise<void> {
    const client = { connectionId: this.#id, isGone: () => this.#socket.destroyed };
    const answered = answer(this.#engine, client, request);
    const reply = answered instanceof Promise ? await answered : answered;
    if (!request.silent && !this.#socket.destroyed) this.#socket.write(writeReply(request, reply));
  }

  /** Bytes that are not the protocol: nothing after them can be understood, so the connection ends with a last word. */
  #refuse(error: unknown): void {
    const isWire = error instanceof WireError;
    if (!isWire)
      this.#engine.warn(`A connection was closed: ${error instanceof Error ? error.message : String(error)}`);
    const reply = errorReply(isWire ? new Error(`Not MongoDB's protocol: ${error.message}`) : error);
    this.#chunks = [];
    this.#socket.end(writeReply({ id: 0, kind: 'msg' }, reply));
    this.#socket.destroySoon();
  }
}
