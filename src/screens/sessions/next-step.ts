/** Which step helps with a fault that ended a reply. Trying again is always offered beside it. */
import type { Fault } from '../../domain/fault.ts';

export type NextStep = 'choose-model' | 'check-connection' | 'none';

export function nextStepFor(fault: Fault): NextStep {
  switch (fault.kind) {
    case 'model-missing':
    case 'no-model':
    case 'connection-missing':
    case 'unsupported':
      return 'choose-model';
    case 'unreachable':
    case 'not-listening':
    case 'cors-refused':
    case 'mixed-content':
    case 'local-network-denied':
    case 'insecure-origin':
    case 'key-wanted':
    case 'not-a-model-server':
    case 'connection-off':
    case 'no-answer':
      return 'check-connection';
    default:
      return 'none';
  }
}
