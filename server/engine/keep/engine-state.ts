import { Catalogue } from './catalogue.ts';
import { Cursors } from './cursors.ts';
import { Records } from './records.ts';
import { Snapshots } from './snapshots.ts';
import { Store } from './store.ts';

export interface EngineOptions {
  dataDir: string;
  /** Only for tests: writes are not flushed to disk, so a power cut loses them. */
  noSync?: boolean | undefined;
  /** Refuses queries that look through more documents than this without an index: for tests, to find missing indexes. */
  refuseScansOver?: number | undefined;
}

/** Everything the commands work with. */
export interface Engine {
  options: EngineOptions;
  store: Store;
  catalogue: Catalogue;
  records: Records;
  cursors: Cursors;
  snapshots: Snapshots;
  /** Tells the operator something: a slow scan, an index that could not be built. */
  warn: (message: string) => void;
}

export function openEngineState(options: EngineOptions, warn: (message: string) => void): Engine {
  const store = new Store(options.dataDir, { noSync: options.noSync ?? false });
  const catalogue = new Catalogue(store);
  return {
    options,
    store,
    catalogue,
    records: new Records(store, catalogue),
    cursors: new Cursors(),
    snapshots: new Snapshots(store),
    warn,
  };
}
