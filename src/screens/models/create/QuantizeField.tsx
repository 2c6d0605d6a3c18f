import { words } from '../../../i18n/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { Creating } from './create-creating.ts';
import { olderLevels, quantizeLevels } from './create-form.ts';

export type QuantizeFieldProps = {
  readonly creating: Creating;
};

const whole = /^(F16|F32|BF16)$/;

/** The level it is made smaller to. What a server takes is the server's word: its refusal is shown with the job. */
export function QuantizeField(props: QuantizeFieldProps) {
  const t = () => words().create.quantize;
  const hint = () => {
    const look = props.creating.gguf.look();
    const level = look.is === 'read' ? look.facts.quantization : undefined;
    return level !== undefined && !whole.test(level) ? t().notFrom(level) : t().hint;
  };
  return (
    <Field label={t().label} hint={hint()}>
      {(slot) => (
        <Select
          {...slot}
          options={[
            { value: '', label: t().none },
            ...quantizeLevels.map((level) => ({ value: level, label: level })),
            ...olderLevels.map((level) => ({ value: level, label: `${level} (${t().older})` })),
          ]}
          value={props.creating.form().quantize}
          onPick={(quantize) => props.creating.change({ quantize })}
        />
      )}
    </Field>
  );
}
