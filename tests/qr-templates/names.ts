import type { LabelData, Template, Wish } from '../../server/labels/templates.ts';

/** A name of eighty letters. */
export const eighty = 'Miến dong rong nước suối bản Tân Bình phơi nắng ba ngày, gói tay, thơm dẻo, ngon';

/** Templates too small for eighty letters in legal size: they say so instead of printing what nobody can read. */
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
