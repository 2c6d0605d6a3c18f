/** The answer format as it is being chosen: the texts of kinds not chosen are kept until the dialog closes. */
import type { AnswerFormat } from '../../domain/answer-format.ts';
import { type FormatKind, formatsOf } from '../../domain/answer-format-kinds.ts';
import {
  formatTextLimit,
  grammarTrouble,
  readSchema,
  type SchemaTrouble,
} from '../../domain/answer-format-text.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import type { Preset } from '../../domain/preset.ts';

export type FormatDraft = {
  /** Empty: any text. */
  readonly kind: FormatKind | '';
  readonly schema: string;
  readonly grammar: string;
};

export type FormatTrouble = SchemaTrouble | { readonly kind: 'no-root' | 'too-long' };

export function draftFrom(format: AnswerFormat | undefined): FormatDraft {
  return {
    kind: format?.kind ?? '',
    schema: format?.kind === 'schema' ? format.schema : '',
    grammar: format?.kind === 'grammar' ? format.grammar : '',
  };
}

export function formatFrom({ kind, schema, grammar }: FormatDraft): AnswerFormat | undefined {
  switch (kind) {
    case '':
      return undefined;
    case 'json':
      return { kind };
    case 'schema':
      return { kind, schema };
    case 'grammar':
      return { kind, grammar };
  }
}

export function troubleIn({ kind, schema, grammar }: FormatDraft): FormatTrouble | undefined {
  if (kind !== 'schema' && kind !== 'grammar') return undefined;
  const text = kind === 'schema' ? schema : grammar;
  if (text.length > formatTextLimit) return { kind: 'too-long' };
  if (kind === 'grammar') {
    const trouble = grammarTrouble(text);
    return trouble && { kind: trouble };
  }
  const read = readSchema(text);
  return 'trouble' in read ? read.trouble : undefined;
}

/** Those of the servers that would refuse an answer format of this kind. */
export function serversWithout(
  kind: FormatKind,
  servers: readonly ConnectionView[],
  presetById: (id: string | undefined) => Preset | undefined,
): readonly ConnectionView[] {
  return servers.filter(
    (each) => !formatsOf(each.kind, presetById(each.preset)?.quirks.formats).includes(kind),
  );
}
