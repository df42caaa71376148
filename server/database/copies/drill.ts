import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { readArchive } from '../archive.ts';
import { restore } from '../backup.ts';
import { checkEmbedded, serveEmbedded } from '../embedded.ts';

/** A collection in the backup and as it came back. */
export interface Compared {
  collection: string;
  inBackup: number;
  cameBack: number;
}

export interface Drilled {
  collections: Compared[];
  /** What does not fit together in the restored database; none when all is well. */
  problems: string[];
}

const name = 'drill';

/**
 * Restores a backup into a database of its own and holds every collection against the backup's own count, every document against
 * its index entries.
 * @param folder empty; the database is in it afterwards
 * @param look what else is to be seen of the database while it runs
 */
export async function drill(
  file: string,
  folder: string,
  look: (uri: string, name: string) => Promise<string[]>,
): Promise<Drilled> {
  const wanted = await countsIn(file);
  const dataDir = join(folder, 'data');
  const engine = await serveEmbedded(dataDir);
  const client = await new MongoClient(engine.uri).connect();
  const problems: string[] = [];
  const collections: Compared[] = [];
  try {
    await restore(client, name, file);
    for (const [collection, inBackup] of wanted) {
      const cameBack = await client.db(name).collection(collection).countDocuments();
      collections.push({ collection, inBackup, cameBack });
    }
    problems.push(...(await look(engine.uri, name)));
  } finally {
    await client.close();
    await engine.stop();
  }
  problems.push(...(await checkEmbedded(dataDir)).problems);
  return { collections, problems };
}

/** How many documents the backup itself has of each collection, counted as it is read. @throws ArchiveError where it is not whole */
async function countsIn(file: string): Promise<Map<string, number>> {
  const { collections, parts } = await readArchive(file);
  const counts = new Map(collections.map(({ collection }) => [collection, 0]));
  for await (const { collection, documents } of parts)
    counts.set(collection.collection, (counts.get(collection.collection) ?? 0) + documents.length);
  return counts;
}
