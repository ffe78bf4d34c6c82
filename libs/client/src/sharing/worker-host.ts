import type { Core } from '../core/core.js';
import { beginLife } from './life.js';
import { pipePort } from './pipe-port.js';
import type { Knock, Opened } from './worker-messages.js';

/** A worker has the name of what its tabs share, so all of them want the same core. */
export function hostTabs(scope: EventTarget, createCore: (knock: Knock) => Core): void {
  const life = beginLife();
  let core: Core | undefined;
  scope.addEventListener('connect', (event) => {
    const [port] = (event as MessageEvent).ports;
    if (!port) return;
    port.onmessage = ({ data: knock }: MessageEvent<Knock>) => {
      void life.then(({ name }) => {
        core ??= createCore(knock);
        core.attach(pipePort(port, knock.life));
        port.postMessage({ life: name } satisfies Opened);
      });
    };
  });
}
