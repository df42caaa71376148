import mongoose, { type mongo } from 'mongoose';

/**
 * Writes the embedded engine's file anew, so that no byte of what was erased is left in pages that are free; some seconds for a
 * gigabyte, during which whoever writes waits. A MongoDB of its own uses its free pages again by itself and is left alone: to
 * rewrite it needs rights that the program does not ask for.
 * @throws when the disk has no room for a second copy; then the old file stays as it was
 */
export async function overwriteFreed(db: mongo.Db | undefined = mongoose.connection.db): Promise<void> {
  if (!db) throw new Error('No database is connected');
  const { modules } = (await db.command({ buildInfo: 1 })) as { modules?: string[] };
  if (modules?.includes('embedded')) await db.command({ compact: 'sellers' });
}
