import { describe, expect, test } from 'vitest';
import { codes } from '../../../../src/i18n/en/codes.ts';
import { findCodes } from '../../../../src/screens/help/find-codes.ts';

describe('the codes in the help', () => {
  test.each(['RATE_LIMITED', 'rate-limited', 'rate limited'])('%s finds the code', (query) => {
    expect(findCodes(codes, query).map((row) => row.code)).toContain('RATE_LIMITED');
  });

  test('causes and steps are searched too, and every word counts', () => {
    expect(findCodes(codes, 'preflight header').map((row) => row.code)).toEqual(['HEADER_REFUSED']);
    expect(findCodes(codes, 'preflight zebra')).toEqual([]);
  });

  test('without a query all codes stand there, once and in order', () => {
    const all = findCodes(codes, '').map((row) => row.code);
    expect(all).toEqual([...new Set(all)].toSorted());
    expect(all).toContain('CORS_REFUSED');
  });
});
