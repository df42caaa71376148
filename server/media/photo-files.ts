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

/** Takes the file away; one that is not there is away already. */
export async function removeFile(name: string): Promise<void> {
  for (const file of await files().find({ filename: name }).toArray()) await files().delete(file._id);
}

function files() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('No database is connected');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'photos' });
}
