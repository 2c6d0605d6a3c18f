import { isSameModelName } from '../../../domain/model-name.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { Creating } from './create-creating.ts';
import { isLevel, olderLevels, quantizeLevels } from './create-form.ts';

export type QuantizeFieldProps = {
  readonly creating: Creating;
};

const whole = /^(F16|F32|BF16)$/;

/**
 * The level it is made smaller to. One that no server takes is not sent; beyond that it is the server's word, and its
 * refusal is shown with the job.
 */
export function QuantizeField(props: QuantizeFieldProps) {
  const state = useAppState();
  const t = () => words().create.quantize;
  const form = () => props.creating.form();
  const ofFile = () => {
    const look = props.creating.gguf.look();
    return look.is === 'read' ? look.facts.quantization : undefined;
  };
  const ofBase = () => {
    const id = props.creating.server()?.id;
    const models = state.connections.catalogues.find((each) => each.connectionId === id)?.models;
    return models?.find(({ name }) => isSameModelName(name, form().base))?.quantization;
  };
  const hint = () => {
    const level = form().from === 'file' ? ofFile() : ofBase();
    if (level === undefined || whole.test(level)) return t().hint;
    return form().from === 'file' ? t().notFrom(level) : t().notFromBase(level);
  };
  const isUnknown = () => form().quantize !== '' && !isLevel(form().quantize);
  return (
    <Field
      label={t().label}
      hint={hint()}
      error={isUnknown() ? t().unknown(form().quantize) : undefined}
    >
      {(slot) => (
        <Select
          {...slot}
          options={[
            { value: '', label: t().none },
            ...quantizeLevels.map((level) => ({ value: level, label: level })),
            ...olderLevels.map((level) => ({ value: level, label: `${level} (${t().older})` })),
            ...(isUnknown() ? [{ value: form().quantize, label: form().quantize }] : []),
          ]}
          value={form().quantize}
          onPick={(quantize) => props.creating.change({ quantize })}
        />
      )}
    </Field>
  );
}
