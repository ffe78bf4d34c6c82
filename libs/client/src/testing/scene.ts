import type { Client, ClientOptions } from '../api/client.js';
import { createClient } from '../client/tab-client.js';
import { Tokens } from '../client/tokens.js';
import { createCore, type Core } from '../core/core.js';
import type { ToCore, ToTab } from '../core/messages.js';
import type { OutboxStore } from '../ports/outbox-store.js';
import { portPair } from '../ports/port-pair.js';
import { memoryOutbox } from '../storage/memory-outbox.js';
import { FakeClock } from './fake-clock.js';
import { ScriptedTransport } from './scripted-transport.js';

export interface CoreScene {
  readonly clock: FakeClock;
  readonly transport: ScriptedTransport;
  readonly outbox: OutboxStore;
  /** Another tab on the same core. */
  tab(options?: Pick<ClientOptions, 'token'>): Client;
  /** The core is gone with whatever held it; the tabs attach to a fresh one. */
  loseCore(): void;
}

/** A core whose server the test plays, with as many tabs as it likes. */
export function coreScene(transports = [new ScriptedTransport()], outbox: OutboxStore = memoryOutbox()): CoreScene {
  const clock = new FakeClock();
  const [transport = new ScriptedTransport()] = transports;
  let core: Core | undefined;
  return {
    ...{ clock, transport, outbox },
    tab: ({ token } = {}) =>
      createClient({
        open: () => {
          core ??= createCore({ url: 'http://server', transports, outbox, clock });
          const [tab, end] = portPair<ToTab, ToCore>();
          core.attach(end);
          return Promise.resolve(tab);
        },
        close: () => undefined,
        tokens: new Tokens(token),
        url: () => 'http://server',
      }),
    loseCore() {
      const gone = core;
      core = undefined;
      gone?.close();
    },
  };
}
