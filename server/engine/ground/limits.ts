/** What one client may ask of the engine. MongoDB's own numbers where it has one. */
export const limits = {
  /** `maxMessageSizeBytes`: a longer message closes its connection. */
  messageBytes: 48_000_000,
  /** A write up to this long may be flushed in the engine's own thread (commit-way.ts). */
  smallMessageBytes: 32_000,
  /** `maxBsonObjectSize`: the largest document that is kept. */
  documentBytes: 16 * 1024 * 1024,
  /** `maxWriteBatchSize`: statements in one write command. */
  writeBatch: 100_000,
  /** Deepest nesting of a document that is kept or of a command that is read. */
  nesting: 100,
  connections: 512,
  /** Bytes asked for but not yet answered on one connection, before reading pauses. */
  cursors: 1_000,
  cursorIdleMs: 10 * 60_000,
  /** Bytes of documents that one query may hold in memory to sort or group them. */
  queryBytes: 100 * 1024 * 1024,
  /** Bytes of documents in one reply, so that it stays under one message. */
  replyBytes: 16 * 1024 * 1024,
  /** The same where another batch may follow: longer ones would take others' time to put together. */
  batchBytes: 4 * 1024 * 1024,
  batchDocuments: 2_000,
  indexesPerCollection: 64,
  /** A scan hands the thread back after so many milliseconds, so that keyed reads never wait long. */
  sliceMs: 4,
  /** Scans that look at more documents than this are logged. */
  loggedScan: 1_000,
} as const;
