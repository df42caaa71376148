import type { LabelData, Template, Wish } from '../../server/labels/templates.ts';

/** A name of eighty letters. */
export const eighty = 'Miến dong rong nước suối bản Tân Bình phơi nắng ba ngày, gói tay, thơm dẻo, ngon';

/** A maker's name of eighty letters. */
export const eightyOfMaker = 'Hợp tác xã Dịch vụ Nông nghiệp, Chế biến và Du lịch cộng đồng Bình Lư – Lai Châu';

/**
 * Templates whose column beside the code holds 83 letters of goods and maker together in legal size, and no more: with eighty of
 * one and more than three of the other they say so instead of printing what nobody can read.
 */
export const small = ['round-37x20', 'thermal-35x22'];

/** A name of three letters, and nothing that may be left out. */
export const empty: Partial<LabelData> = {
  product: 'Gạo',
  netQuantity: '',
  expiresOn: '',
  formerly: '',
  cooperative: '',
  ingredients: '',
  use: '',
  storage: '',
  warnings: '',
  standards: '',
  story: '',
  maker: '',
};

/** A template's label as it is mostly printed. */
export const plain = (template: Template): Wish => ({
  kind: template.kinds?.[0] ?? 'mien-dong',
  units: template.serials !== 'batch',
  black: false,
  sample: false,
});
