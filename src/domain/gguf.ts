/**
 * Reads the header of a GGUF file piece by piece: metadata, the shapes of its tensors, and how long the file has to be.
 * What it reads is untrusted: every length is checked against the file's size before anything is kept or skipped. Long
 * lists (the tokens) are walked over without being built. Layout: ggml docs/gguf.md, versions 2 and 3.
 */
import { type Fault, FaultError } from './fault.ts';
import { bytesOfTensor } from './gguf-types.ts';

/** Bytes [from, to) of the file; never more than `pieceBytes` at once. */
export type ReadBytes = (from: number, to: number) => Promise<Uint8Array>;

export type GgufValue = string | number | boolean | readonly (number | boolean | string)[];

export type GgufHeader = {
  readonly version: number;
  /** Texts and short lists; what is longer is left out. */
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly tensorCount: number;
  readonly parameterCount: number;
  /** Of the tensors alone. */
  readonly weightsBytes: number;
  /** Where their bytes begin. */
  readonly dataAt: number;
  /** The file is at least this long where it is whole. */
  readonly wholeBytes: number;
};

const pieceBytes = 1_048_576;
const limits = {
  keys: 100_000,
  tensors: 1_000_000,
  keyLength: 65_535,
  nameLength: 4096,
  keptText: 1_048_576,
  keptItems: 1024,
  dimensions: 8,
  /** Tokenisers of today need 5 to 15 MB. */
  headerBytes: 268_435_456,
};

const magic = 0x46554747;
/** Bytes of the number types by their tag; 8 is text, 9 a list. */
const sizeByType: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const textType = 8;
const listType = 9;

/** Throws `gguf-refused`: `not-gguf`, `cut` where the file ends inside its header, `invalid`. */
export async function readGguf(read: ReadBytes, sizeBytes: number): Promise<GgufHeader> {
  const bytes = createCursor(read, sizeBytes);
  if (sizeBytes < 4 || (await bytes.number(4)) !== magic) throw refused('not-gguf');
  const version = await bytes.number(4);
  if (version < 2) throw refused('invalid', 'its version is too old');
  // Also files for machines of the other byte order: their version reads as a huge number.
  if (version > 3) throw refused('invalid', 'its version is not known');
  const tensorCount = await bytes.count(limits.tensors);
  const keyCount = await bytes.count(limits.keys);
  const metadata: Record<string, GgufValue> = Object.create(null);
  for (let at = 0; at < keyCount; at += 1) {
    const key = (await bytes.text(limits.keyLength)) ?? '';
    const value = await readValue(bytes, await bytes.number(4));
    if (value !== undefined) metadata[key] = value;
  }
  const shape = await readTensors(bytes, tensorCount);
  const alignment = numberOf(metadata['general.alignment']) ?? 32;
  if (alignment < 1 || alignment > 65_536)
    throw refused('invalid', 'its alignment is out of range');
  const dataAt = Math.ceil(bytes.at() / alignment) * alignment;
  return {
    version,
    metadata: { ...metadata },
    tensorCount,
    ...shape.sums,
    dataAt,
    wholeBytes: tensorCount === 0 ? bytes.at() : dataAt + shape.endsAt,
  };
}

type Cursor = ReturnType<typeof createCursor>;

async function readTensors(bytes: Cursor, tensorCount: number) {
  const sums = { parameterCount: 0, weightsBytes: 0 };
  let endsAt = 0;
  for (let at = 0; at < tensorCount; at += 1) {
    await bytes.text(limits.nameLength);
    const dimensions = await bytes.number(4);
    if (dimensions > limits.dimensions)
      throw refused('invalid', 'a tensor has too many dimensions');
    let elements = 1;
    for (let axis = 0; axis < dimensions; axis += 1) elements *= await bytes.number(8);
    const type = await bytes.number(4);
    const offset = await bytes.number(8);
    if (!Number.isSafeInteger(elements)) throw refused('invalid', 'a tensor is too large');
    const size = bytesOfTensor(type, elements);
    sums.parameterCount += elements;
    sums.weightsBytes += size ?? 0;
    endsAt = Math.max(endsAt, offset + (size ?? 1));
  }
  return { sums, endsAt };
}

