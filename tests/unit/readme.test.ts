// What the README says of servers and services is what the app knows of them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { presets } from '../../src/domain/presets.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

const answers = {
  yes: 'yes',
  'with-setting': 'once it is switched on',
  unproven: 'not proved',
  no: 'no',
};

test.each(presets)('the README tells what is known of $name', ({ name, reach }) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${name} |`));
  expect(row).toContain(`| ${answers[reach.answers]} | ${reach.asOf}, ${reach.evidence} |`);
});

test('the README counts them right', () => {
  expect(readme).toContain(`${presets.length} servers and services are known`);
});
