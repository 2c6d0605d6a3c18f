/**
 * PDF files pass as they are. Pictures as models take them: PNG or JPEG, at most 2048 pixels on the longer side. Other
 * formats the browser can read (WebP, AVIF, HEIC where it can) are drawn anew; what is fine already is untouched.
 */
import { FaultError } from '../../domain/fault.ts';

const longestSidePx = 2048;
/** Larger files are refused before they are read. */
const imageLimitBytes = 50_000_000;
const untouchedTypes = new Set(['image/png', 'image/jpeg']);

export type PreparedImage = { readonly blob: Blob; readonly name: string };

/** As providers take them; larger ones are refused before they are read. */
const pdfLimitBytes = 32_000_000;

/** With the type that the system may have left out. */
export function preparePdf(file: File): PreparedImage {
  if (file.size > pdfLimitBytes) {
    throw new FaultError({
      kind: 'file-too-large',
      sizeBytes: file.size,
      limitBytes: pdfLimitBytes,
    });
  }
  return { blob: file.slice(0, file.size, 'application/pdf'), name: file.name };
}

/** Throws `file-too-large`, or `file-invalid` where the browser cannot read it as a picture. */
export async function prepareImage(file: File): Promise<PreparedImage> {
  if (file.size > imageLimitBytes) {
    throw new FaultError({
      kind: 'file-too-large',
      sizeBytes: file.size,
      limitBytes: imageLimitBytes,
    });
  }
  const bitmap = await readBitmap(file);
  try {
    const size = fittedSize(bitmap.width, bitmap.height);
    const isFine = untouchedTypes.has(file.type) && size.width === bitmap.width;
    if (isFine) return { blob: file, name: file.name };
    const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
    return { blob: await draw(bitmap, size, type), name: renamed(file.name, type) };
  } finally {
    bitmap.close();
  }
}

/** The size within the limit, proportions kept; never enlarged. */
export function fittedSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longestSidePx / Math.max(width, height, 1));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

async function readBitmap(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new FaultError({ kind: 'file-invalid', reason: file.name || file.type }, { cause });
  }
}

async function draw(
  bitmap: ImageBitmap,
  size: { width: number; height: number },
  type: string,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, size.width, size.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, type, 0.9);
  });
  if (!blob) throw new FaultError({ kind: 'file-invalid', reason: type });
  return blob;
}

function renamed(name: string, type: string): string {
  const ending = type === 'image/jpeg' ? '.jpg' : '.png';
  return `${name.replace(/\.[a-z0-9]{2,5}$/i, '') || 'image'}${ending}`;
}
