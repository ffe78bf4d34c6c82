import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { StartFailed } from './start-failed.js';

/** A port of 127.0.0.1 that nobody listens on now. @param taken somebody will: the system may well give this one */
export const freePort = async (taken: number): Promise<number> => {
  const port = await listenOnce('127.0.0.1', 0);
  return port === taken ? freePort(taken) : port;
};

/** @throws StartFailed when the gateways could not listen there. */
export const assertPortIsFree = async (host: string, port: number): Promise<void> => {
  try {
    await listenOnce(host, port);
  } catch (error) {
    throw new StartFailed(whyNot(error as NodeJS.ErrnoException, host, port));
  }
};

const whyNot = (error: NodeJS.ErrnoException, host: string, port: number): string => {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: stop what listens there, or set PORT to another one.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user: set PORT to one above 1023.`;
    default:
      return `Nothing can listen on ${host} (${error.code ?? error.message}): set HOST to an address of this machine.`;
  }
};

const listenOnce = async (host: string, port: number): Promise<number> => {
  const server = createServer();
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return address.port;
};
