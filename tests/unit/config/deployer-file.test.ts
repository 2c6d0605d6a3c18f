import { describe, expect, test } from 'vitest';
import { readDeployerFile } from '../../../src/config/deployer-file.ts';

const read = (value: unknown) => readDeployerFile(JSON.stringify(value));

describe('the deployer’s file', () => {
  test('brings connections under ids of their own, marked as deployed', () => {
    const { connections, faults } = read({
      connections: [
        { kind: 'ollama', name: 'Box in the Hall', baseUrl: '192.168.1.5:11434' },
        { id: 'gpu', kind: 'llama-server', name: 'GPU', baseUrl: 'http://gpu:8080/', order: 7 },
      ],
    });
    expect(faults).toEqual([]);
    expect(connections).toMatchObject([
      {
        id: 'deployed:box-in-the-hall',
        baseUrl: 'http://192.168.1.5:11434',
        isDeployed: true,
        enabled: true,
      },
      { id: 'deployed:gpu', baseUrl: 'http://gpu:8080', isDeployed: true },
    ]);
    expect(connections[0]?.order).toBeLessThan(connections[1]?.order ?? 0);
  });

  test('with one bad connection keeps the others and names the bad one', () => {
    const { connections, settings, faults } = read({
      connections: [
        { kind: 'ollama', name: 'Good', baseUrl: 'http://good:11434' },
        { kind: 'ollama', name: 'Bad', baseUrl: 'ftp://bad' },
        { kind: 'telepathy', name: 'Worse', baseUrl: 'http://worse' },
        'not even an object',
      ],
      settings: { idleSeconds: 30 },
    });
    expect(connections.map((each) => each.name)).toEqual(['Good']);
    expect(settings).toEqual({ idleSeconds: 30 });
    expect(faults.map((each) => each.kind === 'config-invalid' && each.place)).toEqual([
      'connections[1]',
      'connections[2]',
      'connections[3]',
    ]);
  });

  test('refuses a connection that carries a key, and does not repeat it', () => {
    const { connections, faults } = read({
      connections: [
        { kind: 'openai', name: 'Cloud', baseUrl: 'https://api.example', apiKey: 'sk-canary' },
      ],
    });
    expect(connections).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(JSON.stringify(faults)).not.toContain('canary');
  });

  test('refuses a credential in an address without repeating it', () => {
    const { connections, faults } = read({
      connections: [{ kind: 'openai', name: 'Proxy', baseUrl: 'http://me:canary@box:8000' }],
    });
    expect(connections).toEqual([]);
    expect(JSON.stringify(faults)).not.toContain('canary');
  });

  test('takes an id once', () => {
    const twice = { id: 'a', kind: 'ollama', name: 'A', baseUrl: 'http://a' };
    const { connections, faults } = read({ connections: [twice, twice] });
    expect(connections).toHaveLength(1);
    expect(faults).toHaveLength(1);
  });

  test('locks only settings that it sets, and leaves out values they cannot have', () => {
    const { settings, locked, faults } = read({
      settings: { requestsPerOrigin: 2, mode: 'purple', sessions: 3 },
      locked: ['requestsPerOrigin', 'sendKey'],
    });
    expect(settings).toEqual({ requestsPerOrigin: 2 });
    expect(locked).toEqual(['requestsPerOrigin']);
    expect(faults).toHaveLength(3);
  });

  test.each(['', 'nonsense', '[]', '"text"', 'null'])(
    'that is %j says so and gives nothing',
    (text) => {
      expect(readDeployerFile(text)).toMatchObject({
        connections: [],
        settings: {},
        faults: [{ kind: 'config-invalid', place: '' }],
      });
    },
  );

  test('brings a catalogue of models to find', () => {
    const rows = [{ name: 'kelp', tags: [{ tag: '4b', sizeBytes: 5 }] }];
    const { library, faults } = read({ library: { asOf: '2026-09-01', rows } });
    expect(faults).toEqual([]);
    expect(library).toMatchObject({ asOf: '2026-09-01', rows });
  });

  test('leaves out a catalogue that cannot be used, says where, and keeps the rest', () => {
    const { library, settings, faults } = read({
      settings: { idleSeconds: 30 },
      library: { asOf: '2026-09-01', rows: [{ name: 'a b' }] },
    });
    expect(library).toBeUndefined();
    expect(settings).toEqual({ idleSeconds: 30 });
    expect(faults).toEqual([
      { kind: 'config-invalid', place: 'library.rows.0.name', reason: 'no name of a model' },
    ]);
  });
});
