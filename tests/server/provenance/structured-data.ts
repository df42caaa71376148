// What schema.org (version 30) and the search engines' product listings ask of the things that our pages tell, as facts.

type Thing = Record<string, unknown> & { '@type'?: string };

const address = /^https?:\/\/[^\s"<>]+$/;
const day = /^\d{4}-\d\d-\d\d$/;
const words = /\S/;

/** Of each type: the forms of its properties; those with a star have to be there. */
const types: Readonly<Record<string, Readonly<Record<string, RegExp | string>>>> = {
  Product: {
    'name*': words,
    'url*': address,
    image: address,
    description: words,
    gtin14: /^\d{14}$/,
    productionDate: day,
    hasDigitalProductPassport: address,
    identifier: 'PropertyValue',
    countryOfOrigin: 'Country',
    manufacturer: 'Organization',
    brand: 'Brand',
    offers: 'Offer',
    hasCertification: 'Certification',
    additionalProperty: 'PropertyValue',
  },
  Offer: {
    'price*': /^\d+$/,
    'priceCurrency*': /^VND$/,
    'availability*': /^https:\/\/schema\.org\/(InStock|OutOfStock)$/,
    'url*': address,
    name: words,
    seller: 'Organization',
  },
  Organization: { 'name*': words, url: address, address: 'PostalAddress' },
  PostalAddress: { 'addressCountry*': /^VN$/, streetAddress: words, addressRegion: words },
  Brand: { 'name*': words },
  Country: { 'name*': words },
  PropertyValue: { 'value*': words, propertyID: words, name: words, unitText: /.*/ },
  Certification: {
    'name*': words,
    'certificationIdentification*': words,
    'issuedBy*': 'Organization',
    validFrom: day,
    expires: day,
    'certificationStatus*': /^https:\/\/schema\.org\/Certification(Active|Inactive)$/,
    certificationRating: 'Rating',
  },
  Rating: { 'ratingValue*': /^[1-5]$/, bestRating: /^5$/ },
};

/** What is wrong with what a page tells search engines, by its place; nothing for a valid thing. */
export function faultsOfThing(thing: Thing, at = String(thing['@type'])): string[] {
  const known = types[thing['@type'] ?? ''];
  if (!known) return [`${at}: no such type`];
  const required = Object.keys(known).flatMap((key) => (key.endsWith('*') ? [key.slice(0, -1)] : []));
  const told = Object.entries(thing).filter(([key]) => !key.startsWith('@'));
  return [
    ...required.filter((key) => thing[key] === undefined).map((key) => `${at}: ${key} is missing`),
    ...told.flatMap(([key, value]) => faultsOfValue(known[key] ?? known[`${key}*`], value, `${at}.${key}`)),
  ];
}

function faultsOfValue(form: RegExp | string | undefined, value: unknown, at: string): string[] {
  if (form === undefined) return [`${at}: no such property`];
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  if (values.length === 0) return [`${at}: nothing in it`];
  return values.flatMap((one) => {
    const text = typeof one === 'string' || typeof one === 'number' ? String(one) : '';
    if (form instanceof RegExp) return form.test(text) ? [] : [`${at}: ${text}`];
    const inner = one as Thing;
    return inner['@type'] === form ? faultsOfThing(inner, at) : [`${at}: is no ${form}`];
  });
}

/** The things that a page tells search engines. */
export const thingsIn = (html: string): Thing[] =>
  [...html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)].map(
    ([, json = '']) => JSON.parse(json) as Thing,
  );
