/** Presets as they are offered: found by words, and with the gap of their address filled. Pure. */
import type { ProviderKind } from '../../domain/connection.ts';
import type { PageKind } from '../../domain/page-kinds.ts';
import type { Preset } from '../../domain/preset.ts';

/** Every word must occur in the name or the address. */
export function findPresets(presets: readonly Preset[], query: string): readonly Preset[] {
  const parts = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return presets.filter(({ id, name, baseUrl }) => {
    const text = `${name} ${id} ${baseUrl}`.toLocaleLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

/** `resource` of `https://{resource}.example.com`. */
export function gapOf(baseUrl: string): string | undefined {
  return /\{([a-z-]+)\}/i.exec(baseUrl)?.[1];
}

/** A name as it stands in a host; a whole address pasted there gives its own. */
export function fillGap(baseUrl: string, typed: string): string | undefined {
  const [before = '', after = ''] = baseUrl.split(/\{[a-z-]+\}/i);
  const text = typed.trim();
  const host = text.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, '');
  const end = after.replace(/\/.*$/, '');
  const name = end !== '' && host.endsWith(end) ? host.slice(0, -end.length) : text;
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)
    ? `${before}${name}${after}`
    : undefined;
}

/** Deployments and the like: nothing lists the models, so they are typed. */
export function needsModels({ quirks }: Preset): boolean {
  return quirks.modelsPath === null && quirks.fixedModels === undefined;
}

/** What can be added beside the table. */
export type OtherChoice = 'custom' | 'plain' | PageKind;

/** What a choice of the card opens: a preset, or one of the others. */
export type ServerChoice =
  | { readonly is: 'preset'; readonly preset: Preset }
  | { readonly is: OtherChoice };

/** Dialects for a server that no preset knows. */
export const customKinds: readonly ProviderKind[] = [
  'openai',
  'responses',
  'anthropic',
  'gemini',
  'ollama',
  'llama-server',
];
