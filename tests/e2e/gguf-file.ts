/* GGUF files of one tensor, by the format's own layout. */
import { Buffer } from 'node:buffer';

/** All that stands before the tensor's data, padded to where they begin. `values` is how many F32 there are. */
export function ggufHead(architecture: string, values: number): Buffer {
  const u64 = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value: string) => Buffer.concat([u64(value.length), Buffer.from(value)]);
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(1),
    u64(1),
    text('general.architecture'),
    u32(8),
    text(architecture),
    text('t'),
    u32(1),
    u64(values),
    u32(0),
    u64(0),
  ]);
  return Buffer.concat([head, Buffer.alloc(Math.ceil(head.length / 32) * 32 - head.length)]);
}

/** A whole one, or what a person may take for one. */
export function gguf(architecture: string): Buffer {
  return Buffer.concat([ggufHead(architecture, 4), Buffer.alloc(16)]);
}
