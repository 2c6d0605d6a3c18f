/** Where an Ollama keeps the public half of its key, and the command that shows it. Pure; a page cannot read that file. */
export const keyPlaces = ['linux-service', 'linux', 'macos', 'windows', 'docker'] as const;
export type KeyPlace = (typeof keyPlaces)[number];

export type KeySource = { readonly path: string; readonly command: string };

export const keySources: Readonly<Record<KeyPlace, KeySource>> = {
  'linux-service': {
    path: '/usr/share/ollama/.ollama/id_ed25519.pub',
    command: 'sudo cat /usr/share/ollama/.ollama/id_ed25519.pub',
  },
  linux: { path: '~/.ollama/id_ed25519.pub', command: 'cat ~/.ollama/id_ed25519.pub' },
  macos: { path: '~/.ollama/id_ed25519.pub', command: 'cat ~/.ollama/id_ed25519.pub | pbcopy' },
  windows: {
    path: '%USERPROFILE%\\.ollama\\id_ed25519.pub',
    command: 'type "%USERPROFILE%\\.ollama\\id_ed25519.pub"',
  },
  docker: {
    path: '/root/.ollama/id_ed25519.pub',
    command: 'docker exec ollama cat /root/.ollama/id_ed25519.pub',
  },
};

/** Where the account's keys are kept. */
export const accountKeysUrl = 'https://ollama.com/settings/keys';

/** `private`: the other half, which must never be pasted anywhere. */
export function readPublicKey(
  text: string,
):
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly reason: 'private' | 'none' } {
  if (/PRIVATE KEY/.test(text)) return { ok: false, reason: 'private' };
  const key = text.trim().replace(/\s+/g, ' ');
  if (key === '') return { ok: true, key: '' };
  return /^ssh-ed25519 [A-Za-z0-9+/]{20,}={0,2}( .*)?$/.test(key) && key.length <= 2000
    ? { ok: true, key }
    : { ok: false, reason: 'none' };
}
