/**
 * The text without diacritics: "Trả tiền miến đao" becomes "Tra tien mien dao". Nothing else is changed or cut; what
 * is still not printable ASCII afterwards is for the caller to refuse.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .normalize('NFC');
}
