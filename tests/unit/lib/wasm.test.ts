// Which build of llama.cpp a browser gets: told by what its WebAssembly does, whoever it says it is.
import { expect, test } from 'vitest';
import { wasmWidthOf } from '../../../src/lib/wasm.ts';

type Lack = 'i64' | 'shared' | 'SIMD' | 'exceptions';

/** The real one with parts taken away, and 64-bit memory put in where this Node has none. */
function aWasm(...lacks: Lack[]) {
  const lacksIt = (lack: Lack) => lacks.includes(lack);
  const asked: object[] = [];
  class Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      asked.push(descriptor);
      const isWide = Reflect.get(descriptor, 'address') === 'i64';
      if (isWide && lacksIt('i64')) throw new TypeError('a BigInt is no number');
      if (descriptor.shared === true && lacksIt('shared')) throw new TypeError('not shared');
      if (!isWide) Reflect.construct(WebAssembly.Memory, [descriptor]);
    }
  }
  const validate = (bytes: BufferSource) => {
    const isVector = (bytes as Uint8Array).includes(123);
    if (lacksIt(isVector ? 'SIMD' : 'exceptions')) return false;
    return WebAssembly.validate(bytes);
  };
  return { asked, wasm: { Memory, validate } };
}

test.each<[Lack[], 64 | 32 | undefined]>([
  [[], 64],
  [['i64'], 32],
  [['shared'], undefined],
  [['SIMD'], undefined],
  [['exceptions'], undefined],
  [['i64', 'exceptions'], undefined],
])('without %j: %s', (lacks, width) => {
  expect(wasmWidthOf(aWasm(...lacks).wasm)).toBe(width);
});

test('with all of WebAssembly taken away nothing runs', () => {
  expect(wasmWidthOf(undefined)).toBeUndefined();
});

test('what it tries are whole modules, and memories of one page', () => {
  const { wasm, asked } = aWasm();
  expect(wasmWidthOf(wasm)).toBe(64);
  expect(asked).toEqual([
    { initial: 1, maximum: 1, shared: true },
    { address: 'i64', initial: 1n, maximum: 1n },
  ]);
});
