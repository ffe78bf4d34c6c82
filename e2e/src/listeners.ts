import { tcpProxy, type TcpProxy } from '@noroshi/testing';
import type { Frame } from './client.js';
import { EventStream, streamPath, type StreamOptions } from './event-stream.js';
import { publishToNats } from './nats-publish.js';
import type { Scene } from './scene.js';

export interface Listeners {
  /** Opens a stream as somebody with a token, and resolves when it hears its rooms. */
  readonly listen: (userId: string, options: StreamOptions, url?: string) => Promise<EventStream>;
  /** Closed after the test. */
  readonly keep: <T extends { close(): void | Promise<void> }>(one: T) => T;
  readonly throughProxy: () => Promise<TcpProxy>;
  /** How a request for a stream is answered. The stream is not read. */
  readonly answerTo: (options: StreamOptions, init?: RequestInit) => Promise<StreamAnswer>;
  /** Makes a room private, as its owner with a client that can. */
  readonly hide: (roomId: string) => Promise<void>;
}

export interface StreamAnswer {
  readonly status: number;
  readonly code: string | undefined;
  readonly headers: Headers;
}

/** What was said in a room, as somebody heard it. */
export const said = ({ frames }: { readonly frames: readonly Frame[] }, roomId: string): unknown[] =>
  frames.filter((frame) => frame.type === 'message' && frame['roomId'] === roomId).map(({ content }) => content);

/** People who only listen, at a scene. Call at the top of a spec file. */
export function setListeners(scene: Scene): Listeners {
  const here: { close(): void | Promise<void> }[] = [];
  afterEach(() => Promise.all(here.splice(0).map(async (one) => one.close())));
  const keep: Listeners['keep'] = (one) => {
    here.push(one);
    return one;
  };
  return {
    keep,
    listen: async (userId, options, url = scene.stack.url) =>
      keep(await EventStream.open(url, { token: scene.stack.token(userId), ...options })),
    throughProxy: async () => keep(await tcpProxy(scene.stack.port)),
    answerTo: async (options, init = {}) => {
      const leaving = new AbortController();
      const answer = await fetch(`${scene.stack.url}${streamPath(options)}`, { signal: leaving.signal, ...init });
      const isProblem = answer.headers.get('content-type') === 'application/problem+json';
      const { code } = isProblem ? ((await answer.json()) as { code: string }) : { code: undefined };
      leaving.abort();
      return { status: answer.status, code, headers: answer.headers };
    },
    hide: (roomId) =>
      publishToNats(
        Number(new URL(scene.stack.natsUrl).port),
        `room.${roomId}.control`,
        JSON.stringify({
          type: 'SettingsChanged',
          settings: { isPublic: false, maxMembers: 100, allowFileSharing: true },
          by: 'speaker',
        }),
      ),
  };
}
