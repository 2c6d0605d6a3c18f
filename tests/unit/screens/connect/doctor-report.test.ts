import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../../src/domain/fault.ts';
import {
  buildReport,
  type ReportInput,
  reportText,
} from '../../../../src/screens/connect/doctor-report.ts';

const canary = 'CANARY4711';

function anInput(change: Partial<ReportInput> = {}): ReportInput {
  return {
    connection: {
      kind: 'openai',
      baseUrl: 'http://box.example:8000/v1',
      hasKey: true,
      liesIn: 'network',
    },
    page: { origin: 'https://llantern.example', isSecure: true },
    browser: { browser: 'chromium', system: 'linux', version: '156' },
    findings: {},
    build: '0.1.0+abc',
    at: 0,
    showsHost: false,
    ...change,
  };
}

describe('a report', () => {
  test('holds every rung in order, and the code of what went wrong', () => {
    const report = buildReport(
      anInput({
        findings: {
          reachable: { rung: 'reachable', state: 'good', tookMs: 12.4 },
          preflight: {
            rung: 'preflight',
            state: 'bad',
            fault: { kind: 'header-refused', url: 'http://box.example', header: 'x-api-key' },
          },
        },
      }),
    );
    expect(report.rungs).toHaveLength(12);
    expect(report.rungs).toContainEqual({ rung: 'reachable', state: 'good', tookMs: 12 });
    expect(report.rungs).toContainEqual({
      rung: 'preflight',
      state: 'bad',
      code: 'HEADER_REFUSED',
      header: 'x-api-key',
    });
    expect(report.rungs.at(-1)).toEqual({ rung: 'first-token', state: 'not-reached' });
  });

  test('hides the host unless it is to be shown', () => {
    expect(reportText(anInput())).not.toContain('box.example');
    expect(reportText(anInput())).not.toContain('llantern.example');
    expect(buildReport(anInput({ showsHost: true })).server['host']).toBe('box.example');
  });

  test('tells neither path nor query nor credentials of an address', () => {
    const baseUrl = `http://${canary}:${canary}@box.example:8000/${canary}?key=${canary}#${canary}`;
    const { connection } = anInput();
    const input = anInput({ connection: { ...connection, baseUrl }, showsHost: true });
    expect(reportText(input)).not.toContain(canary);
    expect(buildReport(input).server).toMatchObject({ port: 8000, hasPath: true });
  });

  test.each<Fault>([
    { kind: 'key-wanted', url: `http://x/?${canary}`, message: canary, wasSent: true },
    { kind: 'refused', status: 400, message: canary },
    { kind: 'server-error', status: 500, message: canary },
    { kind: 'stream-error', message: canary },
    { kind: 'unreadable', line: canary, message: canary },
    { kind: 'not-a-model-server', url: `http://${canary}`, found: canary },
    { kind: 'not-listening', url: `http://${canary}`, alternative: `http://${canary}` },
    { kind: 'cors-refused', url: `http://${canary}`, pageOrigin: `http://${canary}` },
    { kind: 'model-missing', model: canary, message: canary },
    { kind: 'unexpected', message: canary },
  ])('of $kind holds none of the words that came with it', (fault) => {
    const text = reportText(anInput({ findings: { key: { rung: 'key', state: 'bad', fault } } }));
    expect(text).not.toContain(canary);
    expect(text).toContain(fault.kind.toUpperCase().replaceAll('-', '_'));
  });

  test('takes named facts only, and each only in a harmless form', () => {
    const facts = {
      version: `9.9 key=sk-${canary}`,
      headers: `Bearer sk-${'a'.repeat(40)}`,
      model: canary,
      authorization: canary,
      count: 3,
    };
    const finding = { rung: 'models', state: 'good', facts } as const;
    const text = reportText(anInput({ findings: { models: finding } }));
    expect(text).not.toContain(canary);
    expect(text).not.toContain('sk-');
    expect(text).toContain('"count": 3');
  });
});