/** `undefined` for what is walked over. */
async function readValue(bytes: Cursor, type: number): Promise<GgufValue | undefined> {
  if (type === textType) return await bytes.text(Number.POSITIVE_INFINITY);
  if (type !== listType) return await readNumber(bytes, type);
  const inner = await bytes.number(4);
  const count = await bytes.count(Number.POSITIVE_INFINITY);
  if (inner === listType) throw refused('invalid', 'a list in a list');
  const size = sizeByType[inner];
  if (size === undefined && inner !== textType) throw refused('invalid', 'an unknown type');
  if (count > limits.keptItems) {
    if (size !== undefined) bytes.skip(count * size);
    else for (let at = 0; at < count; at += 1) bytes.skip(await bytes.number(8));
    return undefined;
  }
  const items: (number | boolean | string)[] = [];
  for (let at = 0; at < count; at += 1) {
    const item = inner === textType ? await bytes.text(4096) : await readNumber(bytes, inner);
    if (item !== undefined) items.push(item);
  }
  return items;
}

async function readNumber(bytes: Cursor, type: number): Promise<number | boolean> {
  const size = sizeByType[type];
  if (size === undefined) throw refused('invalid', 'an unknown type');
  const view = await bytes.view(size);
  switch (type) {
    case 0:
      return view.getUint8(0);
    case 1:
      return view.getInt8(0);
    case 2:
      return view.getUint16(0, true);
    case 3:
      return view.getInt16(0, true);
    case 4:
      return view.getUint32(0, true);
    case 5:
      return view.getInt32(0, true);
    case 6:
      return view.getFloat32(0, true);
    case 7:
      return view.getUint8(0) !== 0;
    case 10:
      return Number(view.getBigUint64(0, true));
    case 11:
      return Number(view.getBigInt64(0, true));
    default:
      return view.getFloat64(0, true);
  }
}

/** Goes forward through the file; a read beyond its end means that it was cut. */
function createCursor(read: ReadBytes, sizeBytes: number) {
  let position = 0;
  let pieceAt = 0;
  let piece = new Uint8Array(0);
  const decoder = new TextDecoder();

  function skip(length: number): void {
    if (!Number.isSafeInteger(length) || length < 0)
      throw refused('invalid', 'a length is too large');
    if (length > sizeBytes - position) throw refused('cut');
    position += length;
    if (position > limits.headerBytes) throw refused('invalid', 'its header is too long');
  }
  async function take(length: number): Promise<Uint8Array> {
    const from = position;
    skip(length);
    if (from < pieceAt || position > pieceAt + piece.length) {
      pieceAt = from;
      piece = new Uint8Array(
        await read(from, Math.min(sizeBytes, from + Math.max(length, pieceBytes))),
      );
      if (piece.length < length) throw refused('cut');
    }
    return piece.subarray(from - pieceAt, position - pieceAt);
  }
  async function view(length: number): Promise<DataView> {
    const bytes = await take(length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  async function number(length: 4 | 8): Promise<number> {
    const bytes = await view(length);
    return length === 4 ? bytes.getUint32(0, true) : Number(bytes.getBigUint64(0, true));
  }
  /** Each of so many things takes a byte at least. */
  async function count(limit: number): Promise<number> {
    const told = await number(8);
    if (told > limit) throw refused('invalid', 'a count is too large');
    if (told > sizeBytes - position) throw refused('cut');
    return told;
  }
  /** A longer text than may be kept is walked over; one longer than `limit` is refused. */
  async function text(limit: number): Promise<string | undefined> {
    const length = await number(8);
    if (length > limit) throw refused('invalid', 'a name is too long');
    if (length <= limits.keptText) return decoder.decode(await take(length));
    skip(length);
    return undefined;
  }
  return { at: () => position, skip, view, number, count, text };
}

function numberOf(value: GgufValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function refused(
  reason: Extract<Fault, { kind: 'gguf-refused' }>['reason'],
  message = '',
  cause?: unknown,
): FaultError {
  return new FaultError({ kind: 'gguf-refused', reason, message }, { cause });
}
