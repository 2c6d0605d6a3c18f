/** Writes small GGUF files: what a test wants of one, byte by byte. */

type Value = number | string | readonly (number | string)[];

export type Writer = {
  readonly u32: (value: number) => Writer;
  readonly u64: (value: number) => Writer;
  readonly text: (value: string) => Writer;
  readonly bytes: (count: number) => Writer;
  readonly length: () => number;
};

/** The magic number, then what `write` writes. */
export function ggufBytes(write: (to: Writer) => unknown): Uint8Array<ArrayBuffer> {
  const out: number[] = [...new TextEncoder().encode('GGUF')];
  const le = (value: bigint, bytes: number) => {
    for (let at = 0; at < bytes; at += 1) out.push(Number((value >> BigInt(8 * at)) & 255n));
  };
  const to: Writer = {
    u32: (value) => {
      le(BigInt(value), 4);
      return to;
    },
    u64: (value) => {
      le(BigInt(value), 8);
      return to;
    },
    text: (value) => {
      const bytes = new TextEncoder().encode(value);
      le(BigInt(bytes.length), 8);
      out.push(...bytes);
      return to;
    },
    bytes: (count) => {
      for (let at = 0; at < count; at += 1) out.push(at & 255);
      return to;
    },
    length: () => out.length,
  };
  write(to);
  return new Uint8Array(out);
}

/** A whole file with two tensors. Numbers are written as u32. */
export function aGguf(change: Readonly<Record<string, Value>> = {}): Uint8Array<ArrayBuffer> {
  const metadata: Record<string, Value> = {
    'general.architecture': 'fern',
    'general.name': 'Fern 4B',
    'general.file_type': 15,
    'fern.context_length': 32_768,
    'fern.block_count': 36,
    'fern.embedding_length': 2560,
    'fern.attention.head_count': 32,
    'fern.attention.head_count_kv': 8,
    ...change,
  };
  const tensors = [
    { name: 'token_embd.weight', shape: [64], type: 0, bytes: 64 * 4 },
    { name: 'blk.0.attn_q.weight', shape: [64, 4], type: 12, bytes: 144 },
  ];
  return ggufBytes((to) => {
    to.u32(3).u64(tensors.length).u64(Object.keys(metadata).length);
    for (const [key, value] of Object.entries(metadata)) {
      to.text(key);
      if (typeof value === 'string') to.u32(8).text(value);
      else if (typeof value === 'number') to.u32(4).u32(value);
      else {
        to.u32(9)
          .u32(typeof value[0] === 'string' ? 8 : 4)
          .u64(value.length);
        for (const item of value) {
          if (typeof item === 'string') to.text(item);
          else to.u32(item);
        }
      }
    }
    let offset = 0;
    for (const { name, shape, type, bytes } of tensors) {
      to.text(name).u32(shape.length);
      for (const size of shape) to.u64(size);
      to.u32(type).u64(offset);
      offset += Math.ceil(bytes / 32) * 32;
    }
    to.bytes((32 - (to.length() % 32)) % 32);
    for (const { bytes } of tensors) {
      const isLast = bytes === 144;
      to.bytes(isLast ? bytes : Math.ceil(bytes / 32) * 32);
    }
  });
}
