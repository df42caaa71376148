import mongoose from 'mongoose';

// Photos lie in the database's own file store, so that every process and every backup has them.

/** The file of this name, or null. */
export async function readFile(name: string): Promise<Buffer | null> {
  const [file] = await files().find({ filename: name }).limit(1).toArray();
  if (!file) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of files().openDownloadStream(file._id)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function writeFile(name: string, bytes: Buffer): Promise<void> {
  const stream = files().openUploadStream(name);
  await new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve).once('error', reject);
    stream.end(bytes);
  });
}

/** The file of this name in pieces, as they are read; nothing of one that is not there. */
export async function* readPieces(name: string): AsyncGenerator<Buffer> {
  const [file] = await files().find({ filename: name }).limit(1).toArray();
  if (file) for await (const piece of files().openDownloadStream(file._id)) yield piece as Buffer;
}

/** Begins a file that is written in pieces; it is there once it is ended. */
export function beginFile(name: string): { write: (piece: Buffer) => Promise<void>; end: () => Promise<void> } {
  const stream = files().openUploadStream(name);
  const done = new Promise<void>((resolve, reject) => stream.once('finish', resolve).once('error', reject));
  // Who writes learns of it from `write` or `end`.
  done.catch(() => undefined);
  return {
    write: (piece) =>
      new Promise((resolve, reject) => stream.write(piece, (error) => (error ? reject(error) : resolve()))),
    end: () => {
      stream.end();
      return done;
    },
  };
}

/** Takes the file away; one that is not there is away already. */
export async function removeFile(name: string): Promise<void> {
  for (const { _id } of await files().find({ filename: name }).toArray()) {
    try {
      await files().delete(_id);
    } catch (error) {
      // Two may take it away at once: the later one finds it gone.
      if ((await files().find({ _id }).limit(1).toArray()).length > 0) throw error;
    }
  }
}

function files() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('No database is connected');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'photos' });
}
