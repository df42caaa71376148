import type { Actor } from '../actor.ts';
import { ownCertificates } from '../catalog/certificates.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { ownStory } from '../catalog/stories.ts';
import { readStoryPhoto } from '../catalog/story-photos.ts';
import { dayOf } from '../format.ts';
import type { Seller } from '../identity/sellers.ts';
import { readImage } from '../media/images.ts';
import { listOrders, type Order } from '../orders/orders.ts';
import { returnVersionsOf } from '../orders/return-rules.ts';
import { type Cell, writeCsv, writeXlsx } from '../tables.ts';
import { presentBatch } from '../traceability/batch-view.ts';
import { type Batch, listBatches } from '../traceability/batches.ts';
import { ZipStream } from '../zip-stream.ts';
import { makeAlone } from './own-file-making.ts';

/** Who takes the file of which seller. */
export interface OwnFile {
  actor: Actor;
  seller: Seller;
  at: Date;
  publicUrl: string;
  tables: OwnFileTables;
}

/** How its tables are written, in the language of whoever takes it. */
export interface OwnFileTables {
  goods: TableOf<Product>;
  batches: TableOf<Batch>;
  orders: TableOf<Order>;
}

interface TableOf<T> {
  head: Cell[];
  lines: (one: T) => Cell[][];
}

/** So many lines a table has at most; of more there are several tables, so that none is held whole in memory. */
export const linesOfTable = 5000;
const atOnce = 100;

export const nameOfFile = ({ seller, at }: Pick<OwnFile, 'seller' | 'at'>): string => `${seller.slug}-${dayOf(at)}.zip`;

/**
 * All that a seller has here, in one archive that is written as it is read: goods, batches with their photos, orders as contracts,
 * story, certificates (law 122/2025 art. 17.2: `law.md` 1.3). Of buyers what the seller's own list of orders shows.
 * @throws conflict('own-file-being-made') before the first byte, when it is asked for again meanwhile
 */
