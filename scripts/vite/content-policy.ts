// Writes the content security policy into index.html as its first element, with the hash of the one
// inline script. A policy in a <meta> binds the page and workers from blob: URLs; a host may send the
// same as a header to bind the rest.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

type Policy = Readonly<Record<string, readonly string[]>>;

/** The page talks to whatever model server its person names, so `connect-src` is open by design. */
function policyFor(scriptHashes: readonly string[]): Policy {
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...scriptHashes, "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    // Remote pictures in replies are loaded after consent only; that consent is asked for in code.
    'img-src': ["'self'", 'data:', 'blob:', 'http:', 'https:'],
    'connect-src': ['*', 'data:', 'blob:'],
    'worker-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'object-src': ["'none'"],
  };
}

/** The development server writes styles and its own client into the page, so there it is looser. */
const developmentPolicy: Policy = {
  ...policyFor(["'unsafe-inline'"]),
  'style-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ['*', 'data:', 'blob:', 'ws:'],
};

export function contentPolicy(): Plugin {
  return {
    name: 'llantern:content-policy',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { server }) => {
        const policy = server === undefined ? policyFor(inlineHashes(html)) : developmentPolicy;
        const content = Object.entries(policy)
          .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
          .join('; ');
        const meta = `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
        // Before anything that it should bind, yet after the encoding, which belongs first of all.
        const encoding = /<meta charset="utf-8"\s*\/?>/;
        if (!encoding.test(html)) throw new Error('no place for the content security policy');
        return html.replace(encoding, (charset) => `${charset}\n    ${meta}`);
      },
    },
  };
}

function inlineHashes(html: string): string[] {
  const scripts = [...html.matchAll(/<script(?<attributes>[^>]*)>(?<body>.*?)<\/script>/gs)];
  const inline = scripts.filter(({ groups }) => !/\ssrc=/.test(groups?.['attributes'] ?? ''));
  if (inline.length !== 1) throw new Error(`one inline script expected, ${inline.length} found`);
  return inline.map(({ groups }) => {
    const hash = createHash('sha256')
      .update(groups?.['body'] ?? '')
      .digest('base64');
    return `'sha256-${hash}'`;
  });
}
