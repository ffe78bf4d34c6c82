/**
 * The page while the server is away: its files, and nothing else. What people say never goes through here.
 * The build fills in of what files the page consists (offline-shell.mjs).
 */
const files = __FILES__;
const version = __VERSION__;

self.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(version);
    await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('noroshi-') && name !== version);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

/** A network that says nothing is none, ms. */
const patience = 3_000;

/** The server's page where there is a server, since it may be newer. */
const page = async (request) => {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (answer.ok) return answer;
    return (await caches.match('/')) ?? answer;
  } catch (failure) {
    const kept = await caches.match('/');
    if (kept) return kept;
    throw failure;
  }
};

/** Addresses of the page's own: the same as the gateway's (static-files.ts). */
const isPage = ({ mode, url }) =>
  mode === 'navigate' && /^\/($|dashboard\/?$|operator\/?$|rooms\/)/.test(new URL(url).pathname);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (isPage(request)) {
    event.respondWith(page(request));
    return;
  }
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || pathname === '/' || !files.includes(pathname)) return;
  event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
