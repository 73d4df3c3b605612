/** What a person may choose (D1.1); what is kept is cut and scaled in the page. */
export const MAX_BYTES = 10 * 1024 * 1024;
export const TYPES = ['image/jpeg', 'image/png', 'image/webp'];
const SIDE = 256;
const MAX_KEPT = 40 * 1024;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type ImageProblem = 'type' | 'size' | 'unreadable';

/** The file as an address the page can show, or what is wrong with it. Whoever gets the address gives it back (revokeObjectURL). */
export async function openImage(file: File): Promise<{ url: string } | { problem: ImageProblem }> {
  if (!TYPES.includes(file.type)) return { problem: 'type' };
  if (file.size > MAX_BYTES) return { problem: 'size' };
  const url = URL.createObjectURL(file);
  try {
    await read(url);
    return { url };
  } catch {
    URL.revokeObjectURL(url);
    return { problem: 'unreadable' };
  }
}

async function read(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** The chosen square as a JPEG data URL of at most 256 × 256 pixels and 40 KB. */
export async function cutImage(url: string, area: Area): Promise<string> {
  const image = await read(url);
  const side = Math.max(1, Math.min(SIDE, Math.round(area.width)));
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('this window cannot draw pictures');
  // A transparent PNG on black would be a surprise.
  paint.fillStyle = '#ffffff';
  paint.fillRect(0, 0, side, side);
  paint.imageSmoothingQuality = 'high';
  paint.drawImage(image, area.x, area.y, area.width, area.height, 0, 0, side, side);
  for (const quality of [0.9, 0.8, 0.65, 0.5, 0.35]) {
    const out = canvas.toDataURL('image/jpeg', quality);
    if (out.length * 0.75 <= MAX_KEPT) return out;
  }
  throw new Error('the picture cannot be made small enough');
}
