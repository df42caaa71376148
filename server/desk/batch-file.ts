import type { Actor } from '../actor.ts';
import { forbidden } from '../errors.ts';
import { dayOf } from '../format.ts';
import { requireActFor } from '../identity/sellers.ts';
import { readImage } from '../media/images.ts';
import { ordersWithPacksOf } from '../orders/orders.ts';
import { type Cell, writeCsv } from '../tables.ts';
import { balanceOf } from '../traceability/balance.ts';
import { documentsOf } from '../traceability/batch-documents.ts';
import { presentBatch } from '../traceability/batch-view.ts';
import { type Batch, getBatch } from '../traceability/batches.ts';
import { seenBatches } from '../traceability/quality.ts';
import { type Node, type Trace, traceBatch } from '../traceability/trace.ts';
import { ZipStream } from '../zip-stream.ts';
import { summaryOf } from './batch-summary.ts';
import { noteTaking } from './file-taking.ts';

/**
 * Everything there is about a batch, for the authority that asks: written as it is read, so that it needs no more memory than
 * the largest file in it. Of people it names who makes and sells, never who bought.
 */
export interface BatchFile {
  name: string;
  write: (to: (chunk: Buffer) => Promise<void>) => Promise<void>;
}

/** Whether this person takes a batch's file: the officer, and the cooperative that acts for its maker. */
export const mayTakeFile = (actor: Actor): boolean => actor.role !== 'household';

/** @throws missing('batch-not-found'), forbidden('file-not-yours') */
export async function batchFile(actor: Actor, text: string, at: Date, publicUrl: string): Promise<BatchFile> {
  const batch = await getBatch(actor, text);
  if (!mayTakeFile(actor)) throw forbidden('file-not-yours');
  if (actor.role === 'cooperative') await requireActFor(actor, batch.sellerId, 'batch-not-found');
  await noteTaking({ code: batch.code, by: actor.name, accountId: actor.accountId, at });
  const write = async (to: (chunk: Buffer) => Promise<void>): Promise<void> => {
    const zip = new ZipStream(to, at);
    await writeAll({ zip, actor, batch, at, publicUrl });
    await zip.end();
  };
  return { name: `ho-so-${batch.code}.zip`, write };
}

interface Work {
  zip: ZipStream;
  actor: Actor;
  batch: Batch;
  at: Date;
  publicUrl: string;
}