export async function writeOwnFile(file: OwnFile, to: (chunk: Buffer) => Promise<void>): Promise<void> {
  const { actor, seller, at } = file;
  await makeAlone(seller.id, { by: actor.name, at }, async () => {
    const zip = new ZipStream(to, at);
    await zip.add('nguoi-ban.json', json(seller));
    await zip.add('doi-tra.json', json((await returnVersionsOf(seller.id)).slice(1)));
    await addGoods(zip, file);
    await addStory(zip, file);
    await addBatches(zip, file);
    await addOrders(zip, file);
    const sums = zip.files.map((one) => [one.name, one.bytes, one.sha256]);
    await zip.add('ma-bam.csv', writeCsv([['Tệp', 'Số byte', 'SHA-256'], ...sums]));
    await zip.end();
  });
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

async function addGoods(zip: ZipStream, { seller, tables }: OwnFile): Promise<void> {
  const table = new Table(zip, 'hang', tables.goods.head);
  const ofSeller = (after: string | undefined) =>
    listProducts({ sellerIds: [seller.id], limit: atOnce, ...(after !== undefined && { after }) });
  for await (const product of each<Product>(ofSeller, ({ id }) => id)) {
    await zip.add(`hang/${product.slug}.json`, json(product));
    await table.add(tables.goods.lines(product));
    await addPhoto(zip, `anh/hang-${product.slug}`, product.photoId);
  }
  await table.end();
}

async function addStory(zip: ZipStream, { actor, seller, at }: OwnFile): Promise<void> {
  const owner = { sellerId: seller.id };
  const { publicly: _shown, ...story } = await ownStory(actor, owner);
  await zip.add('cau-chuyen.json', json(story));
  await zip.add('chung-nhan.json', json(await ownCertificates(actor, owner, dayOf(at))));
  for (const { imageId } of story.photos) {
    const photo = await readStoryPhoto(imageId, 1280);
    if (photo) await zip.add(`anh/chuyen-${imageId}.${endingOf(photo.type)}`, photo.bytes);
  }
}

async function addBatches(zip: ZipStream, { actor, seller, publicUrl, tables }: OwnFile): Promise<void> {
  const table = new Table(zip, 'lo', tables.batches.head);
  const seen = (after: string | undefined) =>
    listBatches(actor, { limit: atOnce, ...(after !== undefined && { after }) });
  for await (const batch of each<Batch>(seen, ({ code }) => code)) {
    // Who acts for several sees them all: here stands one.
    if (batch.sellerId !== seller.id) continue;
    await zip.add(`lo/${batch.code}.json`, json(presentBatch(batch, publicUrl)));
    await table.add(tables.batches.lines(batch));
    await addPhoto(zip, `anh/lo-${batch.code}`, batch.photoId);
    for (const [step, { photoIds }] of batch.events.entries())
      for (const [place, id] of photoIds.entries())
        await addPhoto(zip, `anh/lo-${batch.code}-${step + 1}-${place + 1}`, id);
  }
  await table.end();
}

async function addOrders(zip: ZipStream, { actor, seller, tables }: OwnFile): Promise<void> {
  const table = new Table(zip, 'don-hang', tables.orders.head);
  const seen = (after: string | undefined) =>
    listOrders(actor, { limit: atOnce, ...(after !== undefined && { after }) });
  for await (const order of each<Order>(seen, ({ number }) => number)) {
    if (order.sellerId !== seller.id) continue;
    await zip.add(`don-hang/${order.number}.json`, json(plainOrder(order)));
    await table.add(tables.orders.lines(order));
  }
  await table.end();
}

async function addPhoto(zip: ZipStream, name: string, id: string | null): Promise<void> {
  const photo = id === null ? null : await readImage(id);
  if (photo) await zip.add(`${name}.${endingOf(photo.type)}`, photo.bytes);
}

/** The contract: what was bought at which price, out of which batches, and what became of it; neither address nor note of the buyer. */
const plainOrder = (order: Order): object => ({
  number: order.number,
  state: order.state,
  placedAt: order.placedAt,
  buyer: order.buyer && { name: order.buyer.name, phone: order.buyer.phone },
  items: order.items,
  delivery: order.delivery,
  shippingVnd: order.shippingVnd,
  totalVnd: order.totalVnd,
  terms: order.terms,
  paidAt: order.paidAt,
  paidBy: order.paidBy,
  refunds: order.refunds.map(({ amountVnd, at, note }) => ({ amountVnd, at, note })),
  history: order.history,
});

const endingOf = (type: string): string => type.split('/')[1] ?? 'bin';

/** One after the other, a hundred read at once. */
async function* each<T>(
  read: (after: string | undefined) => Promise<T[]>,
  nameOf: (one: T) => string,
): AsyncGenerator<T> {
  for (let after: string | undefined; ; ) {
    const part = await read(after);
    yield* part;
    const last = part.at(-1);
    if (part.length < atOnce || last === undefined) return;
    after = nameOf(last);
  }
}

/** A table that goes into the archive as CSV and XLSX, in several parts when it is long. */
class Table {
  readonly #zip: ZipStream;
  readonly #name: string;
  readonly #head: Cell[];
  #lines: Cell[][] = [];
  #parts = 0;

  constructor(zip: ZipStream, name: string, head: Cell[]) {
    this.#zip = zip;
    this.#name = name;
    this.#head = head;
  }

  async add(lines: Cell[][]): Promise<void> {
    this.#lines.push(...lines);
    if (this.#lines.length >= linesOfTable) await this.#part();
  }

  /** What is left; a table with nothing in it is there too, so that nobody looks for it. */
  async end(): Promise<void> {
    if (this.#lines.length > 0 || this.#parts === 0) await this.#part();
  }

  async #part(): Promise<void> {
    this.#parts += 1;
    const name = this.#parts === 1 ? this.#name : `${this.#name}-${this.#parts}`;
    const rows = [this.#head, ...this.#lines];
    this.#lines = [];
    await this.#zip.add(`${name}.csv`, writeCsv(rows));
    await this.#zip.add(`${name}.xlsx`, await writeXlsx(this.#name, rows));
  }
}
