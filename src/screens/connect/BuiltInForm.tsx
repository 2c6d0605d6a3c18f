/** The model that the browser brings: nothing to type, only something to know. */
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { AddingFoot } from './AddingFoot.tsx';
import { type AddingProps, createAdding } from './create-adding.ts';
import { freeName } from './results.ts';
import styles from './ServerForm.module.css';

export function BuiltInForm(props: AddingProps) {
  const state = useAppState();
  const adding = createAdding(props);
  const t = () => words().presets.builtIn;
  const connect = async (event: SubmitEvent) => {
    event.preventDefault();
    // With the schemas of connections, which this page does without.
    const { builtInAddress } = await import('../../domain/connection.ts');
    await adding.connect({
      kind: 'built-in',
      name: freeName(
        words().connect.kinds['built-in'],
        state.connections.list.map((each) => each.name),
      ),
      baseUrl: builtInAddress,
    });
  };
  return (
    <form class={styles['form']} onSubmit={connect} aria-labelledby="built-in-form">
      <div>
        <h3 id="built-in-form" tabindex={-1}>
          {words().connect.kinds['built-in']}
        </h3>
        <p class={styles['quiet']}>{t().text}</p>
      </div>
      <AddingFoot adding={adding} onDoctor={props.onDoctor} />
    </form>
  );
}
