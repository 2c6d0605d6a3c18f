import { describe, expect, test } from 'vitest';
import { FaultError } from '../../../../src/domain/fault.ts';
import { createImport, importLimitBytes } from '../../../../src/screens/settings/create-import.ts';

const counts = {
  sessionsNew: 3,
  sessionsExisting: 2,
  messages: 41,
  connectionsNew: 1,
  connectionsMatched: 0,
  attachments: 0,
};

type Call = Parameters<typeof createImport>[0];

/** Answers as the engine would, and keeps the names of what it was asked. */
function anEngine(preview: () => unknown = () => counts) {
  const asked: string[] = [];
  const call = (async (name: string) => {
    asked.push(name);
    return name === 'backup.preview' ? preview() : { sessions: 3, skipped: 2 };
  }) as Call;
  return { asked, call };
}

const file = new File(['{}'], 'sessions.json');

describe('an import', () => {
  test('a picked file is only looked at', async () => {
    const { asked, call } = anEngine();
    const importing = createImport(call);
    await importing.look(file);
    expect(importing.now()).toEqual({ step: 'looked', name: 'sessions.json', counts });
    expect(asked).toEqual(['backup.preview']);
  });

  test('the confirmed file is written and counted', async () => {
    const importing = createImport(anEngine().call);
    await importing.look(file);
    await importing.confirm();
    expect(importing.now()).toEqual({ step: 'done', sessions: 3, skipped: 2 });
  });

  test('nothing is written without a look', async () => {
    const { asked, call } = anEngine();
    await createImport(call).confirm();
    expect(asked).toEqual([]);
  });

  test('a file above the limit is refused without being read', async () => {
    const { asked, call } = anEngine();
    const importing = createImport(call);
    const large = new File([], 'large.json');
    Object.defineProperty(large, 'size', { value: importLimitBytes + 1 });
    await importing.look(large);
    expect(importing.now()).toMatchObject({ step: 'failed', fault: { kind: 'file-too-large' } });
    expect(asked).toEqual([]);
  });

  test('a file that does not pass is refused with its reason', async () => {
    const importing = createImport(
      anEngine(() => {
        throw new FaultError({ kind: 'file-invalid', reason: 'no sessions' });
      }).call,
    );
    await importing.look(file);
    expect(importing.now()).toMatchObject({
      step: 'failed',
      fault: { kind: 'file-invalid', reason: 'no sessions' },
    });
  });

  test('cancel forgets the file', async () => {
    const { asked, call } = anEngine();
    const importing = createImport(call);
    await importing.look(file);
    importing.cancel();
    await importing.confirm();
    expect(importing.now()).toEqual({ step: 'idle' });
    expect(asked).toEqual(['backup.preview']);
  });
});
