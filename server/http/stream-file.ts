import type { Response } from 'express';

/** Writes a file in pieces: each resolves when whoever reads has taken so much that more may come. */
type WritePieces = (to: (piece: Buffer) => Promise<void>) => Promise<void>;

/**
 * Answers with a file that only who asked may see, made or read while it goes out: no more of it is held than a piece.
 * @throws what `write` throws; Error when whoever asked has gone
 */
export async function streamPrivately(
  response: Response,
  { name, type, write }: { name: string; type: string; write: WritePieces },
): Promise<void> {
  response.setHeader('Cache-Control', 'private, no-store');
  response.attachment(name).type(type);
  await write((piece) => {
    if (response.destroyed) throw gone();
    if (response.write(piece)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      response.once('drain', resolve).once('close', () => reject(gone()));
    });
  });
  response.end();
}

const gone = (): Error => new Error('whoever asked for the file has gone');