async function writeAll(work: Work): Promise<void> {
  const { zip, actor, batch, at, publicUrl } = work;
  const [trace, balance] = await Promise.all([traceBatch(actor, batch.code), balanceOf(actor, batch.code)]);
  await zip.add(`lo-${batch.code}.json`, json(presentBatch(batch, publicUrl)));
  await zip.add('can-doi.json', json(balance));
  await addDocuments(work, batch);
  await zip.add('gia-dinh.csv', writeCsv(familyRows(trace)));
  await zip.add('nguyen-lieu.csv', writeCsv(edgeRows(trace)));
  await zip.add('don-hang.csv', writeCsv(await orderRows(trace)));
  const tests = [...testRows(batch), ...(await writeKin(work, trace))];
  await zip.add('kiem-nghiem.csv', writeCsv([testHead, ...tests]));
  await writePhotos(zip, batch);
  await zip.add('tom-tat.pdf', await summaryOf({ batch, trace, balance, tests, files: zip.files, by: actor.name, at }));
  await zip.add(
    'ma-bam.csv',
    writeCsv([['Tệp', 'Số byte', 'SHA-256'], ...zip.files.map((one) => [one.name, one.bytes, one.sha256])]),
  );
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const atOnce = 25;

/** Every batch of the family that the actor may see, with its whole history; few at a time. */
async function writeKin(work: Work, trace: Trace): Promise<Cell[][]> {
  const { zip, actor, publicUrl } = work;
  const codes = [...trace.back, ...trace.beside, ...trace.forward].flatMap((node) =>
    node.hidden || node.outside ? [] : node.id,
  );
  const back = new Set(trace.back.flatMap(({ id }) => id));
  const tests: Cell[][] = [];
  for (let start = 0; start < codes.length; start += atOnce) {
    for (const kin of await seenBatches(actor, codes.slice(start, start + atOnce))) {
      await zip.add(`gia-dinh/lo-${kin.code}.json`, json(presentBatch(kin, publicUrl)));
      await addDocuments(work, kin);
      tests.push(...testRows(kin));
      // Of what it was made from the photos too; what was made from it may be five hundred batches.
      if (back.has(kin.code)) await writePhotos(zip, kin);
    }
  }
  return tests;
}

// Documents a batch: all of them in one would have to be in reach at once.
async function addDocuments({ zip, at, publicUrl }: Work, batch: Batch): Promise<void> {
  for (const { name, content } of await documentsOf(batch, { publicUrl, at })) await zip.add(name, json(content));
}

async function writePhotos(zip: ZipStream, { code, events }: Batch): Promise<void> {
  for (const { id, photoIds } of events) {
    for (const [index, photoId] of photoIds.entries()) {
      const image = await readImage(photoId);
      const name = `anh/${code}-${id.slice(0, 8)}-${index + 1}.${image?.type.split('/')[1] ?? ''}`;
      if (image) await zip.add(name, image.bytes);
    }
  }
}

const testHead = ['Lô', 'Ngày', 'Chỉ tiêu', 'Kết quả', 'Đơn vị', 'Giới hạn', 'Mã bước'];

function testRows({ lot, events }: Batch): Cell[][] {
  const tests = events.filter(({ stage, correctedBy }) => stage === 'inspection' && correctedBy === null);
  return tests.flatMap(({ id, occurredAt, measurements, findings }) => {
    const row = (name: string, value: string | number, unit: string, limit: string | null): Cell[] => [
      lot,
      { day: dayOf(occurredAt) },
      name,
      value,
      unit,
      limit ?? '',
      id,
    ];
    return [
      ...measurements.map(({ key, value, unit }) => row(key, value, unit, null)),
      ...findings.map(({ name, value, unit, limit }) => row(name, value, unit, limit)),
    ];
  });
}

const nodeRow = (way: string, node: Node): Cell[] =>
  node.hidden
    ? [way, node.generation, '', '', '', '(của người bán khác)', '', '']
    : [
        way,
        node.generation,
        node.id,
        node.lot ?? '',
        node.productName,
        node.deliveredBy ? `${node.deliveredBy}, ${node.sellerName}` : node.sellerName,
        { day: node.producedOn },
        node.state,
      ];

const familyRows = ({ back, beside, forward }: Trace): Cell[][] => [
  ['Chiều', 'Đời', 'Mã', 'Số lô', 'Hàng', 'Người làm, người bán', 'Ngày', 'Tình trạng'],
  ...back.map((node) => nodeRow('làm từ', node)),
  ...beside.map((node) => nodeRow('ra cùng lúc', node)),
  ...forward.map((node) => nodeRow('làm ra', node)),
];

const edgeRows = ({ edges }: Trace): Cell[][] => [
  ['Từ', 'Vào', 'Lượng', 'Đơn vị', 'Ra cùng lô'],
  ...edges.map(({ from, to, quantity, besideOf = '' }) => [from, to, quantity.value, quantity.unit, besideOf]),
];

async function orderRows({ code, forward }: Trace): Promise<Cell[][]> {
  const codes = [code, ...forward.flatMap((node) => (node.hidden ? [] : node.id))];
  const among = new Set(codes);
  const lines = (await ordersWithPacksOf(codes)).flatMap(({ number, state, items }) =>
    items.flatMap(({ name, packName, taken }) =>
      taken
        .filter(({ batchCode }) => among.has(batchCode))
        .map(({ batchCode, quantity }): Cell[] => [number, state, batchCode, name, packName, quantity]),
    ),
  );
  return [['Đơn', 'Tình trạng', 'Mã lô', 'Hàng', 'Gói', 'Số gói'], ...lines];
}
