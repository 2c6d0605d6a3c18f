import { Show } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Fold } from '../../../ui/Fold.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import type { Creating } from './create-creating.ts';
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
      <Fold title={t().parts.prompt} state={isSet(form().system)} isOpen>
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
      </Fold>
      <Fold
        title={t().parts.parameters}
        state={count(form().parameters.length)}
        isOpen={form().parameters.length > 0}
      >
        <ParameterRows creating={props.creating} wasSent={props.wasSent} />
      </Fold>
      <Fold title={t().parts.messages} state={count(form().messages.length)}>
        <MessageRows creating={props.creating} />
      </Fold>
      <Fold title={t().parts.template} state={isSet(form().template)}>
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
      </Fold>
      <Fold title={t().parts.license} state={isSet(form().license)}>
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
      </Fold>
      <Show when={form().from === 'base'}>
        <Fold
          title={t().parts.adapter}
          state={adapterCount() === 0 ? t().states.none : t().states.count(adapterCount())}
        >
          <GgufField creating={props.creating} use="adapter" />
        </Fold>
      </Show>
      <Fold
        title={t().parts.quantize}
        state={form().quantize === '' ? t().quantize.none : form().quantize}
        isOpen={props.creating.problems().some(({ at }) => at === 'level')}
      >
        <QuantizeField creating={props.creating} />
      </Fold>
    </div>
  );
}
