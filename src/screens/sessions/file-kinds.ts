/** Which of some files can be attached. Apart from what makes them ready, which is fetched later. */

/** Files that may be pictures: by type, or by name where the system gives no type (HEIC on some). */
export function imageFilesIn(files: Iterable<File>): File[] {
  return [...files].filter(
    (file) => file.type.startsWith('image/') || /\.(heic|heif|avif|webp)$/i.test(file.name),
  );
}

export function isPdf(file: { readonly mediaType: string }): boolean {
  return file.mediaType === 'application/pdf';
}

export function pdfFilesIn(files: Iterable<File>): File[] {
  return [...files].filter((file) => file.type === 'application/pdf' || /\.pdf$/i.test(file.name));
}
