import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const TIMEOUT_MS = 2_000;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export const baseUrl = ({ host, port }: Address): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Resolves when `GET /readyz` answers 200. Never, if it never does: the caller has the deadline. */
export const untilReady = async (address: Address, stop: AbortSignal): Promise<void> => {
  const url = `${baseUrl({ ...address, host: reachable(address.host) })}/readyz`;
  while (!stop.aborted && (await statusOf(url)) !== 200) await delay(POLL_MS);
};

/** "All addresses" is a place to listen on, not to call. */
const reachable = (host: string): string => ({ '0.0.0.0': '127.0.0.1', '::': '::1' })[host] ?? host;

/** Without keep-alive: an idle connection of ours would count as one the gateway has to drain. */
const statusOf = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(0));
  });
