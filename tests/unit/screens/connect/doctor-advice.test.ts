import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../../src/domain/fault.ts';
import {
  type AdviceFacts,
  adviceFor,
  mayHideKey,
  presetOf,
} from '../../../../src/screens/connect/doctor-advice.ts';
import {
  bestWay,
  hostingCode,
  sharedAddresses,
} from '../../../../src/screens/connect/doctor-hosting.ts';

const url = 'http://192.168.1.4:11434';

function advice(fault: Fault, change: Partial<AdviceFacts> = {}): string[] {
  const items = adviceFor(fault, {
    baseUrl: url,
    kind: 'ollama',
    preset: undefined,
    browser: 'chromium',
    system: 'linux',
    extraHeaders: [],
    ...change,
  });
  return items.map((item) =>
    item.what === 'say' ? item.saying : item.what === 'commands' ? item.topic : item.what,
  );
}

describe('advice', () => {
  test.each([
    [{ browser: 'safari', system: 'ios' }, 'mixedIos'],
    [{ browser: 'safari', system: 'macos' }, 'mixedSafari'],
    [{ browser: 'firefox', system: 'linux' }, 'mixedFirefox'],
    [{ browser: 'chromium', system: 'windows' }, 'mixedChromium'],
  ] as const)('on mixed content in %j', (place, saying) => {
    expect(advice({ kind: 'mixed-content', url }, place)).toEqual([saying, 'hosting']);
  });

  test('on a denied permission names the switch of macOS too', () => {
    const fault = { kind: 'local-network-denied', url } as const;
    expect(advice(fault)).toEqual(['deniedChromium', 'deniedPolicy', 'hosting']);
    expect(advice(fault, { system: 'macos' })).toContain('deniedMacos');
  });

  test('on nothing that listens: start it here, open it up in the network', () => {
    const fault = { kind: 'not-listening', url } as const;
    expect(advice(fault)).toEqual(['firewall', 'listen']);
    expect(advice(fault, { baseUrl: 'http://localhost:11434' })).toEqual(['isRunning', 'start']);
  });

  test('on a refused origin gives the lines, but not for a vendor that answers no page', () => {
    const fault = { kind: 'cors-refused', url, pageOrigin: 'https://x.example' } as const;
    expect(advice(fault)).toEqual(['origins']);
    const baseUrl = 'https://bedrock-runtime.eu-west-1.amazonaws.com';
    const preset = presetOf(undefined, baseUrl);
    expect(preset?.name).toMatch(/Bedrock/);
    expect(advice(fault, { baseUrl, preset })).toEqual(['closed-vendor']);
  });

  test('on a key or the network names what to do about both', () => {
    const fault = { kind: 'key-or-network', url } as const;
    expect(advice(fault)).toEqual(['either', 'origins']);
    const preset = presetOf('openai', 'https://api.openai.com/v1');
    const baseUrl = 'https://api.openai.com/v1';
    expect(advice(fault, { baseUrl, preset })).toEqual(['either', 'key-page', 'blocker']);
  });

  test('on a refused header looks first at those the person added', () => {
    const fault = { kind: 'header-refused', url, header: 'X-Mine' } as const;
    expect(advice(fault, { extraHeaders: ['x-mine'] })).toEqual(['headerOwn']);
    expect(advice(fault)).toEqual(['headerServer', 'headers']);
    expect(advice({ ...fault, header: 'authorization' })).toEqual(['headerKey', 'headers']);
  });
});

describe('a hidden refusal', () => {
  const local = { hasKey: false, needsKey: false, baseUrl: 'http://localhost:8000' };
  test('is possible with a key, and at a known cloud', () => {
    expect(mayHideKey(local, undefined)).toBe(false);
    expect(mayHideKey({ ...local, hasKey: true }, undefined)).toBe(true);
    const baseUrl = 'https://api.openai.com/v1';
    expect(mayHideKey({ ...local, baseUrl }, presetOf(undefined, baseUrl))).toBe(true);
  });

  test('is no excuse for a vendor that answers no page', () => {
    const baseUrl = 'https://integrate.api.nvidia.com/v1';
    expect(mayHideKey({ ...local, hasKey: true, baseUrl }, presetOf(undefined, baseUrl))).toBe(
      false,
    );
  });
});

describe('ways to host', () => {
  const place = { browser: 'chromium', system: 'linux', version: '' } as const;
  test('fit the device: a phone shares the address, the server’s own machine has localhost', () => {
    const fault = { kind: 'mixed-content', url } as const;
    expect(bestWay(fault, url, { ...place, browser: 'safari', system: 'ios' })).toBe('same');
    expect(bestWay(fault, 'http://localhost:8080', place)).toBe('local');
    expect(bestWay({ kind: 'insecure-origin', url }, url, place)).toBe('permission');
  });

  test.each(sharedAddresses)('the lines for %s name the port of the server', (kind) => {
    expect(hostingCode(kind, url)).toContain('11434');
  });
});
