/** Health of a connection as the shape of its dot. */
import type { ConnectionView, Health } from '../../domain/connection.ts';
import type { StatusTone } from '../../ui/StatusDot.tsx';

const tones: Record<Health['status'], StatusTone> = {
  unknown: 'off',
  checking: 'busy',
  up: 'ok',
  loading: 'busy',
  'key-wanted': 'warn',
  locked: 'warn',
  down: 'error',
};

export function healthTone(connection: ConnectionView): StatusTone {
  return connection.enabled ? tones[connection.health.status] : 'off';
}
