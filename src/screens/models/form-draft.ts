/**
 * What stands in a long form and is not sent yet: kept with the drafts of the engine, so that it outlives the screen, the
 * tab and a reload. A file is never part of it.
 */
import { onCleanup } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import type { AppState } from '../../state/create-state.ts';
import { createDraftKeeper } from '../../state/drafts.ts';

export type FormDraft<Form> = {
  /** `undefined` where there is none, or none that can be read any more. */
  readonly read: () => Promise<Form | undefined>;
  readonly keep: (form: Form) => void;
  readonly forget: () => void;
};

/** Call inside an owner. `check` answers `undefined` for what is not such a form. */
export function createFormDraft<Form>(
  { engine, notices }: Pick<AppState, 'engine' | 'notices'>,
  formId: string,
  check: (value: unknown) => Form | undefined,
): FormDraft<Form> {
  const keeper = createDraftKeeper(formId, async (draft) => {
    await engine.call('drafts.put', draft);
  });
  const flush = () => void keeper.flush();
  const onHide = () => {
    if (document.visibilityState === 'hidden') flush();
  };
  document.addEventListener('visibilitychange', onHide);
  onCleanup(() => document.removeEventListener('visibilitychange', onHide));
  onCleanup(flush);
  return {
    read: async () => {
      try {
        const draft = await engine.call('drafts.get', { sessionId: formId });
        return draft ? check(JSON.parse(draft.text)) : undefined;
      } catch (error) {
        const fault = faultFrom(error);
        // An old form that cannot be read any more is no news to anybody.
        if (fault.kind !== 'unexpected') notices.showFault(fault);
        return undefined;
      }
    },
    keep: (form) => keeper.change({ text: JSON.stringify(form), images: [] }),
    forget: () => keeper.change({ text: '', images: [] }),
  };
}
