import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { announce } from './parent.js';

const rooms = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

const roomOf = (path = '/'): Set<WebSocket> => {
  const name = new URL(path, 'http://peer').searchParams.get('room') ?? '';
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room);
  return room;
};

server.on('connection', (socket, { url }) => {
  const room = roomOf(url).add(socket);
  socket.on('close', () => room.delete(socket));
  socket.on('message', (data: Buffer) => {
    for (const member of room) member.send(data, { binary: false });
  });
});

server.on('listening', () => announce((server.address() as AddressInfo).port));
