import { once } from 'node:events';
import { createConnection } from 'node:net';

/** Stores bytes under a subject as somebody would who writes to NATS past the product. Resolves when the server has them. */
export async function publishToNats(port: number, subject: string, bytes: string): Promise<void> {
  const socket = createConnection({ host: '127.0.0.1', port });
  let heard = '';
  const pong = new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      heard += data.toString('latin1');
      if (heard.includes('PONG')) resolve();
    });
  });
  await once(socket, 'connect');
  socket.write(`CONNECT {"verbose":false}\r\nPUB ${subject} ${Buffer.byteLength(bytes)}\r\n${bytes}\r\nPING\r\n`);
  await pong;
  socket.destroy();
}
