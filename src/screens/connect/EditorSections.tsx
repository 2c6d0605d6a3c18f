/** All parts of the editor below the basics, each closed until it is wanted. */
import { Show } from 'solid-js';
import { isPageKind } from '../../domain/page-kinds.ts';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { BasicAuthFields } from './BasicAuthFields.tsx';
import type { Editor } from './create-editor.ts';
import { EditorSection } from './EditorSection.tsx';
import { editorStates } from './editor-states.ts';
import { FeatureSwitches } from './FeatureSwitches.tsx';
import { HeaderFields } from './HeaderFields.tsx';
import { KeySection } from './KeySection.tsx';
import { LimitFields } from './LimitFields.tsx';
import { ModelFields } from './ModelFields.tsx';
import { PatienceFields } from './PatienceFields.tsx';
import { PlainFields } from './PlainFields.tsx';

export type EditorSectionsProps = {
  readonly editor: Editor;
};

export function EditorSections(props: EditorSectionsProps) {
  const t = () => words().presets.editor;
  const draft = () => props.editor.draft();
  const states = () => editorStates(props.editor);
  const allowed = () => {
    const preset = props.editor.preset();
    const names = preset?.quirks.allowedHeaders;
    return preset && names && { by: preset.name, names };
  };
  return (
    <div>
      <Show when={draft().kind === 'plain'}>
        <EditorSection
          title={t().plain}
          state=""
          isOpen
          isWrong={props.editor.hasProblem('plain.')}
          help={words().presets.plain.help}
        >
          <PlainFields
            value={draft().plain}
            problem={(field) => props.editor.problem(`plain.${field}`)}
            onChange={(plain) => props.editor.change({ plain })}
          />
        </EditorSection>
      </Show>
      <Show when={!isPageKind(draft().kind)}>
        <EditorSection title={t().key} state={states().key}>
          <KeySection connection={props.editor.connection} />
        </EditorSection>
        <EditorSection
          title={t().basic}
          state={states().basic}
          isWrong={props.editor.hasProblem('basic')}
          help={words().presets.basic.help}
        >
          <BasicAuthFields
            isKept={props.editor.connection.hasBasicAuth}
            value={draft().basic}
            error={props.editor.problem('basic')}
            onChange={(basic) => props.editor.change({ basic })}
          />
        </EditorSection>
        <EditorSection
          title={t().headers}
          state={states().headers}
          isWrong={props.editor.hasProblem('headers.')}
        >
          <HeaderFields
            headers={draft().headers}
            allowed={allowed()}
            problem={(index) => props.editor.problem(`headers.${index}`)}
            onChange={(headers) => props.editor.change({ headers })}
          />
        </EditorSection>
      </Show>
      <EditorSection
        title={t().models}
        state={states().models}
        isWrong={props.editor.hasProblem('modelFilter', 'addedModels', 'facts/', 'limits/')}
        help={words().presets.models.help}
      >
        <ModelFields editor={props.editor} />
      </EditorSection>
      <EditorSection
        title={t().prompt}
        state={states().prompt}
        isWrong={props.editor.hasProblem('systemPrompt')}
      >
        <Field
          label={t().promptLabel}
          hint={t().promptHint}
          error={props.editor.problem('systemPrompt')}
        >
          {(slot) => (
            <TextArea
              {...slot}
              rows={4}
              value={draft().systemPrompt}
              onInput={(systemPrompt) => props.editor.change({ systemPrompt })}
            />
          )}
        </Field>
      </EditorSection>
      <EditorSection
        title={t().limits}
        state={states().limits}
        isWrong={props.editor.hasProblem('limits.')}
        help={words().presets.limits.help}
      >
        <LimitFields
          value={draft().limits}
          problem={(name) => props.editor.problem(`limits.${name}`)}
          onChange={(limits) => props.editor.change({ limits })}
        />
      </EditorSection>
      <EditorSection
        title={t().patience}
        state={states().patience}
        isWrong={props.editor.hasProblem(
          'retry.',
          'headersSeconds',
          'idleSeconds',
          'catalogueDays',
        )}
        help={words().presets.patience.help}
      >
        <PatienceFields editor={props.editor} />
      </EditorSection>
      <EditorSection
        title={words().connect.edit.features}
        state={states().features}
        help={words().connect.edit.featuresHint}
      >
        <FeatureSwitches editor={props.editor} />
      </EditorSection>
    </div>
  );
}
