import { createSignal, Show } from 'solid-js';
import { type FormatKind, formatKinds } from '../../domain/answer-format-kinds.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { type FormatDraft, serversWithout, troubleIn } from './answer-format-draft.ts';

export type AnswerFormatFieldProps = {
  readonly draft: FormatDraft;
  /** Those that may answer. */
  readonly servers: readonly ConnectionView[];
  readonly onChange: (draft: FormatDraft) => void;
};

const schemaExample = `{
  "type": "object",
  "properties": {
    "name": { "type": "string" },
    "count": { "type": "integer" }
  },
  "required": ["name", "count"],
  "additionalProperties": false
}`;
const grammarExample = 'root ::= "yes" | "no"';

/** What form the answers must have, and the text that says it. A format that no server takes here can be chosen, and is told. */
export function AnswerFormatField(props: AnswerFormatFieldProps) {
  const text = () => words().later.format;
  const [presets, setPresets] = createSignal<typeof import('../../domain/presets.ts')>();
  import('../../domain/presets.ts').then(
    (loaded) => setPresets(() => loaded),
    () => undefined, // then a server is judged by its kind alone
  );
  const hint = () => {
    const { kind } = props.draft;
    if (kind === '') return text().hints.any;
    const without = serversWithout(kind, props.servers, (id) => presets()?.presetById(id));
    if (without.length === 0) return text().hints[kind];
    const names = without.map((each) => each.name).join(', ');
    return without.length === props.servers.length
      ? text().refuses(names, text().lacking[kind])
      : text().passedOver(names, text().lacking[kind]);
  };
  const isEmpty = () => troubleIn(props.draft)?.kind === 'empty';
  /** An empty box is told what belongs there, which is no reproach. */
  const error = () => {
    const trouble = troubleIn(props.draft);
    if (!trouble || trouble.kind === 'empty') return undefined;
    if (trouble.kind === 'not-json' && trouble.line !== undefined) {
      return text().notJsonAt(String(trouble.line), String(trouble.column));
    }
    return text().errors[trouble.kind];
  };
  const area = (kind: 'schema' | 'grammar') => (
    <Show when={props.draft.kind === kind}>
      <Field
        label={text()[kind]}
        hint={isEmpty() ? text().errors.empty : undefined}
        error={error()}
      >
        {(slot) => (
          <TextArea
            {...slot}
            mono
            rows={kind === 'schema' ? 9 : 4}
            spellcheck={false}
            autocapitalize="off"
            placeholder={kind === 'schema' ? schemaExample : grammarExample}
            value={props.draft[kind]}
            onInput={(typed) => props.onChange({ ...props.draft, [kind]: typed })}
          />
        )}
      </Field>
    </Show>
  );
  return (
    <>
      <Field label={text().label} hint={hint()}>
        {(slot) => (
          <Select
            {...slot}
            value={props.draft.kind}
            onPick={(picked) => props.onChange({ ...props.draft, kind: kindFrom(picked) })}
            options={[
              { value: '', label: text().any },
              ...formatKinds.map((kind) => ({ value: kind, label: text().kinds[kind] })),
            ]}
          />
        )}
      </Field>
      {area('schema')}
      {area('grammar')}
    </>
  );
}

function kindFrom(picked: string): FormatKind | '' {
  return formatKinds.find((each) => each === picked) ?? '';
}
