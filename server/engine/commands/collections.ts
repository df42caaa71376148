import { Long } from 'bson';
import { documentArgument, truthy } from '../ground/arguments.ts';
import { namespaceExists } from '../ground/replies.ts';
import type { Collection } from '../keep/catalogue.ts';
import { unsupported } from '../language/errors.ts';
import { compileFilter } from '../language/matcher.ts';
import { decode, encode } from '../language/values.ts';
import { type Command, collectionName, type Reply } from './context.ts';

export const create: Command = {
  options: [
    'create',
    'capped',
    'timeseries',
    'viewOn',
    'validator',
    'validationLevel',
    'validationAction',
    'collation',
    'autoIndexId',
    'indexOptionDefaults',
    'storageEngine',
  ],
  async run(context) {
    const { command, database, engine } = context;
    const name = collectionName(context);
    for (const option of ['capped', 'timeseries', 'viewOn', 'validator', 'storageEngine', 'indexOptionDefaults']) {
      if (command[option] !== undefined && command[option] !== false) throw unsupported(`create with '${option}'`);
    }
    await engine.store.write(() => {
      if (engine.catalogue.find(database, name))
        throw namespaceExists(`Collection ${database}.${name} already exists.`);
      engine.catalogue.ensure(database, name);
    });
    return { ok: 1 };
  },
};

export const drop: Command = {
  options: ['drop'],
  async run(context) {
    const { database, engine } = context;
    const name = collectionName(context);
    const dropped = await engine.store.write(() => {
      const collection = engine.catalogue.find(database, name);
      if (collection) engine.catalogue.drop(collection);
      return collection;
    });
    return dropped ? { ns: `${database}.${name}`, nIndexesWas: dropped.indexes.length, ok: 1 } : { ok: 1 };
  },
};

export const dropDatabase: Command = {
  options: ['dropDatabase'],
  async run({ database, engine }) {
    await engine.store.write(() => {
      for (const collection of engine.catalogue.list(database)) engine.catalogue.drop(collection);
    });
    return { dropped: database, ok: 1 };
  },
};

export const listCollections: Command = {
  options: ['listCollections', 'filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run({ command, database, engine }) {
    // Through bytes, so that the filter sees BSON values as it does in a stored document.
    const shown = engine.catalogue.list(database).map((collection) => decode(encode(present(collection))));
    const matching = shown.filter(compileFilter(documentArgument(command, 'filter')));
    const firstBatch = truthy(command.nameOnly) ? matching.map(({ name, type }) => ({ name, type })) : matching;
    return listReply(`${database}.$cmd.listCollections`, firstBatch);
  },
};

const present = ({ name, uuid }: Collection): Reply => ({
  name,
  type: 'collection',
  options: {},
  info: { readOnly: false, uuid },
  idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
});

/** A list in one batch, however long: there are at most some hundred collections and indexes. */
export const listReply = (ns: string, firstBatch: unknown[]): Reply => ({
  cursor: { id: Long.ZERO, ns, firstBatch },
  ok: 1,
});

export const listDatabases: Command = {
  options: ['listDatabases', 'filter', 'nameOnly', 'authorizedDatabases'],
  run({ command, engine }) {
    const names = [...new Set(engine.catalogue.list().map(({ database }) => database))].sort();
    const matches = compileFilter(documentArgument(command, 'filter'));
    const databases = names
      .map((name) => ({ name, sizeOnDisk: 0, empty: false }))
      .filter((database) => matches(decode(encode(database))));
    if (truthy(command.nameOnly)) return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
    return { databases, totalSize: 0, ok: 1 };
  },
};
