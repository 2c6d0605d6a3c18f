/** `#/models/find`: the hub, the catalogue, what servers propose, and any name typed by hand. */
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { ModelsNav } from '../ModelsNav.tsx';
import page from '../ModelsScreen.module.css';
import { createFind } from './create-find.ts';
import { FindPart } from './FindPart.tsx';
import { FindContext } from './find-context.ts';

export function FindScreen() {
  const find = createFind(useAppState());
  return (
    <FindContext.Provider value={find}>
      <div class={page['page']}>
        <h1>{words().models.title}</h1>
        <p class={page['lead']}>{words().find.lead}</p>
        <ModelsNav current="find" />
        <FindPart />
      </div>
    </FindContext.Provider>
  );
}
