import { words } from '../../i18n/i18n.ts';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import type { ModelRow } from './model-rows.ts';
import { type ModelVerb, verbIcons, verbKeys } from './model-verbs.ts';
import { useModels } from './models-context.ts';

export type RowMenuProps = { readonly row: ModelRow };

/** All that can be done to one model, with the keys that do the same. */
export function RowMenu(props: RowMenuProps) {
  const models = useModels();
  const entries = (): readonly (MenuEntry & { id: ModelVerb })[] =>
    models.verbsOf(props.row).map((verb) => ({
      id: verb,
      label: words().models.verbs[verb],
      icon: verbIcons[verb],
      hint: verbKeys[verb],
      danger: verb === 'delete',
      startsGroup: verb === 'pull' || verb === 'delete',
    }));
  return (
    <Menu
      label={words().models.actions(props.row.model.name)}
      size="small"
      entries={entries()}
      onPick={(id) => {
        const verb = entries().find((entry) => entry.id === id)?.id;
        if (verb) models.run(verb, props.row);
      }}
    />
  );
}
