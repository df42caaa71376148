import { Router } from 'express';
import { listProducts } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { listSellers } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { type Language, pick } from '../language.ts';
import { fieldsFor } from '../localized.ts';
import { writePosition } from '../reading/positions.ts';
import { type Block, type BlockKind, blockKinds } from './block.ts';
import { monthName } from './block-view.ts';
import { type EditedVisit, editing, officers } from './editing.pages.ts';
import { moveBlock, putBlock } from './visit-blocks.ts';
import { blockForm, blockIn, MoveForm, neededFields } from './visits.schemas.ts';
import { visitPhotoUrl } from './visits.ts';

const one = '/trang-tham/:id';

type Context = PageContext<typeof officers>;

/** `…/them/{kind}` adds a block to a page, `…/khoi/{block}` changes one, `…/khoi` moves one or takes it away. */
export const blockPages = (): Router =>
  Router().use(putPage(`${one}/them/:kind`), putPage(`${one}/khoi/:block`), movePage());

/** Of an address that names a block, the block; of one that names a kind, a new one. */
const putPage = (path: string) =>
  formPage({
    path,
    who: officers,
    view: 'visits/block',
    schema: ({ kind }: PutData) => blockForm(kind),
    load: async ({ actor, params }: Pick<Context, 'actor' | 'params'>) => {
      const visit = await editing.load({ actor, params });
      return { ...visit, ...blockAsked(visit, params) };
    },
    shown: async ({ language, at }: Context, data: PutData) => ({
      ...(await choicesFor(data, language, at)),
      fields: Object.fromEntries(offered.map((field) => [field, isOffered(data.kind, field)])),
      needsHeading: neededFields[data.kind].includes('heading'),
      defaults: { version: data.own.record.version, ...(data.block && fieldsOf(data.block)) },
    }),
    render: ({ kind }, { language }) => ({ title: sentence(language, `visits.blocks.${kind}`) }),
    submit: async ({ actor, body, at }, { id, url, kind, block }) => {
      const put = { block: blockIn(kind, body), instead: block?.id ?? null };
      await putBlock(actor, { id, version: body.version }, put, at);
      return `${url}#khoi`;
    },
  });

interface PutData extends EditedVisit {
  kind: BlockKind;
  block: Block | null;
}

function blockAsked({ own }: EditedVisit, { kind: named, block: id }: Record<string, string>) {
  if (id !== undefined) {
    const block = own.text.blocks.find((known) => known.id === id);
    if (!block) throw missing('block-not-found');
    return { kind: block.kind, block };
  }
  const kind = blockKinds.find((known) => known === named);
  if (kind === undefined) throw missing('block-not-found');
  return { kind, block: null };
}

const offered = [
  'heading',
  'words',
  'photo',
  'second',
  'product',
  'batch',
  'seller',
  'clipUrl',
  'fromMonth',
  'position',
] as const;

const isOffered = (kind: BlockKind, field: (typeof offered)[number]): boolean =>
  neededFields[kind].includes(field) || (kind === 'text' && field === 'heading');

const twelve = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

async function choicesFor({ kind, own }: PutData, language: Language, at: Date) {
  const [products, sellers] = await Promise.all([
    kind === 'product' ? listProducts({ limit: 500, shownAt: at }) : [],
    kind === 'seller' ? listSellers() : [],
  ]);
  const open = sellers.filter((seller) => !seller.isErased && !isSuspended(seller, at));
  return {
    products: products.map(({ id, name }) => ({ value: id, title: name })),
    sellers: open.map(({ id, name, village }) => ({ value: id, title: `${name}, ${village}` })),
    months: twelve.map((month) => ({ value: month, title: monthName(month, language) })),
    photos: own.record.photos.map(({ imageId, caption }, index) => ({
      value: imageId,
      title: caption ? pick(caption, language) : sentence(language, 'visits.own.photo', { n: index + 1 }),
      photo: visitPhotoUrl(imageId, 320),
    })),
  };
}

const fieldsOf = ({ heading, words, photoIds, position, ...block }: Block) => ({
  ...fieldsFor(heading, 'heading'),
  ...fieldsFor(words, 'words'),
  photo: photoIds[0],
  second: photoIds[1],
  product: block.productId,
  batch: block.batchCode,
  seller: block.sellerId,
  clipUrl: block.clipUrl,
  fromMonth: block.from,
  toMonth: block.to,
  position: position && writePosition(position),
});

const movePage = () =>
  formPage({
    ...editing,
    path: `${one}/khoi`,
    get: false,
    schema: MoveForm,
    render: (data: { title: string }) => ({ title: data.title }),
    submit: async ({ actor, body }, { id, url }: EditedVisit) => {
      await moveBlock(actor, { id, version: body.version }, body.move);
      return `${url}#khoi`;
    },
  });
