import { Show } from 'solid-js';
import { isPageKind } from '../../domain/page-kinds.ts';
import { words } from '../../i18n/i18n.ts';
import type { Editor } from './create-editor.ts';
import { EditorSection } from './EditorSection.tsx';
import { editorStates } from './editor-states.ts';
import { KeySection } from './KeySection.tsx';
import { ModelFields } from './ModelFields.tsx';

export type DeployedSectionsProps = {
  readonly editor: Editor;
};

/** What remains the person's own: the key, and how the models are shown. */
export function DeployedSections(props: DeployedSectionsProps) {
  const t = () => words().presets.editor;
  const states = () => editorStates(props.editor);
  return (
    <div>
      <Show when={!isPageKind(props.editor.connection.kind)}>
        <EditorSection title={t().key} state={states().key} isOpen>
          <KeySection connection={props.editor.connection} />
        </EditorSection>
      </Show>
      <EditorSection title={t().models} state={states().models}>
        <ModelFields editor={props.editor} isDeployed />
      </EditorSection>
    </div>
  );
}
