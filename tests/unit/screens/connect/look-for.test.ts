import { describe, expect, test } from 'vitest';
import {
  addressesToTry,
  asksPermission,
  isSameAddress,
  nearbyAddresses,
  readAddress,
} from '../../../../src/screens/connect/look-for.ts';

const hosted = { origin: 'https://llantern.example', isSecure: true };

function addressesFor(text: string): readonly string[] {
  const read = readAddress(text);
  return read.ok ? addressesToTry(read.address) : [];
}

describe('where to look', () => {
  test('the page looks at its own origin and at the usual ports of this device', () => {
    expect(nearbyAddresses(hosted)).toEqual([
      'https://llantern.example',
      'http://localhost:11434',
      'http://localhost:8080',
      'http://localhost:9931',
      'http://localhost:1234',
      'http://localhost:8000',
    ]);
  });

  test('a page that comes from a usual port does not ask there twice', () => {
    const page = { origin: 'http://localhost:8080', isSecure: true };
    expect(nearbyAddresses(page).filter((each) => each.endsWith(':8080'))).toHaveLength(1);
    const other = { origin: 'http://127.0.0.1:8080', isSecure: true };
    expect(nearbyAddresses(other).filter((each) => each.endsWith(':8080'))).toHaveLength(1);
  });

  test('a page that was opened as a file has no origin to ask', () => {
    expect(nearbyAddresses({ origin: 'null', isSecure: false })).not.toContain('null');
  });

  test('a host alone is tried at the usual ports and as it stands', () => {
    expect(addressesFor('box.local')).toEqual([
      'http://box.local:11434',
      'http://box.local:8080',
      'http://box.local:9931',
      'http://box.local:1234',
      'http://box.local:8000',
      'http://box.local',
    ]);
  });

  test('an address with its port is the only one tried', () => {
    expect(addressesFor('192.168.1.5:11434')).toEqual(['http://192.168.1.5:11434']);
    expect(addressesFor('https://box.example/llm/')).toEqual(['https://box.example/llm']);
  });

  test('an address that cannot be used comes back as its fault', () => {
    expect(readAddress('ftp://box')).toMatchObject({
      ok: false,
      fault: { kind: 'invalid-address', reason: 'scheme' },
    });
  });

  test('the browser asks only on the way into a nearer network', () => {
    const onNetwork = { origin: 'http://192.168.1.2', isSecure: false };
    const here = { origin: 'http://localhost:4000', isSecure: true };
    expect(asksPermission(hosted, 'http://localhost:11434')).toBe(true);
    expect(asksPermission(hosted, 'http://192.168.1.5')).toBe(true);
    expect(asksPermission(hosted, 'https://api.example.com')).toBe(false);
    expect(asksPermission(onNetwork, 'http://192.168.1.5')).toBe(false);
    expect(asksPermission(onNetwork, 'http://localhost')).toBe(true);
    expect(asksPermission(here, 'http://192.168.1.5')).toBe(false);
  });

  test('loopback names and a version path make no other server', () => {
    expect(isSameAddress('http://127.0.0.1:8080', 'http://localhost:8080/v1')).toBe(true);
    expect(isSameAddress('http://localhost:8080', 'http://localhost:8081')).toBe(false);
  });
});
