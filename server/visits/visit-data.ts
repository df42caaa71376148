import type { Seller } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import type { PublicVisit, VisitKind } from './visit.ts';

const types: Readonly<Record<VisitKind, string>> = {
  village: 'TouristDestination',
  stay: 'LodgingBusiness',
  experience: 'TouristAttraction',
  festival: 'TouristAttraction',
};

/**
 * What search engines are told of a page (schema.org). No phone and no people: they keep what they read, and a consent that is taken
 * back would not reach them. A festival without its days is no event to them.
 * @param address of any seller there: the commune and province that all of them stand in
 */
export function visitData(
  { kind, text }: PublicVisit,
  { url, address, language }: { url: string; address: Seller['address'] | null; language: Language },
) {
  const place = {
    ...(address && {
      address: {
        '@type': 'PostalAddress',
        ...(text.village !== null && { streetAddress: text.village }),
        addressLocality: address.commune,
        addressRegion: address.province,
        addressCountry: 'VN',
      },
    }),
    ...(text.position && { geo: { '@type': 'GeoCoordinates', ...text.position } }),
  };
  const said = {
    '@context': 'https://schema.org',
    name: pick(text.title, language),
    description: pick(text.lead, language),
    url,
  };
  if (kind === 'festival' && text.firstDay !== null)
    return {
      ...said,
      '@type': 'Festival',
      startDate: text.firstDay,
      endDate: text.lastDay ?? text.firstDay,
      location: { '@type': 'Place', name: text.village ?? pick(text.title, language), ...place },
    };
  return { ...said, '@type': types[kind], ...place };
}
