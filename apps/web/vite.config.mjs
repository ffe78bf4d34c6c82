import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

import { offlineShell } from './build/offline-shell.mjs';
import { precompress } from './build/precompress.mjs';

const gateway = process.env.NOROSHI_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), offlineShell(), precompress()],
  resolve: { conditions: ['@noroshi/source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    emptyOutDir: true,
    // The page is served under a policy without inline scripts, and every browser it is built for preloads modules itself.
    modulePreload: { polyfill: false },
    // Nor does the policy let a worker or an icon be loaded from the text of a script.
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/api': gateway,
      '/connect': { target: gateway, ws: true },
      '/ws': { target: gateway, ws: true },
      '/sse': gateway,
      '/poll': gateway,
    },
  },
});
