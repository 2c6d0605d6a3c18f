import { describe, expect, test } from 'vitest';
import { decodeEntities } from '../../../src/ui/markdown/entities.ts';
import { safeImage, safeLink, screenLink } from '../../../src/ui/markdown/safe-url.ts';

describe('safe addresses', () => {
  test('let web and mail links through', () => {
    expect(safeLink('https://a.example/x?y#z')).toBe('https://a.example/x?y#z');
    expect(safeLink('mailto:a@b.example')).toBe('mailto:a@b.example');
  });

  for (const href of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    '//a.example',
    '/local',
    '#fragment',
    '',
  ]) {
    test(`refuse ${JSON.stringify(href)}`, () => {
      expect(safeLink(href)).toBeUndefined();
    });
  }

  test('open screens of ours, but none with a query', () => {
    for (const href of ['#/', '#/connect', '#/help#hosting', '#/models/find', '#/settings/vault']) {
      expect(screenLink(href)).toBe(href);
    }
    for (const href of ['#/connect?add=x', '#/s/0123', '#/models/x', '#connect', '/#/connect']) {
      expect(screenLink(href)).toBeUndefined();
    }
  });

  test('tell pictures in the text from pictures elsewhere', () => {
    expect(safeImage('data:image/png;base64,AAAA')?.kind).toBe('inline');
    expect(safeImage('https://a.example/b.png')).toMatchObject({
      kind: 'remote',
      host: 'a.example',
    });
    expect(safeImage('data:image/svg+xml;base64,AAAA')).toBeUndefined();
    expect(safeImage('data:text/html;base64,AAAA')).toBeUndefined();
    expect(safeImage('javascript:alert(1)')).toBeUndefined();
  });
});

describe('character references', () => {
  test('become their characters, by name and number', () => {
    expect(decodeEntities('&lt;b&gt; &amp;amp; &#65;&#x42; &hellip;')).toBe('<b> &amp; AB …');
  });

  test('stay as typed where unknown or unfinished', () => {
    expect(decodeEntities('&nonsense; &amp &constructor; a & b')).toBe(
      '&nonsense; &amp &constructor; a & b',
    );
  });

  test('never make a lone surrogate, null or a number beyond Unicode', () => {
    expect(decodeEntities('&#0;&#xD800;&#9999999;')).toBe('\ufffd\ufffd\ufffd');
  });
});
