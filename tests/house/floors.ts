/**
 * The rooms from the cellar up; a room may use only the floors below its own. In the cellar stand tools that know no room: what
 * lies there could serve another house.
 */
export const floors = [
  ['press'],
  ['identity', 'media'],
  ['catalog'],
  ['traceability'],
  ['provenance'],
  ['orders'],
  ['labels', 'payments'],
  ['storefront', 'desk'],
] as const;

/** Each room's doors: the only files that other rooms may import. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  press: [
    'drawing',
    'label-frame',
    'label-svg',
    'markup',
    'fonts',
    'fit',
    'path',
    'one-colour',
    'sample-mark',
    'qr',
    'stock',
    'stocks',
    'stock-drawing',
    'sheet',
    'print-job',
    'press',
    'bitmap',
    'svg',
    'calibration',
    'poster',
  ],
  identity: ['accounts', 'sellers', 'phone', 'pin-again'],
  media: ['images', 'guarded-images'],
  catalog: [
    'profiles',
    'products',
    'shop-links',
    'goods-data',
    'gtin',
    'certificates',
    'certificates.pages',
    'ending-certificates',
    'shelf-life',
    'stories',
    'story-photos',
    'story-view',
    'consents',
  ],
  traceability: ['batches', 'events', 'stock', 'units', 'unit-serial', 'timeline', 'batch-certificates', 'quality'],
  provenance: ['digital-link', 'open-doubts'],
  labels: [],
  orders: ['orders'],
  payments: ['intents', 'transfers', 'receiving-accounts', 'bank-connections', 'payment-view', 'sweep'],
  storefront: [],
  desk: [],
};

/** What everybody may use, and what uses no room. */
export const ground = [
  'errors',
  'actor',
  'config',
  'services',
  'language',
  'format',
  'csv',
  'fold',
  'codes',
  'network',
  'look',
  'root',
  'database',
];

/** Files of the embedded engine that know each other's types in circles. The list may only become shorter. */
export const engineCircles: readonly string[] = [
  'catalogue',
  'common-options',
  'context',
  'engine-state',
  'filter',
  'index-spec',
  'key-ranges',
  'matching',
  'part',
  'planner',
  'records',
  'scan',
  'union',
].map((file) => `embedded/${file}`);
