import { For } from 'solid-js';
import type { StreamFeature } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { Switch } from '../../ui/Switch.tsx';
import { featureChoices } from './choices.ts';
import type { Editor } from './create-editor.ts';

export type FeatureSwitchesProps = {
  readonly editor: Editor;
};

/** How replies come: each is on until somebody switches it off or the server refuses it. */
export function FeatureSwitches(props: FeatureSwitchesProps) {
  const kept = () => props.editor.connection.features;
  const now = (feature: StreamFeature) => props.editor.draft().features[feature] ?? kept()[feature];
  return (
    <For each={featureChoices}>
      {(feature) => (
        <Switch
          label={words().connect.edit.feature[feature]}
          hint={now(feature) === 'refused' ? words().connect.edit.refused : undefined}
          checked={now(feature) === 'auto'}
          onChange={(isOn) => {
            const { features } = props.editor.draft();
            props.editor.change({ features: { ...features, [feature]: isOn ? 'auto' : 'off' } });
          }}
        />
      )}
    </For>
  );
}
