import { expect, test } from 'vitest';
import { jobs } from '../../../src/providers/browser/jobs.ts';
import { aGguf } from '../domain/gguf-makers.ts';
import { aBrowser, aHost, follow, type HostedFile, sha256Of } from './file-host.ts';
import { never } from './maker.ts';

const hub = 'https://hub.test';
const settings = { hubUrl: hub };
const repo = 'bay/Fern-GGUF';
const small = aGguf({ 'general.architecture': 'llama', 'general.name': 'small' });
const large = aGguf({ 'general.architecture': 'llama', 'general.name': 'the larger one' });
const fields = ['downloads', 'likes', 'gated', 'lastModified', 'pipeline_tag', 'tags', 'gguf'];

function aHub(
  files: Readonly<Record<string, HostedFile & { sha256?: string }>>,
  about: object = {},
) {
  const query = fields.map((field) => `expand=${field}`).join('&');
  const tree = Object.entries(files).map(([path, { bytes, sha256 }]) => ({
    type: 'file',
    path,
    size: bytes.length,
    lfs: { size: bytes.length, oid: sha256 ?? sha256Of(bytes) },
  }));
  const empty = new Uint8Array(0);
  return aHost({
    [`${hub}/api/models/${repo}?${query}`]: {
      bytes: empty,
      json: { id: repo, gated: false, tags: ['license:apache-2.0'], ...about },
    },
    [`${hub}/api/models/${repo}/tree/main?recursive=true`]: { bytes: empty, json: tree },
    ...Object.fromEntries(
      Object.entries(files).map(([path, file]) => [`${hub}/${repo}/resolve/main/${path}`, file]),
    ),
  });
}
const both = {
  'fern-Q4_K_M.gguf': { bytes: small },
  'fern-Q8_0.gguf': { bytes: large },
};
const pull = (at: Parameters<typeof jobs.pull>[0], name: string) =>
  follow(jobs.pull(at, name, never));

test.each([
  [`hf.co/${repo}`, 'fern-Q4_K_M.gguf'],
  [`hf.co/${repo}:latest`, 'fern-Q4_K_M.gguf'],
  [`hf.co/${repo}:q8_0`, 'fern-Q8_0.gguf'],
  [`hf.co/${repo}/fern-Q8_0.gguf`, 'fern-Q8_0.gguf'],
])('%s is %s, under the name it was asked by', async (name, file) => {
  const browser = aBrowser(aHub(both), { settings });
  expect((await pull(browser.at, name)).fault).toBeUndefined();
  expect(await browser.models.list()).toMatchObject([
    {
      name,
      source: { kind: 'hub', repo },
      state: 'ready',
      license: 'apache-2.0',
      files: [{ name: file }],
    },
  ]);
});

test('a file that is not what its SHA-256 says is deleted, and said so', async () => {
  const wrong = { ...both, 'fern-Q4_K_M.gguf': { bytes: small, sha256: 'a'.repeat(64) } };
  const browser = aBrowser(aHub(wrong), { settings });
  const { fault } = await pull(browser.at, `hf.co/${repo}`);
  expect(fault).toEqual({ kind: 'digest-mismatch', work: 'kept' });
  expect(browser.directory.files()).toEqual({});
});

test('bytes that were damaged on the disk are found out when it goes on', async () => {
  const host = aHub({ 'fern-Q4_K_M.gguf': { bytes: small, cuts: [100] } });
  const browser = aBrowser(host, { settings });
  const name = `hf.co/${repo}`;
  await pull(browser.at, name);
  const { files } = await browser.models.store();
  await files.removeFile(name, 'fern-Q4_K_M.gguf');
  const writer = await files.append(name, 'fern-Q4_K_M.gguf');
  await writer.write(new Uint8Array(100));
  await writer.close();
  expect((await pull(browser.at, name)).fault).toMatchObject({ kind: 'digest-mismatch' });
  expect((await pull(browser.at, name)).fault).toBeUndefined();
});

test('what changed on the hub since the last attempt is fetched anew', async () => {
  const browser = aBrowser(aHub({ 'fern-Q4_K_M.gguf': { bytes: small, cuts: [100] } }), {
    settings,
  });
  const name = `hf.co/${repo}`;
  await pull(browser.at, name);
  const newer = aHub({ 'fern-Q4_K_M.gguf': { bytes: large } });
  const at = { ...browser.at, fetcher: newer.fetcher };
  expect((await pull(at, name)).fault).toBeUndefined();
  expect((await browser.models.list())[0]?.files[0]?.sha256).toBe(sha256Of(large));
});

test('a model behind terms, a missing one, and a missing part are told before anything comes', async () => {
  const fault = async (host: ReturnType<typeof aHub>, name: string) =>
    (await pull(aBrowser(host, { settings }).at, name)).fault;
  expect(await fault(aHub(both, { gated: 'manual' }), `hf.co/${repo}`)).toMatchObject({
    reason: 'terms',
  });
  expect(await fault(aHub(both), `hf.co/${repo}:IQ2_M`)).toMatchObject({ reason: 'absent' });
  expect(await fault(aHub(both), 'hf.co/bay/Nothing')).toMatchObject({ reason: 'absent' });
  const split = aHub({ 'fern-Q4_0-00001-of-00002.gguf': { bytes: small } });
  expect(await fault(split, `hf.co/${repo}`)).toMatchObject({
    kind: 'gguf-refused',
    reason: 'split',
  });
});

test('where the house forbids the hub, it is not asked', async () => {
  const host = aHub(both);
  const browser = aBrowser(host, { settings: { ...settings, hubAllowed: false } });
  expect((await pull(browser.at, `hf.co/${repo}`)).fault).toMatchObject({ kind: 'unsupported' });
  expect(host.asked).toEqual([]);
});
