/** The lines that put page and model behind one address, filled in with the server's own; and which way fits a fault. */
import { zoneOf } from '../../domain/address.ts';
import type { Fault } from '../../domain/fault.ts';
import type { BrowserPlace } from './page-place.ts';

export type HostingWay = 'permission' | 'local' | 'same';

export const sharedAddresses = ['llama-server', 'caddy', 'nginx', 'tailscale'] as const;
export type SharedAddress = (typeof sharedAddresses)[number];

/** A server's own address as its machine calls it: the page's machine and the server's may be two. */
export function hostingCode(kind: SharedAddress, baseUrl: string): string {
  const upstream = upstreamOf(baseUrl);
  const port = upstream.split(':').at(-1);
  switch (kind) {
    case 'llama-server':
      return `llama-server -m model.gguf --path llantern --host 0.0.0.0 --port ${port}`;
    case 'caddy':
      return [
        'box.example {',
        '  handle_path /llm/* {',
        `    reverse_proxy ${upstream} {`,
        `      header_up Host ${upstream}`,
        '      header_up -Origin',
        '      flush_interval -1',
        '    }',
        '  }',
        '  handle {',
        '    root * /srv/llantern',
        '    file_server',
        '  }',
        '}',
      ].join('\n');
    case 'nginx':
      return [
        'server {',
        '  listen 80;',
        '  root /srv/llantern;',
        '  location /llm/ {',
        `    proxy_pass http://${upstream}/;`,
        `    proxy_set_header Host ${upstream};`,
        '    proxy_set_header Origin "";',
        '    proxy_buffering off;',
        '    proxy_read_timeout 1h;',
        '    client_max_body_size 100m;',
        '  }',
        '}',
      ].join('\n');
    case 'tailscale':
      return [
        'tailscale serve --bg /srv/llantern',
        `tailscale serve --bg --set-path /llm http://${upstream}`,
      ].join('\n');
    default:
      return kind satisfies never;
  }
}

/** On a phone or in Safari only an address shared with the model helps; on the server's own machine localhost is simplest. */
export function bestWay(fault: Fault, baseUrl: string, place: BrowserPlace): HostingWay {
  if (place.system === 'ios' || place.system === 'android') return 'same';
  if (zoneOf(baseUrl) === 'device') return 'local';
  return fault.kind === 'insecure-origin' && place.browser === 'chromium' ? 'permission' : 'same';
}

function upstreamOf(baseUrl: string): string {
  const { protocol, port } = new URL(baseUrl);
  return `127.0.0.1:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}
