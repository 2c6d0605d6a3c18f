/** Which steps help with a fault that ended a reply, the likeliest first. Trying again is always offered beside them. */
import { isFormatAbility } from '../../domain/answer-format-kinds.ts';
import type { Fault } from '../../domain/fault.ts';

export type NextStep =
  | 'unlock'
  | 'choose-model'
  | 'other-server'
  | 'check-connection'
  | 'new-key'
  | 'session-settings'
  | 'widen-fence'
  | 'wait'
  | 'free-space'
  | 'vault-settings'
  | 'reload';

export function nextStepsFor(fault: Fault): readonly NextStep[] {
  switch (fault.kind) {
    case 'vault-locked':
      return ['unlock'];
    case 'vault-damaged':
      return fault.what === 'key' ? ['new-key'] : ['vault-settings'];
    case 'vault-weak':
    case 'vault-no-wasm':
    case 'vault-refused':
      return ['vault-settings'];
    case 'model-missing':
    case 'connection-missing':
      return ['choose-model', 'other-server'];
    case 'no-model':
    case 'content-blocked':
    case 'browser-lacks':
      return ['choose-model'];
    case 'unsupported':
      return isFormatAbility(fault.ability)
        ? ['session-settings', 'choose-model']
        : ['choose-model'];
    case 'no-server-for-model':
      return fault.fence === undefined || fault.fence === 'outside'
        ? ['choose-model']
        : ['choose-model', 'widen-fence'];
    case 'outside-fence':
      return ['choose-model', 'widen-fence'];
    case 'context-exceeded':
    case 'memory-short':
    case 'page-model-crashed':
      return ['session-settings', 'choose-model'];
    case 'key-wanted':
    case 'new-key-refused':
      return ['new-key'];
    case 'key-or-network':
      return ['new-key', 'check-connection'];
    case 'payment-wanted':
      return ['other-server', 'choose-model'];
    case 'rate-limited':
      return ['wait', 'other-server'];
    case 'limit-reached':
      return ['wait', 'other-server', 'check-connection'];
    case 'busy':
    case 'loading':
    case 'idle':
      return ['other-server'];
    case 'server-error':
    case 'no-answer':
    case 'offline':
    case 'unreachable':
    case 'not-listening':
    case 'cors-refused':
    case 'mixed-content':
    case 'local-network-denied':
    case 'insecure-origin':
    case 'header-refused':
    case 'redirected':
    case 'not-a-model-server':
    case 'connection-off':
      return ['check-connection', 'other-server'];
    case 'storage-full':
      return ['free-space'];
    case 'engine-old':
      return ['reload'];
    default:
      return [];
  }
}

/** Longer than this nobody looks at a counting button. */
const longestCountMs = 15 * 60_000;

/** When trying again makes sense, where the fault tells it and it is near; `seenAt` is when the fault came. */
export function retryAt(fault: Fault, seenAt: number): number | undefined {
  if (fault.kind === 'rate-limited' && fault.retryAfterMs !== undefined) {
    return fault.retryAfterMs <= longestCountMs ? seenAt + fault.retryAfterMs : undefined;
  }
  if (fault.kind !== 'limit-reached') return undefined;
  return fault.freesAt - seenAt <= longestCountMs ? fault.freesAt : undefined;
}
