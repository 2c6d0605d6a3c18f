/*
 * A whole language model of some hundred kilobytes, made when a journey needs one: the llama architecture with weights
 * that say the given pieces one after the other, whatever was asked. Attention and feed-forward are there and add nothing.
 */
import { Buffer } from 'node:buffer';

export type SmallModel = {
  /** One token each, so each only once. A number is a single raw byte. */
  readonly says: readonly (string | number)[];
  /** After the last piece the first comes again, until the context is full. */
  readonly isEndless?: boolean;
  readonly contextLength?: number;
  readonly architecture?: string;
  readonly template?: string;
  /** For vectors: those of a text's tokens are averaged. Only pieces of one letter are found in a text. */
  readonly isPooled?: boolean;
};

const width = 128;
const headCount = 4;
const innerWidth = 64;
const types = { u32: 4, i32: 5, f32: 6, flag: 7, text: 8, list: 9 } as const;
const tokenTypes = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;
const endToken = 2;
const firstByte = 3;
const plainTemplate =
  "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";

export function smallModel(model: SmallModel): Buffer {
  const { architecture = 'llama', contextLength = 4096 } = model;
  const { tokens, chain } = vocabulary(model.says);
  if (chain.length >= width) throw new Error('more pieces than there are axes');
  const tensors = weights(tokens.length, chain, model.isEndless ?? false);
  const own = (key: string) => `${architecture}.${key}`;
  const facts = [
    fact('general.architecture', 'text', architecture),
    fact('general.name', 'text', 'small'),
    fact('general.file_type', 'u32', 0),
    fact(own('vocab_size'), 'u32', tokens.length),
    fact(own('context_length'), 'u32', contextLength),
    fact(own('embedding_length'), 'u32', width),
    fact(own('block_count'), 'u32', 1),
    fact(own('feed_forward_length'), 'u32', innerWidth),
    fact(own('attention.head_count'), 'u32', headCount),
    fact(own('attention.head_count_kv'), 'u32', headCount),
    fact(own('attention.layer_norm_rms_epsilon'), 'f32', 1e-5),
    fact(own('rope.dimension_count'), 'u32', width / headCount),
    ...(model.isPooled ? [fact(own('pooling_type'), 'u32', 1)] : []),
    fact('tokenizer.ggml.model', 'text', 'llama'),
    list(
      'tokenizer.ggml.tokens',
      'text',
      tokens.map(({ text }) => text),
    ),
    list(
      'tokenizer.ggml.scores',
      'f32',
      tokens.map((_, at) => -at),
    ),
    list(
      'tokenizer.ggml.token_type',
      'i32',
      tokens.map(({ type }) => tokenTypes[type]),
    ),
    fact('tokenizer.ggml.unknown_token_id', 'u32', 0),
    fact('tokenizer.ggml.bos_token_id', 'u32', 1),
    fact('tokenizer.ggml.eos_token_id', 'u32', endToken),
    fact('tokenizer.ggml.add_space_prefix', 'flag', 0),
    fact('tokenizer.chat_template', 'text', model.template ?? plainTemplate),
  ];
  const heads: Buffer[] = [];
  let offset = 0;
  for (const { name, sizes, values } of tensors) {
    heads.push(textOf(name), u32(sizes.length), ...sizes.map(u64), u32(0), u64(offset));
    offset += padded(values.byteLength);
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(facts.length),
    ...facts,
    ...heads,
  ]);
  const data = tensors.flatMap(({ values }) => [
    Buffer.from(values.buffer),
    Buffer.alloc(padded(values.byteLength) - values.byteLength),
  ]);
  return Buffer.concat([head, Buffer.alloc(padded(head.length) - head.length), ...data]);
}

type Token = { readonly text: string; readonly type: keyof typeof tokenTypes };

function vocabulary(says: SmallModel['says']): { tokens: Token[]; chain: number[] } {
  const tokens: Token[] = [
    { text: '<unk>', type: 'unknown' },
    { text: '<s>', type: 'control' },
    { text: '</s>', type: 'control' },
  ];
  for (let byte = 0; byte < 256; byte += 1) {
    const digits = byte.toString(16).toUpperCase().padStart(2, '0');
    tokens.push({ text: `<0x${digits}>`, type: 'byte' });
  }
  const chain = says.map((piece) => {
    if (typeof piece === 'number') return firstByte + piece;
    return tokens.push({ text: piece.replaceAll(' ', '\u2581'), type: 'normal' }) - 1;
  });
  return { tokens, chain };
}

/** Every piece has an axis of its own, all other tokens share the last one; what comes next is read off the axis. */
function weights(count: number, chain: readonly number[], isEndless: boolean) {
  const embed = new Float32Array(count * width);
  const unembed = new Float32Array(count * width);
  const last = width - 1;
  for (let token = 0; token < count; token += 1) {
    const axis = chain.indexOf(token);
    embed[token * width + (axis < 0 ? last : axis)] = 1;
  }
  const first = chain[0] ?? endToken;
  chain.forEach((_, axis) => {
    const next = chain[axis + 1] ?? (isEndless ? first : endToken);
    unembed[next * width + axis] = 2;
  });
  unembed[first * width + last] = 2;
  const ones = () => new Float32Array(width).fill(1);
  const zeros = (size: number) => new Float32Array(size);
  const square = [width, width];
  return [
    { name: 'token_embd.weight', sizes: [width, count], values: embed },
    { name: 'output_norm.weight', sizes: [width], values: ones() },
    { name: 'output.weight', sizes: [width, count], values: unembed },
    { name: 'blk.0.attn_norm.weight', sizes: [width], values: ones() },
    ...['q', 'k', 'v', 'output'].map((part) => ({
      name: `blk.0.attn_${part}.weight`,
      sizes: square,
      values: zeros(width * width),
    })),
    { name: 'blk.0.ffn_norm.weight', sizes: [width], values: ones() },
    ...['gate', 'up'].map((part) => ({
      name: `blk.0.ffn_${part}.weight`,
      sizes: [width, innerWidth],
      values: zeros(width * innerWidth),
    })),
    {
      name: 'blk.0.ffn_down.weight',
      sizes: [innerWidth, width],
      values: zeros(width * innerWidth),
    },
  ];
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 32) * 32;
}

function number(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
}
const u32 = (value: number) => number(4, (bytes) => bytes.writeUInt32LE(value));
const u64 = (value: number) => number(8, (bytes) => bytes.writeBigUInt64LE(BigInt(value)));

function textOf(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

type FactType = Exclude<keyof typeof types, 'list'>;
type FactValue<Type extends FactType> = Type extends 'text' ? string : number;

function bytesOf(type: FactType, value: string | number): Buffer {
  if (typeof value === 'string') return textOf(value);
  if (type === 'f32') return number(4, (bytes) => bytes.writeFloatLE(value));
  if (type === 'flag') return Buffer.from([value]);
  return number(4, (bytes) => bytes.writeInt32LE(value));
}

function fact<Type extends FactType>(key: string, type: Type, value: FactValue<Type>): Buffer {
  return Buffer.concat([textOf(key), u32(types[type]), bytesOf(type, value)]);
}

function list<Type extends FactType>(
  key: string,
  type: Type,
  values: readonly FactValue<Type>[],
): Buffer {
  const items = values.map((value) => bytesOf(type, value));
  const head = [textOf(key), u32(types.list), u32(types[type]), u64(values.length)];
  return Buffer.concat([...head, ...items]);
}
