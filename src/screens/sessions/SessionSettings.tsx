import { createSignal, Show } from 'solid-js';
import type { Zone } from '../../domain/address.ts';
import { isAnyServer } from '../../domain/any-server.ts';
import { hasAbility } from '../../domain/model-ability.ts';
import { hasPower } from '../../domain/model-powers.ts';
import { parameters, thinkingLevels } from '../../domain/parameters.ts';
import type { SamplingDefaults } from '../../domain/server-panel.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { AnswerFormatField } from './AnswerFormatField.tsx';
import { draftFrom, formatFrom, troubleIn } from './answer-format-draft.ts';
import { useChat } from './chat-context.ts';
import { fenceFor, serversOf } from './chat-model.ts';
import { type NumberField, numberFields, readNumber } from './parameter-fields.ts';
import styles from './SessionSettings.module.css';

const fences = ['device', 'network', 'outside'] as const satisfies readonly Zone[];

export type SessionSettingsProps = { readonly onClose: () => void };

/** What this session asks of its model. An empty field is not sent, so that the server's own default holds. */
export function SessionSettings(props: SessionSettingsProps) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().later.settings;
  const now = chat.choices();
  const [systemPrompt, setSystemPrompt] = createSignal(now.systemPrompt);
  const [thinking, setThinking] = createSignal<string>(now.parameters.thinking ?? '');
  const [numbers, setNumbers] = createSignal<Record<NumberField, string>>({
    temperature: String(now.parameters.temperature ?? ''),
    contextLength: String(now.parameters.contextLength ?? ''),
    maxTokens: String(now.parameters.maxTokens ?? ''),
    slot: String(now.parameters.slot ?? ''),
  });
  const [format, setFormat] = createSignal(draftFrom(now.parameters.format));
  const [sampling, setSampling] = createSignal<SamplingDefaults | null>(null);
  const hasSlots = () => {
    const connection = state.connections.byId(chat.model()?.connectionId ?? '');
    return connection !== undefined && hasPower(connection.kind, 'panel');
  };
  const asked = chat.model();
  if (asked && hasSlots()) {
    const place = { connectionId: asked.connectionId, model: asked.name };
    state.engine.call('panel.sampling', place).then(setSampling, () => undefined); // then its defaults are not shown
  }
  /** Not chosen yet: as far as it goes now, so that saving something else changes nothing. */
  const firstFence = fenceFor(chat.model(), now.fence);
  const [fence, setFence] = createSignal<Zone>(firstFence);
  // What holds by itself today may change with the model: a choice is kept even where it is the same.
  const [isPicked, setPicked] = createSignal(false);
  /** Those that may answer. */
  const servers = () => {
    const { list: connections, catalogues } = state.connections;
    const { name = '', connectionId } = chat.model() ?? {};
    return isAnyServer(chat.model())
      ? serversOf(name, { connections, catalogues, fence: fence() })
      : connections.filter((each) => each.id === connectionId);
  };
  const mayAnswer = () => {
    const able = servers();
    return able.length === 0
      ? text().noneMayAnswer
      : text().mayAnswer(able.map((each) => each.name).join(', '));
  };
  const model = () => state.connections.model(chat.model());
  const error = (field: NumberField) =>
    readNumber(field, numbers()[field]).isValid ? undefined : text().errors[field];
  const isValid = () =>
    numberFields.every((field) => error(field) === undefined) && !troubleIn(format());
  const inherited = (field: NumberField) => {
    const { temperature, maxTokens } = sampling() ?? {};
    const length = model()?.contextLength;
    if (field === 'temperature' && temperature !== undefined)
      return text().inheritedValue(String(temperature));
    if (field === 'maxTokens' && maxTokens !== undefined)
      return text().inheritedValue(formatNumber(maxTokens));
    return field === 'contextLength' && length !== undefined
      ? text().inheritedLength(formatNumber(length))
      : text().inherited;
  };
  /** What differs from the server's own is marked. */
  const label = (field: NumberField) => {
    const name = text().fields[field];
    return numbers()[field].trim() === '' ? name : text().custom(name);
  };
  const save = () => {
    if (!isValid()) return;
    const wanted: Record<string, unknown> = {};
    for (const field of numberFields) {
      const { value } = readNumber(field, numbers()[field]);
      if (value !== undefined) wanted[field] = value;
    }
    if (thinking() !== '') wanted['thinking'] = thinking();
    const form = formatFrom(format());
    if (form) wanted['format'] = form;
    const checked = parameters.safeParse(wanted);
    if (!checked.success) return;
    chat.choose({
      systemPrompt: systemPrompt(),
      parameters: checked.data,
      ...(isPicked() ? { fence: fence() } : {}),
    });
    props.onClose();
  };
  const number = (field: NumberField) => (
    <Field label={label(field)} hint={text().hints[field]} error={error(field)}>
      {(slot) => (
        <TextInput
          {...slot}
          inputmode="decimal"
          placeholder={inherited(field)}
          value={numbers()[field]}
          onInput={(value) => setNumbers((before) => ({ ...before, [field]: value }))}
        />
      )}
    </Field>
  );
  return (
    <Dialog
      open
      title={text().title}
      closeLabel={words().app.close}
      onClose={() => props.onClose()}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{words().app.cancel}</Button>
          <Button variant="primary" disabled={!isValid()} onClick={save}>
            {text().save}
          </Button>
        </>
      }
    >
      <div class={styles['fields']}>
        <Field label={text().systemPrompt} hint={text().systemPromptHint}>
          {(slot) => (
            <TextArea
              {...slot}
              rows={4}
              placeholder={text().noSystemPrompt}
              value={systemPrompt()}
              onInput={setSystemPrompt}
            />
          )}
        </Field>
        <div class={styles['pair']}>
          {number('temperature')}
          {number('maxTokens')}
        </div>
        <div class={styles['pair']}>
          {number('contextLength')}
          <Field
            label={text().thinking}
            hint={
              hasAbility(model(), 'thinking') === false ? text().noThinking : text().thinkingHint
            }
          >
            {(slot) => (
              <Select
                {...slot}
                value={thinking()}
                onPick={setThinking}
                options={[
                  { value: '', label: text().inherited },
                  ...thinkingLevels.map((level) => ({ value: level, label: text().levels[level] })),
                ]}
              />
            )}
          </Field>
        </div>
        <AnswerFormatField draft={format()} servers={servers()} onChange={setFormat} />
        <Show when={hasSlots()}>{number('slot')}</Show>
        <Field label={text().fence} hint={text().fenceHint}>
          {(slot) => (
            <Select
              {...slot}
              value={fence()}
              onPick={(picked) => {
                setFence(fences.find((each) => each === picked) ?? fence());
                setPicked(true);
              }}
              options={fences.map((zone) => ({ value: zone, label: text().fences[zone] }))}
            />
          )}
        </Field>
        <Show when={isAnyServer(chat.model())}>
          <p class={styles['note']}>{mayAnswer()}</p>
        </Show>
        <Show when={chat.rows.total() > 0}>
          <p class={styles['note']}>{text().fromNextMessage}</p>
        </Show>
      </div>
    </Dialog>
  );
}
