/** How each part of the editor stands, in a few words: what is read while it is closed. */
import { words } from '../../i18n/i18n.ts';
import { readNames } from './amounts.ts';
import type { Editor } from './create-editor.ts';
import { keyMark } from './key-place.ts';

export type EditorPart =
  | 'key'
  | 'basic'
  | 'headers'
  | 'models'
  | 'prompt'
  | 'limits'
  | 'patience'
  | 'features';

export function editorStates(editor: Editor): Readonly<Record<EditorPart, string>> {
  const t = words().presets.states;
  const draft = editor.draft();
  const { connection } = editor;
  const headers = draft.headers.filter(({ name }) => name.trim() !== '').length;
  const limited = [draft.limits, ...Object.values(draft.modelLimits)]
    .flatMap((each) => Object.values(each))
    .filter((each) => each.trim() !== '').length;
  const waits = [draft.headersSeconds, draft.idleSeconds, draft.catalogueDays];
  const own = [...waits, ...Object.values(draft.retry)].filter((each) => each.trim() !== '');
  const off = Object.entries(connection.features).filter(
    ([name, kept]) => (draft.features[name as keyof typeof draft.features] ?? kept) !== 'auto',
  );
  const hasBasic =
    draft.basic.is === 'new' || (draft.basic.is === 'kept' && connection.hasBasicAuth);
  const basic = hasBasic ? t.basic : t.none;
  return {
    key: t.keys[keyMark(connection)],
    basic,
    headers: headers === 0 ? t.none : t.headers(headers),
    models: modelState(editor),
    prompt: draft.systemPrompt.trim() === '' ? t.none : draft.systemPrompt.trim().slice(0, 80),
    limits: limited === 0 ? t.noLimits : t.limits(limited),
    patience: own.length === 0 ? t.usual : t.own(own.length),
    features: off.length === 0 ? t.allOn : t.off(off.length),
  };
}

function modelState({ draft }: Editor): string {
  const t = words().presets.states;
  const now = draft();
  const added = readNames(now.addedModels).length;
  const parts = [
    readNames(now.modelFilter).length === 0 ? t.allModels : t.filtered,
    now.favourites.length === 0 ? '' : t.favourites(now.favourites.length),
    now.hidden.length === 0 ? '' : t.hidden(now.hidden.length),
    added === 0 ? '' : t.added(added),
  ];
  return parts.filter((each) => each !== '').join(', ');
}
