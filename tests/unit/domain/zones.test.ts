import { expect, test } from 'vitest';
import { zoneOf } from '../../../src/domain/address.ts';

test.each([
  ['http://localhost:11434', 'device'],
  ['http://app.localhost', 'device'],
  ['http://127.0.0.1:8080', 'device'],
  ['http://127.9.9.9', 'device'],
  ['http://[::1]:8080', 'device'],
  ['browser://built-in', 'device'],
  ['http://10.1.2.3', 'network'],
  ['http://172.16.0.1', 'network'],
  ['http://192.168.1.40:11434', 'network'],
  ['http://100.64.0.7', 'network'],
  ['http://[fd00::1]', 'network'],
  ['http://box', 'network'],
  ['http://box.local', 'network'],
  ['http://172.32.0.1', 'outside'],
  ['http://100.128.0.1', 'outside'],
  ['http://8.8.8.8', 'outside'],
  ['https://api.example.com', 'outside'],
  ['http://[2001:db8::1]', 'outside'],
])('%s lies in the zone %s', (address, zone) => {
  expect(zoneOf(address)).toBe(zone);
});

test.each([
  'https://127.evil.example',
  'https://127.0.0.1.evil.example',
  'https://10.evil.example',
  'https://10.0.0.1.evil.example',
  'https://192.168.evil.example',
  'https://172.16.evil.example',
  'https://100.64.evil.example',
  'https://localhost.evil.example',
  'https://box.local.evil.example',
])('the name of %s does not make it a near one', (address) => {
  expect(zoneOf(address)).toBe('outside');
});
