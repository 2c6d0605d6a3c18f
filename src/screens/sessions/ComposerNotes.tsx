import { Match, Show, Switch } from 'solid-js';
import { faultText } from '../../i18n/fault-text.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './ComposerNotes.module.css';
import { useChat } from './chat-context.ts';
import { mayTakeImages, mayTakePdf, type Obstacle } from './chat-model.ts';
import type { ContextRoom } from './context-room.ts';
import type { ComposerState } from './create-composer.ts';
import { FaultFoot } from './FaultFoot.tsx';
import { isPdf } from './file-kinds.ts';

export type ComposerNotesProps = {
  readonly composer: ComposerState;
  readonly shortage: ContextRoom | undefined;
};

/** What a person should know before sending, and what went wrong with it: said above the field. */
export function ComposerNotes(props: ComposerNotesProps) {
  const state = useAppState();
  const { chat, moves } = useChat();
  const text = () => words().chat.notes;
  const model = () => state.connections.model(chat.model());
  const isBlind = () =>
    props.composer.images().some((each) => !isPdf(each)) && !mayTakeImages(model());
  const cannotRead = () => props.composer.images().some(isPdf) && !mayTakePdf(model());
  const copy = async () => {
    const done = await copyText(props.composer.text());
    state.notices.show(done ? words().chat.copied : words().chat.copyFailed, {
      tone: done ? 'info' : 'warning',
    });
  };
  return (
    <>
      <Show when={chat.obstacle()?.kind !== 'no-connection' && chat.obstacle()}>
        {(found) => (
          <div class={styles['note']}>
            <Icon name="info" size="small" />
            <Switch>
              <Match when={found().kind === 'no-model'}>
                <span>{text().noModel}</span>
                <Button size="small" onClick={() => moves.askModel()}>
                  {words().chat.ends.chooseModel}
                </Button>
              </Match>
              <Match when={asOff(found())}>
                {(off) => (
                  <>
                    <span>{text().connectionOff(off().name)}</span>
                    <a href="#/connect">{text().connections}</a>
                  </>
                )}
              </Match>
              <Match when={asOutside(found())}>
                {(outside) => (
                  <>
                    <span>
                      {text().outsideFence(
                        outside().name,
                        text().zones[outside().zone],
                        text().fences[outside().fence],
                      )}
                    </span>
                    <Button size="small" onClick={() => moves.askModel()}>
                      {words().chat.ends.chooseModel}
                    </Button>
                    <Button size="small" onClick={() => moves.askSettings()}>
                      {words().chat.ends.widenFence}
                    </Button>
                  </>
                )}
              </Match>
              <Match when={asNoServer(found())}>
                {(lone) => (
                  <>
                    <span>{text().noServer(lone().model)}</span>
                    <Button size="small" onClick={() => moves.askModel()}>
                      {words().chat.ends.chooseModel}
                    </Button>
                    <Button size="small" onClick={() => moves.askSettings()}>
                      {words().chat.ends.widenFence}
                    </Button>
                  </>
                )}
              </Match>
              <Match when={asDown(found())}>
                {(down) => (
                  <>
                    <span>{text().connectionDown(down().name)}</span>
                    <a href={`#/connect?c=${encodeURIComponent(down().id)}`}>
                      {words().chat.ends.checkConnection}
                    </a>
                  </>
                )}
              </Match>
            </Switch>
          </div>
        )}
      </Show>
      <Show when={props.shortage}>
        {(short) => (
          <p class={styles['note']} data-tone="warning">
            <Icon name="warning" size="small" />
            <span>
              {text().contextShort(
                formatNumber(short().estimatedTokens),
                formatNumber(short().contextLength),
              )}
            </span>
          </p>
        )}
      </Show>
      <Show when={isBlind()}>
        <p class={styles['note']} data-tone="warning">
          <Icon name="warning" size="small" />
          <span>{text().blind(chat.model()?.name ?? '')}</span>
        </p>
      </Show>
      <Show when={cannotRead()}>
        <p class={styles['note']} data-tone="warning">
          <Icon name="warning" size="small" />
          <span>{text().notPdf(chat.model()?.name ?? '')}</span>
        </p>
      </Show>
      <Show when={props.composer.draftFault()}>
        {(fault) => (
          <div class={styles['note']} data-tone="warning">
            <Icon name="warning" size="small" />
            <span>
              {text().draftNotKept} {faultText(fault()).title}
            </span>
            <Button size="small" icon="copy" onClick={copy}>
              {text().copyText}
            </Button>
          </div>
        )}
      </Show>
      <Show when={props.composer.fault()}>
        {(fault) => (
          <div class={styles['note']} data-tone="error">
            <Icon name="warning" size="small" />
            <span>
              <b>{faultText(fault()).title}</b> {faultText(fault()).next}
            </span>
            <Show when={props.composer.text() !== ''}>
              <Button size="small" icon="copy" onClick={copy}>
                {text().copyText}
              </Button>
            </Show>
            <FaultFoot fault={fault()} />
            <IconButton
              icon="close"
              size="small"
              label={words().app.close}
              onClick={() => props.composer.closeFault()}
            />
          </div>
        )}
      </Show>
    </>
  );
}

type Found = Obstacle;

function asOff(found: Found) {
  return found.kind === 'connection-off' ? found : undefined;
}

function asOutside(found: Found) {
  return found.kind === 'outside-fence' ? found : undefined;
}

function asNoServer(found: Found) {
  return found.kind === 'no-server' ? found : undefined;
}

function asDown(found: Found) {
  return found.kind === 'connection-down' ? found : undefined;
}
