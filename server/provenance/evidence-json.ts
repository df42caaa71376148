import type { EvidenceView } from './evidence-view.ts';

/** The evidence for programs, field by field. */
export const evidenceJson = ({ certificates, tests }: EvidenceView, publicUrl: string) => ({
  certificates: certificates.map(({ of, kind, number, issuer, stars, issuedOn, validUntil, photo }) => ({
    of,
    kind,
    number,
    issuer,
    stars,
    issuedOn,
    validUntil,
    photoUrl: photo && publicUrl + photo.large,
  })),
  tests: tests.map((test) => ({
    id: test.eventId,
    lab: test.lab,
    report: test.report,
    testedOn: test.testedOn,
    recordedAt: test.recordedAt.toISOString(),
    corrected: test.corrected,
    results: test.results.map(({ name, value, unit, limit, verdict }) => ({ name, value, unit, limit, verdict })),
    photoUrls: test.photos.map(({ large }) => publicUrl + large),
  })),
});

/**
 * schema.org: Certification (version 27 on) for the papers, PropertyValue for the results of the last report.
 * @param nameOf what a kind of certificate is called
 */
export const evidenceData = ({ certificates, tests }: EvidenceView, nameOf: (kind: Kind) => string) => ({
  ...(certificates.length > 0 ? { hasCertification: certificates.map((one) => certification(one, nameOf)) } : {}),
  ...(tests[0] && tests[0].results.length > 0 ? { additionalProperty: tests[0].results.map(property) } : {}),
});

type Paper = EvidenceView['certificates'][number];
type Kind = Paper['kind'];

const certification = (paper: Paper, nameOf: (kind: Kind) => string) => ({
  '@type': 'Certification',
  name: nameOf(paper.kind),
  certificationIdentification: paper.number,
  issuedBy: { '@type': 'Organization', name: paper.issuer },
  validFrom: paper.issuedOn,
  expires: paper.validUntil,
  certificationStatus: 'https://schema.org/CertificationActive',
  ...(paper.stars === null
    ? {}
    : { certificationRating: { '@type': 'Rating', ratingValue: paper.stars, bestRating: 5 } }),
});

const property = ({ name, value, unit }: EvidenceView['tests'][number]['results'][number]) => ({
  '@type': 'PropertyValue',
  name: typeof name === 'string' ? name : name.vi,
  value,
  unitText: typeof unit === 'string' ? unit : unit.vi,
});
