import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

const POLL_MS = 50;
const PATIENCE_MS = 10_000;

/**
 * Makes another Node process collect its garbage, through its debugger: V8 would otherwise keep what is of no use for as
 * long as nobody else needs the memory, and a look at it would count that.
 *
 * @param port its `--inspect-port`; the debugger listens there from then on
 * @throws Error when the process is gone, or its debugger does not answer
 */
export async function collectGarbage(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await debuggerOf(port));
  try {
    await once(socket, 'open');
    const answered = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
    const [answer] = await answered;
    const { error } = JSON.parse(answer.toString('utf8')) as { readonly error?: { readonly message: string } };
    if (error) throw new Error(`garbage was not collected: ${error.message}`);
  } finally {
    socket.terminate();
  }
}

/** Where the debugger is spoken to, once it listens. */
async function debuggerOf(port: number): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const targets = await fetch(`http://127.0.0.1:${port}/json`).then(
      (answer) => answer.json() as Promise<readonly { readonly webSocketDebuggerUrl: string }[]>,
      () => [],
    );
    if (targets[0]) return targets[0].webSocketDebuggerUrl;
    if (performance.now() >= deadline) throw new Error(`no debugger listens on port ${port}`);
    await delay(POLL_MS);
  }
}
