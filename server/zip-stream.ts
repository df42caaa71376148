import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A file that is in the archive. */
export interface ZippedFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** A ZIP archive that is sent while it is made: of each file no more is held than the file itself. */
export class ZipStream {
  readonly files: ZippedFile[] = [];
  readonly #zip: Zip;
  readonly #write: (chunk: Buffer) => Promise<void>;
  readonly #at: Date;
  #made: Buffer[] = [];

  /** @param write resolves when whoever reads has taken so much that more may come */
  constructor(write: (chunk: Buffer) => Promise<void>, at: Date) {
    this.#write = write;
    this.#at = at;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#made.push(Buffer.from(chunk));
    });
  }

  /** Pictures and PDFs are packed already and go in as they are. */
  async add(name: string, content: string | Buffer): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const file = typeof content === 'string' ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
    file.mtime = this.#at;
    this.#zip.add(file);
    file.push(bytes, true);
    this.files.push({ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    await this.#send();
  }

  async end(): Promise<void> {
    this.#zip.end();
    await this.#send();
  }

  async #send(): Promise<void> {
    const made = this.#made;
    this.#made = [];
    for (const chunk of made) await this.#write(chunk);
  }
}
