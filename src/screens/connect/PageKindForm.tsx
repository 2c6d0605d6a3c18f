/** What runs in the browser itself: nothing to type, only something to know. */
import { type PageKind, pageAddressOf } from '../../domain/page-kinds.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { AddingFoot } from './AddingFoot.tsx';
import { type AddingProps, createAdding } from './create-adding.ts';
import { freeName } from './results.ts';
import styles from './ServerForm.module.css';

export type PageKindFormProps = AddingProps & { readonly kind: PageKind };

export function PageKindForm(props: PageKindFormProps) {
  const state = useAppState();
  const adding = createAdding(props);
  const connect = async (event: SubmitEvent) => {
    event.preventDefault();
    await adding.connect({
      kind: props.kind,
      name: freeName(
        words().connect.kinds[props.kind],
        state.connections.list.map((each) => each.name),
      ),
      baseUrl: pageAddressOf(props.kind) ?? '',
    });
  };
  return (
    <form class={styles['form']} onSubmit={connect} aria-labelledby="page-kind-form">
      <div>
        <h3 id="page-kind-form" tabindex={-1}>
          {words().connect.kinds[props.kind]}
        </h3>
        <p class={styles['quiet']}>{words().presets.inPage[props.kind]}</p>
      </div>
      <AddingFoot adding={adding} onDoctor={props.onDoctor} />
    </form>
  );
}
