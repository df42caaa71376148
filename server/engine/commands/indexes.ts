import { documentsArgument } from '../ground/arguments.ts';
import { indexNotFound, invalidOptions, namespaceNotFound } from '../ground/replies.ts';
import { buildIndex, claimIndexes, waitUntilBuilt } from '../keep/index-builds.ts';
import { readIndexSpec, sameKey } from '../keep/index-spec.ts';
import { badValue } from '../language/errors.ts';
import { isDocument } from '../language/values.ts';
import { listReply } from './collections.ts';
import { type Command, collectionName, findCollection, namespaceOf } from './context.ts';

export const createIndexes: Command = {
  options: ['createIndexes', 'indexes', 'commitQuorum'],
  async run(context) {
    const { engine, database, command, patience } = context;
    const wanted = documentsArgument(command, 'indexes').map(readIndexSpec);
    if (wanted.length === 0) throw badValue('Must specify at least one index to create');
    const name = collectionName(context);
    const claim = await engine.store.write(() => claimIndexes(engine, { database, name }, wanted));
    for (const index of claim.toBuild) await buildIndex(engine, { database, name, index });
    for (const index of claim.underway) await waitUntilBuilt(engine, { database, name, index }, patience);
    const { before, after, created } = claim;
    const note = before === after ? { note: 'all indexes already exist' } : {};
    return {
      numIndexesBefore: before,
      numIndexesAfter: after,
      createdCollectionAutomatically: created,
      ...note,
      ok: 1,
    };
  },
};

export const listIndexes: Command = {
  options: ['listIndexes', 'cursor'],
  run(context) {
    const collection = findCollection(context);
    if (!collection) throw namespaceNotFound(`ns does not exist: ${namespaceOf(context)}`);
    return listReply(
      namespaceOf(context),
      collection.indexes.filter(({ ready }) => ready).map(({ spec }) => spec),
    );
  },
};

export const dropIndexes: Command = {
  options: ['dropIndexes', 'deleteIndexes', 'index'],
  async run(context) {
    const { engine, command } = context;
    const nIndexesWas = await engine.store.write(() => {
      const collection = findCollection(context);
      if (!collection) throw namespaceNotFound(`ns not found ${namespaceOf(context)}`);
      const was = collection.indexes.length;
      const wanted = Array.isArray(command.index) ? (command.index as unknown[]) : [command.index];
      const indexes = wanted.flatMap((one) => chosen(collection, one));
      for (const index of indexes) engine.catalogue.dropIndex(collection, index);
      return was;
    });
    return { nIndexesWas, ok: 1 };
  },
};

function chosen({ indexes }: NonNullable<ReturnType<typeof findCollection>>, wanted: unknown): typeof indexes {
  const [, ...others] = indexes;
  if (wanted === '*') return others;
  const index = indexes.find(({ name, key }) => (isDocument(wanted) ? sameKey(key, wanted) : name === wanted));
  if (!index) throw indexNotFound(`index not found with name or key [${JSON.stringify(wanted)}]`);
  if (index.name === '_id_') throw invalidOptions('cannot drop _id index');
  return [index];
}
