// A phone's camera makes 4 MB; on a mountain's 3G that is over a minute. So photos are made smaller before they are sent.
// Without this script, or where a browser cannot, the photo goes as it is and the server makes it smaller.

const longestSide = 1280;
const quality = 0.7;
const smallEnoughBytes = 300_000;

/** The size that fits into the longest side, in whole pixels; never larger than it was. */
export function fit(width: number, height: number, longest = longestSide): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The same photo made smaller, upright and without what the camera wrote into it; one that cannot be made smaller stays. */
export async function shrinkPhoto(photo: File): Promise<File> {
  if (photo.size <= smallEnoughBytes || !photo.type.startsWith('image/')) return photo;
  // Where a browser does not turn a photo upright by itself, drawing it would lay it on its side for good.
  if (!CSS.supports('image-orientation', 'from-image')) return photo;
  const picture = await read(photo);
  const { width, height } = fit(picture.naturalWidth, picture.naturalHeight);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (!blob || blob.size === 0 || blob.size >= photo.size) return photo;
  return new File([blob], photo.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' });
}

async function read(photo: File): Promise<HTMLImageElement> {
  const picture = new Image();
  const address = URL.createObjectURL(photo);
  try {
    await new Promise((resolve, reject) => {
      picture.addEventListener('load', resolve);
      picture.addEventListener('error', reject);
      picture.src = address;
    });
    return picture;
  } finally {
    URL.revokeObjectURL(address);
  }
}
