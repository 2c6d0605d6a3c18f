import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

/**
 * Node has no DOM; the plugin is here so that state modules are reactive as in a browser. Made anew for each project:
 * Vitest takes what it has read out of `define`, so that of two projects sharing one, the second could find it empty.
 */
const shared = () => ({
  plugins: [solid()],
  define: { __BUILD_ID__: '"test"', __GUIDE_URL__: '"guide/guide.gguf?v=test"' },
});

export default defineConfig({
  test: {
    projects: ['unit', 'contract'].map((name) => ({
      ...shared(),
      test: {
        name,
        environment: 'node',
        include: [`tests/${name}/**/*.test.{ts,tsx}`],
        setupFiles: ['tests/setup.ts'],
        // Generous: a machine under load is slow, and a test that hangs still ends.
        testTimeout: 60_000,
        expect: { poll: { timeout: 30_000 } },
        restoreMocks: true,
        unstubGlobals: true,
      },
    })),
  },
});
