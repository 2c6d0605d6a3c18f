import { createRoot } from 'solid-js';
import { describe, expect, test } from 'vitest';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import { createGgufPick } from '../../../../src/screens/models/create/gguf-file.ts';
import { fileFacts, fileWarning } from '../../../../src/screens/models/create/gguf-words.ts';

await loadWords('create');

/** The smallest file of one tensor: four numbers of 32 bits. */
function aGguf(metadata: Readonly<Record<string, string | number>>, name = 'fern.gguf'): File {
  const parts: (number | bigint | string)[] = [];
  const push = (...values: (number | bigint | string)[]) => parts.push(...values);
  push('GGUF', 3, 1n, BigInt(Object.keys(metadata).length));
  for (const [key, value] of Object.entries(metadata)) {
    push(BigInt(key.length), key);
    if (typeof value === 'string') push(8, BigInt(value.length), value);
    else push(4, value);
  }
  push(1n, 't', 1, 4n, 0, 0n);
  const head = bytesOf(parts);
  const padded = Math.ceil(head.length / 32) * 32;
  const whole = new Uint8Array(padded + 16);
  whole.set(head);
  return new File([whole], name);
}

function bytesOf(parts: readonly (number | bigint | string)[]): Uint8Array {
  const bytes: number[] = [];
  for (const part of parts) {
    if (typeof part === 'string') bytes.push(...new TextEncoder().encode(part));
    else {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, BigInt(part), true);
      const size = typeof part === 'bigint' ? 8 : 4;
      bytes.push(...new Uint8Array(view.buffer, 0, size));
    }
  }
  return Uint8Array.from(bytes);
}

const fern = {
  'general.architecture': 'llama',
  'general.name': 'Fern',
  'general.file_type': 15,
  'llama.context_length': 4096,
};

async function looked(file: File) {
  const pick = createRoot(() => createGgufPick());
  const kept = await pick.pick(file);
  return { look: pick.look(), kept };
}

describe('the head of a picked file', () => {
  test('tells what it is before anything is sent', async () => {
    const { look, kept } = await looked(aGguf(fern));
    expect(kept?.name).toBe('fern.gguf');
    if (look.is !== 'read') throw new Error('it was not read');
    const facts = Object.fromEntries(fileFacts(look));
    expect(facts).toMatchObject({
      Architecture: 'llama',
      'Its name': 'Fern',
      Quantisation: 'Q4_K_M',
      Context: '4,096 tokens',
    });
    expect(fileWarning(look, 'model')).toBeUndefined();
  });

  test.each([
    ['none at all', () => new File(['just text'], 'a.gguf'), 'not-gguf'],
    ['an empty one', () => new File([], 'a.gguf'), 'not-gguf'],
    ['cut in its head', () => new File([aGguf(fern).slice(0, 60)], 'a.gguf'), 'cut'],
    ['cut in its tensors', () => new File([aGguf(fern).slice(0, -1)], 'a.gguf'), 'cut'],
    ['one of several by name', () => aGguf(fern, 'fern-00001-of-00003.gguf'), 'split'],
    ['one of several by its head', () => aGguf({ ...fern, 'split.count': 2 }), 'split'],
  ])('%s is refused', async (_, file, reason) => {
    const { look, kept } = await looked(file());
    expect(kept).toBeUndefined();
    expect(look).toMatchObject({ is: 'refused', fault: { kind: 'gguf-refused', reason } });
  });

  test('an adapter is told from a model, in both places', async () => {
    const adapter = await looked(aGguf({ ...fern, 'general.type': 'adapter' }));
    const model = await looked(aGguf({ ...fern, 'general.type': 'model' }));
    if (adapter.look.is !== 'read' || model.look.is !== 'read') throw new Error('not read');
    expect(fileWarning(adapter.look, 'model')).toContain('adapter');
    expect(fileWarning(adapter.look, 'adapter')).toBeUndefined();
    expect(fileWarning(model.look, 'adapter')).toContain('whole model');
  });

  test('of two picks the later one counts, however long the first takes', async () => {
    const pick = createRoot(() => createGgufPick());
    const first = pick.pick(aGguf(fern, 'first.gguf'));
    const second = pick.pick(aGguf(fern, 'second.gguf'));
    expect(await first).toBeUndefined();
    expect((await second)?.name).toBe('second.gguf');
    const look = pick.look();
    expect(look.is === 'read' && look.file.name).toBe('second.gguf');
  });
});
