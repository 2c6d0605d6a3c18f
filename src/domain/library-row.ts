/** How the rows of the shipped catalogue are written: one line of tags instead of an object for each. */
import type { LibraryModel, LibraryTag } from './library.ts';
import type { Ability } from './model.ts';

/** `8b= 4.9G 128k, 70b 43G 128k`: tag, size, context in units of 1,024 tokens; `=` marks what `latest` is. */
export function libraryRow(
  [name, maker, license]: readonly [name: string, maker: string, license?: string],
  abilities: readonly Ability[],
  tags: string,
  description: string,
): LibraryModel {
  const found = tags.split(', ').map((text) => text.split(' '));
  const latest = found.find(([tag]) => tag?.endsWith('='))?.[0]?.slice(0, -1);
  return {
    name,
    maker,
    description,
    abilities,
    ...(license === undefined ? {} : { license }),
    ...(latest === undefined ? {} : { latest }),
    tags: found.map(([tag = '', size = '', context]) =>
      tagFrom(tag.replace('=', ''), size, context),
    ),
  };
}

function tagFrom(tag: string, size: string, context: string | undefined): LibraryTag {
  const unit = size.endsWith('G') ? 1_000_000_000 : 1_000_000;
  return {
    tag,
    sizeBytes: Math.round(Number(size.slice(0, -1)) * unit),
    ...(context === undefined ? {} : { contextLength: Number(context.slice(0, -1)) * 1024 }),
  };
}
