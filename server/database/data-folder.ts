import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../errors.ts';
import { fromRoot } from '../root.ts';

/**
 * Makes the data directory unless it is there.
 * @throws OperatorError when something else stands there, or it may not be made
 */
export function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' || code === 'ENOTDIR' ? notAFolder(folder) : notToBeMade(folder, message);
  }
}

/**
 * Looks at the database's file before the engine opens it: LMDB maps it into memory, and a file that is none, or a part of one,
 * ends the process without a word. A missing file is a new database; any other stays as it is.
 * @throws OperatorError in Vietnamese and English: which file, what it is, what to do
 */
export function requireSoundFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return;
  const { size: bytes } = found;
  if (!found.isFile()) throw damaged(file, 'không phải là một tệp', 'is no file');
  if (bytes === 0) throw damaged(file, 'trống rỗng', 'is empty');
  const wanted = bytesWanted(file);
  if (wanted === null) throw damaged(file, 'không phải là dữ liệu của chợ', 'holds no data of this market');
  // Pages that were taken and given back within one commit may stand behind the end of a sound file. How long it is is asked after
  // its metas, so that a file that another process makes longer meanwhile is not taken for a short one.
  if (statSync(file).size < wanted && !canBeRead(file))
    throw damaged(file, `bị cụt: còn ${bytes} trong ${wanted} byte`, `is cut short: ${bytes} of ${wanted} bytes`);
}

// lmdb-js 3.5, data version 2 (mdb.c, MDB_page and MDB_meta): each of the first two pages holds a head of 24 bytes and a meta.
const magic = 0xbeefc0de;
const dataVersion = 2;
const metaAt = { magic: 24, version: 28, pageSize: 48, lastPage: 144, transaction: 152 };
const largestPage = 65_536;

/** How long the file must be by the newest of its two metas; null when neither is one. */
function bytesWanted(file: string): number | null {
  const first = readMeta(file, 0);
  const second = readMeta(file, first?.pageSize ?? 4096);
  const metas = [first, second].filter((meta) => meta !== null);
  const [newest] = metas.sort((a, b) => Number(b.transaction - a.transaction));
  return newest ? (newest.lastPage + 1) * newest.pageSize : null;
}

function readMeta(file: string, at: number) {
  const head = Buffer.alloc(metaAt.transaction + 8);
  const handle = openSync(file, 'r');
  const read = readSync(handle, head, 0, head.length, at);
  closeSync(handle);
  const isMeta =
    head.readUInt32LE(metaAt.magic) === magic && (head.readUInt32LE(metaAt.version) & 0xffff) === dataVersion;
  const pageSize = head.readUInt32LE(metaAt.pageSize);
  if (read < head.length || !isMeta || pageSize < 512 || pageSize > largestPage) return null;
  const lastPage = Number(head.readBigUInt64LE(metaAt.lastPage));
  return { pageSize, lastPage, transaction: head.readBigUInt64LE(metaAt.transaction) };
}

/** Whether all of it can be read: by another process, since one that reads what is not there is ended by the system. */
function canBeRead(file: string): boolean {
  const script = `import { open } from 'lmdb';
    const all = open({ path: process.argv[1], noSubdir: true, readOnly: true, encoding: 'binary', keyEncoding: 'binary' });
    for (const { value } of all.getRange({})) if (value.length < 0) process.exit(1);`;
  const words = ['--input-type=module', '--eval', script, file];
  return spawnSync(process.execPath, words, { cwd: fromRoot(), stdio: 'ignore' }).status === 0;
}

const inBoth = (vi: string, en: string): OperatorError => new OperatorError(`${vi}\n${en}`);

const notAFolder = (folder: string): OperatorError =>
  inBoth(
    `DATA_DIR: ${folder} (hay một phần của đường dẫn này) là một tệp, không phải thư mục. Hãy chọn thư mục khác, hoặc dời tệp ấy đi.`,
    `DATA_DIR: ${folder}, or a part of this path, is a file and not a folder. Choose another folder, or move the file away.`,
  );

const notToBeMade = (folder: string, why: string): OperatorError =>
  inBoth(
    `DATA_DIR: không tạo được thư mục ${folder} (${why}). Hãy cho người chạy chương trình quyền ghi, hoặc chọn thư mục khác.`,
    `DATA_DIR: the folder ${folder} cannot be made (${why}). Let the program's user write there, or choose another one.`,
  );

function damaged(file: string, vi: string, en: string): OperatorError {
  const backups = path.join(path.dirname(file), 'backups');
  return inBoth(
    `Tệp dữ liệu ${file} ${vi}. Chương trình không mở và không ghi đè tệp này. Hãy dời tệp sang chỗ khác để giữ lại, rồi lấy bản sao gần nhất về: npm run restore -- ${backups}/NGÀY.archive. Nếu chợ chưa từng có dữ liệu, chỉ cần dời tệp đi.`,
    `The database file ${file} ${en}. It was neither opened nor written over. Move it elsewhere and keep it, then bring back the newest copy: npm run restore -- ${backups}/DAY.archive. If there never was any data, moving it away is all.`,
  );
}
