import type { Pack } from '../../catalog/products.ts';
import { getProfile } from '../../catalog/profiles.ts';
import { type PublicStory, storiesFor } from '../../catalog/stories.ts';
import { readStoryPhoto } from '../../catalog/story-photos.ts';
import { formatAddress, formatMoment, formatMoney, formatQuantity } from '../../format.ts';
import { asJpeg } from '../../media/documents.ts';
import { type ReportSection, reportPdf } from '../../press/report.ts';
import { photoFile } from './picture.ts';
import type { Proof, Subject } from './proof.ts';

/** The goods and who makes them, as far as their pages say it: drafts of the forms, photos, code, story. */
export const goodsProofs = async (subject: Subject): Promise<Proof[]> => [
  productDraft(subject),
  sellerDraft(subject),
  ...photoProof(subject),
  ...barcodeProof(subject),
  ...traceProof(subject),
  ...(await storyProofs(subject)),
];

const pdfProof = (
  { at }: Subject,
  evidence: Proof['evidence'],
  name: string,
  { title, sections, facts = {} }: { title: string; sections: ReportSection[]; facts?: Proof['facts'] },
): Proof => ({
  evidence,
  name: `${name}.pdf`,
  facts,
  make: () => reportPdf({ title, lines: [`Chợ Bình Lư. Lập lúc ${formatMoment(at)}`], sections, createdAt: at }),
});

function productDraft(subject: Subject): Proof {
  const sections = [{ heading: 'Sản phẩm', facts: said(productFacts(subject)) }];
  return pdfProof(subject, 'product', 'thong-tin-dang-ky', { title: 'Thông tin để ghi phiếu đăng ký', sections });
}

function productFacts({ product, registration, productSet }: Subject): [string, string][] {
  const { name, labelContents } = getProfile(product.kind);
  const ofPacks = (tell: (pack: Pack) => string) => product.packs.map((one) => `${one.name}: ${tell(one)}`).join('; ');
  return [
    ['Đăng ký', registration === 'new' ? 'sản phẩm mới (mẫu 01)' : 'sản phẩm đã có (mẫu 02)'],
    ['Tên sản phẩm', product.name],
    ['Loại hàng', name.vi],
    ['Bộ sản phẩm', productSet ?? '(chưa ghi)'],
    ['Quy cách', ofPacks(({ netQuantity }) => formatQuantity(netQuantity, 'vi'))],
    ['Giá bán', ofPacks(({ priceVnd }) => formatMoney(priceVnd))],
    ...labelFacts.map(([words, key]): [string, string] => [words, labelContents[key]?.vi ?? '']),
    ['Mô tả', product.description?.vi ?? ''],
  ];
}

const labelFacts = [
  ['Thành phần', 'ingredients'],
  ['Cách dùng', 'use'],
  ['Bảo quản', 'storage'],
] as const;

const said = (facts: readonly [string, string][]): [string, string][] => facts.filter(([, text]) => text !== '');

function sellerDraft(subject: Subject): Proof {
  const { name, kind, village, address, people, story, publicPhone } = subject.seller;
  const facts: [string, string][] = [
    ['Tên', name],
    ['Hình thức', kind === 'household' ? 'hộ' : 'hợp tác xã'],
    ['Thôn, bản', village],
    ['Địa chỉ', formatAddress(address)],
    ['Dân tộc', people ?? ''],
    ['Điện thoại', publicPhone ?? ''],
    ['Giới thiệu', story?.vi ?? ''],
  ];
  const sections = [
    { heading: 'Người làm ra', facts: said(facts) },
    {
      heading: 'Còn phải ghi',
      note: 'Sơ đồ tổ chức, số lao động tại địa phương, vốn góp, sổ sách, tiếp thị, môi trường.',
    },
  ];
  return pdfProof(subject, 'seller', 'gioi-thieu-nguoi-lam', { title: 'Thông tin để ghi mẫu 04', sections });
}

const photoProof = ({ product: { photoId } }: Subject): Proof[] =>
  photoId === null ? [] : [{ evidence: 'photos', name: 'anh-san-pham.jpg', facts: {}, make: () => photoFile(photoId) }];

function barcodeProof(subject: Subject): Proof[] {
  const { gtin } = subject.product;
  if (gtin === null) return [];
  const sections: ReportSection[] = [{ heading: subject.product.name, facts: [['GTIN', gtin]] }];
  return [pdfProof(subject, 'barcode', 'ma-vach', { title: 'Mã số mã vạch', sections, facts: { gtin } })];
}

const pagesNamed = 10;

function traceProof(subject: Subject): Proof[] {
  const { product, publicUrl } = subject;
  const batches = subject.batches.slice(0, pagesNamed);
  if (batches.length === 0) return [];
  const lines = batches.map(({ lot, code }) => [lot, `${publicUrl}/t/${code}`]);
  const sections: ReportSection[] = [
    { heading: 'Trang của sản phẩm', facts: [['Địa chỉ', `${publicUrl}/san-pham/${product.slug}`]] },
    { heading: 'Trang truy xuất của từng lô', rows: { head: ['Số lô', 'Địa chỉ'], lines } },
  ];
  return [
    pdfProof(subject, 'trace', 'trang-truy-xuat', {
      title: 'Truy xuất nguồn gốc',
      sections,
      facts: { n: batches.length },
    }),
  ];
}

/** The story as everybody may read it: what people agreed to, and no more. */
async function storyProofs(subject: Subject): Promise<Proof[]> {
  const { product, seller } = await storiesFor({ productId: subject.product.id, sellerId: subject.seller.id });
  const told = [product, seller].filter((one) => one !== null);
  if (told.length === 0) return [];
  const sections = told.map((story) => ({ heading: 'Câu chuyện', facts: aboutStory(story), note: story.told.vi }));
  const photos = told.flatMap(({ photos: own }) => own);
  return [
    pdfProof(subject, 'story', 'cau-chuyen', {
      title: `Câu chuyện: ${subject.product.name}`,
      sections,
      facts: { n: photos.length },
    }),
    ...photos.map(
      ({ id }, place): Proof => ({
        evidence: 'story',
        name: `anh-cau-chuyen-${place + 1}.jpg`,
        facts: null,
        make: async () => {
          const photo = await readStoryPhoto(id, 1280);
          return photo && asJpeg(photo.bytes);
        },
      }),
    ),
  ];
}

const aboutStory = ({ craftVillage, motif, clip }: PublicStory): [string, string][] =>
  said([
    ['Làng nghề', craftVillage ?? ''],
    ['Hoa văn', motif?.vi ?? ''],
    ['Phim', clip?.url ?? ''],
  ]);
