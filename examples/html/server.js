import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const { NOROSHI_URL = 'http://127.0.0.1:8080', PORT = '3000' } = process.env;
const folder = import.meta.dirname;

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.map': 'application/json' };

/** Only what the page needs: never the whole folder, where secrets may lie. */
const isPublic = (path) => /^\/(index\.html|chat\.js|node_modules\/@noroshi\/client\/dist\/.+)$/.test(path);

/**
 * Who somebody is, is what your server knows: it looks at its own session and gives a JWT for that user, signed with the same
 * secret as Noroshi's NOROSHI_JWT_SECRET. This one believes every name, and has Noroshi sign.
 */
async function tokenFor(name) {
  const answer = await fetch(new URL('/api/v1/dev/tokens', NOROSHI_URL), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: name.toLowerCase(), name }),
  });
  if (!answer.ok) throw new Error(`Noroshi gives no development token: ${answer.status}`);
  return (await answer.json()).token;
}

async function sendFile(path, response) {
  const file = join(folder, path);
  if (!isPublic(path) || !(await stat(file).catch(() => undefined))?.isFile()) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname !== '/token') return sendFile(normalize(pathname === '/' ? '/index.html' : pathname), response);
  response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
  response.end(await tokenFor(searchParams.get('name') ?? 'somebody'));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error.message);
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
});
server.listen(Number(PORT), () => console.log(`open http://localhost:${server.address().port}`));
