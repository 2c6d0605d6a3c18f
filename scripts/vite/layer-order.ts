// Style sheets are split by chunk and arrive in any order, and a layer takes its rank where it is first named. So every
// sheet of the build begins with the order of all layers, as `src/ui/tokens.css` has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export function layerOrder(root: string): Plugin {
  return {
    name: 'llantern:layer-order',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const tokens = readFileSync(join(root, 'src/ui/tokens.css'), 'utf8');
      const order = /^@layer [^;{]+;/m.exec(tokens)?.[0];
      if (order === undefined) throw new Error('tokens.css does not name the order of the layers');
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.css')) {
          file.source = `${order}${String(file.source)}`;
        }
      }
    },
  };
}
