import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const gateway = process.env.NOROSHI_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    emptyOutDir: true,
    // The page is served under a policy without inline scripts, and every browser it is built for preloads modules itself.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': gateway, '/ws': { target: gateway, ws: true } } },
});
