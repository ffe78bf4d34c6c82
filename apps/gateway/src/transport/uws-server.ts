import uWS, { type TemplatedApp, type us_listen_socket } from 'uWebSockets.js';
import { PacedPublisher, type Publisher } from '@noroshi/hub';
import { pace } from './pace.js';

export interface Listening {
  readonly port: number;
  stopAccepting(): void;
}

/** The port is taken by somebody who does not share it, or may not be used. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

export const createApp = (): TemplatedApp => uWS.App();

/** Several gateway processes of one host listen on one port: the kernel spreads connections over them (SO_REUSEPORT). */
export function listen(
  app: TemplatedApp,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    app.listen(host, port, (socket: us_listen_socket | false) => {
      if (!socket) return reject(new CannotListen(`${host}:${port} can't be listened on: is it taken?`));
      resolve({ port: uWS.us_socket_local_port(socket), stopAccepting: () => uWS.us_listen_socket_close(socket) });
    });
  });
}

/** Strings cost a conversion per subscriber in some versions: bytes are made once. */
export const publisherOf = (app: TemplatedApp): Publisher =>
  new PacedPublisher(
    {
      publish: (topic, frame) => {
        const isText = typeof frame === 'string';
        app.publish(topic, isText ? Buffer.from(frame) : frame, !isText, false);
      },
      flush: () => undefined,
    },
    pace,
  );
