/** What a file's head tells, as pairs of words; and what speaks against using it so. */
import { formatBytes, formatDecimal, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import type { GgufLook } from './gguf-file.ts';

type Read = Extract<GgufLook, { is: 'read' }>;

export function fileFacts({ file, header, facts }: Read): readonly (readonly [string, string])[] {
  const t = words().create.file;
  const context = facts.contextLength;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [t.facts.architecture, facts.architecture],
    [t.facts.name, facts.name],
    [t.facts.kind, facts.type === 'model' ? undefined : facts.type],
    [t.facts.size, formatBytes(file.size)],
    [t.facts.parameters, parameterWords(header.parameterCount)],
    [t.facts.quantization, facts.quantization],
    [t.facts.context, context === undefined ? undefined : t.tokens(formatNumber(context))],
  ];
  return pairs.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

/** No reason to refuse it: the server has the last word. */
export function fileWarning({ facts }: Read, use: 'model' | 'adapter'): string | undefined {
  const t = words().create.file;
  const isModel = facts.type === undefined || facts.type === 'model';
  if (use === 'adapter') return isModel && facts.type !== undefined ? t.notAdapter : undefined;
  return isModel ? undefined : t.notModel(facts.type ?? '');
}

function parameterWords(count: number): string {
  const t = words().create.file;
  return count >= 1e9
    ? t.billions(formatDecimal(count / 1e9, 1))
    : t.millions(formatDecimal(count / 1e6, 1));
}
