import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { WebhookSender, type WebhookTarget } from './webhook-sender.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const webhook = { id: 'room_e-1', body: '{"n":1}' };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that does as it is told with each request, and a sender that knows its address. */
async function target(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: Partial<WebhookTarget> = {},
) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`;
  const sender = new WebhookSender({ url, secret, timeoutMs: 5_000, allowPrivate: true, ...options });
  closers.push(async () => {
    sender.close();
    server.closeAllConnections();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  });
  return { sender, server, url };
}

const answering = (status: number, headers: Record<string, string> = {}) =>
  target((_, response) => response.writeHead(status, headers).end('something'));

describe('a webhook', () => {
  it('arrives signed, with its own id', async () => {
    let got: { readonly request: IncomingMessage; readonly body: string } | undefined;
    const { sender } = await target((request, response) => {
      void text(request).then((body) => {
        got = { request, body };
        response.writeHead(204).end();
      });
    });
    expect(await sender.attempt(webhook)).toEqual({ kind: 'delivered' });
    expect(got?.request.url).toBe('/hook?a=1');
    expect(got?.request.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'room_e-1' });
    const headers = got?.request.headers as Record<string, string>;
    expect(new Webhook(secret).verify(got?.body ?? '', headers)).toEqual({ n: 1 });
  });

  it.each([200, 201, 202, 204, 299])('is delivered when the answer is %i', async (status) => {
    expect(await (await answering(status)).sender.attempt(webhook)).toEqual({ kind: 'delivered' });
  });

  it.each([301, 302, 304, 307, 400, 401, 404, 409, 410, 500, 501])(
    'is refused when the answer is %i, and no redirect is followed',
    async (status) => {
      const { sender } = await answering(status, { location: 'http://127.0.0.1:1/' });
      expect(await sender.attempt(webhook)).toEqual({ kind: 'refused', reason: `answered ${status}`, status });
    },
  );

  it.each([408, 425, 429, 502, 503, 504])('is for later when the answer is %i', async (status) => {
    const { sender } = await answering(status, { 'retry-after': '3' });
    expect(await sender.attempt(webhook)).toEqual({
      ...{ kind: 'away', reason: `answered ${status}`, status, retryAfterMs: 3_000 },
    });
  });

  it('is for later when nobody listens', async () => {
    const { sender, server } = await answering(200);
    server.close();
    await once(server, 'close');
    expect(await sender.attempt(webhook)).toMatchObject({
      kind: 'away',
      reason: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('is for later when the answer does not come, or does not end, in time', async () => {
    const hanging = await target(() => undefined, { timeoutMs: 100 });
    expect(await hanging.sender.attempt(webhook)).toEqual({ kind: 'away', reason: 'no answer within 100 ms' });
    const endless = await target((_, response) => void response.writeHead(200).write('a'), { timeoutMs: 100 });
    expect(await endless.sender.attempt(webhook)).toEqual({ kind: 'away', reason: 'no answer within 100 ms' });
  });

  it('is for later when the connection is cut', async () => {
    const { sender } = await target((request) => request.socket.destroy());
    expect(await sender.attempt(webhook)).toMatchObject({ kind: 'away' });
    const { sender: other } = await target((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('a', () => response.socket?.destroy());
    });
    expect(await other.attempt(webhook)).toMatchObject({ kind: 'away' });
  });

  it('is for later when the sender stops', async () => {
    const { sender } = await target(() => undefined);
    const stop = new AbortController();
    const attempt = sender.attempt(webhook, stop.signal);
    stop.abort();
    expect(await attempt).toMatchObject({ kind: 'away' });
  });

  it('does not go to a private address unless it may', async () => {
    let requests = 0;
    const answer = (_: IncomingMessage, response: ServerResponse) => {
      requests += 1;
      response.end();
    };
    const { sender, url } = await target(answer, { allowPrivate: false });
    expect(await sender.attempt(webhook)).toMatchObject({ kind: 'away' });
    const named = new WebhookSender({
      ...{ url: url.replace('127.0.0.1', 'localhost'), secret, timeoutMs: 5_000, allowPrivate: false },
    });
    expect(await named.attempt(webhook)).toMatchObject({ kind: 'away' });
    named.close();
    expect(requests).toBe(0);
  });
});
