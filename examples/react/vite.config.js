import { defineConfig } from 'vite';

const { NOROSHI_URL: target = 'http://127.0.0.1:8080' } = process.env;

// Noroshi behind the page's own address, as a reverse proxy does it for the finished site: one origin, nothing to allow.
const proxy = {
  '/connect': { target, ws: true },
  '/sse': { target },
  '/api/v1': { target },
};

export default defineConfig({ server: { proxy }, preview: { proxy } });
