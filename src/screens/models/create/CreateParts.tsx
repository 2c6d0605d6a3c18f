import { type JSX, Show } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import type { Creating } from './create-creating.ts';
import styles from './Fields.module.css';
import { GgufField } from './GgufField.tsx';
import { MessageRows } from './MessageRows.tsx';
import { ParameterRows } from './ParameterRows.tsx';
import { QuantizeField } from './QuantizeField.tsx';

export type CreatePartsProps = {
  readonly creating: Creating;
  readonly wasSent: boolean;
};

/** Everything a model may carry, each part closed until it is wanted; the line says how it stands. */
export function CreateParts(props: CreatePartsProps) {
  const t = () => words().create;
  const form = () => props.creating.form();
  const count = (many: number) => (many === 0 ? t().states.inherited : t().states.count(many));
  const isSet = (text: string) => (text === '' ? t().states.inherited : t().states.set);
  const adapterCount = () => Object.keys(form().adapters).length + (form().picked === '' ? 0 : 1);
  return (
    <div>
      <Part title={t().parts.prompt} state={isSet(form().system)} isOpen>
        <Field label={t().system} labelHidden hint={t().systemHint}>
          {(slot) => (
            <TextArea
              {...slot}
              rows={4}
              value={form().system}
              onInput={(system) => props.creating.change({ system })}
            />
          )}
        </Field>
      </Part>
      <Part
        title={t().parts.parameters}
        state={count(form().parameters.length)}
        isOpen={form().parameters.length > 0}
      >
        <ParameterRows creating={props.creating} wasSent={props.wasSent} />
      </Part>
      <Part title={t().parts.messages} state={count(form().messages.length)}>
        <MessageRows creating={props.creating} />
      </Part>
      <Part title={t().parts.template} state={isSet(form().template)}>
        <Field label={t().template} labelHidden hint={t().templateHint}>
          {(slot) => (
            <TextArea
              {...slot}
              mono
              rows={6}
              spellcheck={false}
              value={form().template}
              onInput={(template) => props.creating.change({ template })}
            />
          )}
        </Field>
      </Part>
      <Part title={t().parts.license} state={isSet(form().license)}>
        <Field label={t().license} labelHidden hint={t().licenseHint}>
          {(slot) => (
            <TextArea
              {...slot}
              rows={4}
              value={form().license}
              onInput={(license) => props.creating.change({ license })}
            />
          )}
        </Field>
      </Part>
      <Show when={form().from === 'base'}>
        <Part
          title={t().parts.adapter}
          state={adapterCount() === 0 ? t().states.none : t().states.count(adapterCount())}
        >
          <GgufField creating={props.creating} use="adapter" />
        </Part>
      </Show>
      <Part
        title={t().parts.quantize}
        state={form().quantize === '' ? t().quantize.none : form().quantize}
      >
        <QuantizeField creating={props.creating} />
      </Part>
    </div>
  );
}

type PartProps = {
  readonly title: string;
  readonly state: string;
  readonly isOpen?: boolean | undefined;
  readonly children: JSX.Element;
};

function Part(props: PartProps) {
  return (
    <details class={styles['part']} open={props.isOpen ?? false}>
      <summary>
        <b>{props.title}</b>
        <small>{props.state}</small>
      </summary>
      <div class={styles['body']}>{props.children}</div>
    </details>
  );
}
