import { accessLane, type AccessEvent } from '@noroshi/domain';
import { EventLogUnavailable, InMemoryDeadLetters, InMemoryEventLog, type EventSource } from '@noroshi/event-sourcing';
import { Operations } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { eventually } from '@noroshi/testing';
import { AccessWatch } from './access-watch.js';

/** A log that can be cut off, as a connection is. */
class Setting {
  readonly log = new InMemoryEventLog<AccessEvent>();
  readonly known: string[] = [];
  isAway = false;
  refusals = 0;
  #lost: () => void = () => undefined;
  #back: () => void = () => undefined;

  revoke(userId: string) {
    const event: AccessEvent = { type: 'UserRevoked', at: 1, by: { kind: 'key', id: 'k' } };
    return this.log.append(accessLane(userId), event);
  }

  watch(): Promise<AccessWatch> {
    const source: EventSource<AccessEvent> = {
      subscribe: (options) => (this.isAway ? this.#refuse() : this.log.subscribe(options)),
    };
    return AccessWatch.begin({
      ...{ source, epoch: this.log.epoch, deadLetters: new InMemoryDeadLetters() },
      projection: { name: 'known', apply: ({ lane }) => void this.known.push(lane.entity) },
      connection: {
        onDisconnect: (listener) => ((this.#lost = listener), () => undefined),
        onReconnect: (listener) => ((this.#back = listener), () => undefined),
      },
      consumers: new Operations({ logger: createLogger({ name: 'test', level: 'silent' }) }).consumers,
    });
  }

  #refuse(): Promise<never> {
    this.refusals += 1;
    return Promise.reject(new EventLogUnavailable('away'));
  }

  lose(): void {
    this.#lost();
  }

  comeBack(): void {
    this.#back();
  }
}

describe('whoever watches revocations', () => {
  it('knows all of before when it begins, and those that follow as they come', async () => {
    const setting = new Setting();
    await setting.revoke('ann');
    const watch = await setting.watch();
    expect([setting.known, watch.isCurrent]).toEqual([['ann'], true]);
    await setting.revoke('ben');
    await eventually(() => setting.known.length === 2, { reason: 'the second is heard' });
    await watch.close();
  });

  it('is not current from the loss of the connection until it has read what it missed', async () => {
    const setting = new Setting();
    const watch = await setting.watch();
    setting.lose();
    expect(watch.isCurrent).toBe(false);
    await setting.revoke('ann');
    // Connected again, but the log does not answer yet.
    setting.isAway = true;
    setting.comeBack();
    expect(watch.isCurrent).toBe(false);
    setting.isAway = false;
    await eventually(() => watch.isCurrent, { reason: 'it has caught up' });
    expect(setting.known).toEqual(['ann']);
    await watch.close();
  });

  it('is not current when the connection was lost again while it caught up', async () => {
    const setting = new Setting();
    const watch = await setting.watch();
    setting.lose();
    setting.comeBack();
    setting.lose();
    await setting.revoke('ann');
    await eventually(() => setting.known.length === 1, { reason: 'the log is read on' });
    expect(watch.isCurrent).toBe(false);
    setting.comeBack();
    await eventually(() => watch.isCurrent, { reason: 'it has caught up' });
    await watch.close();
  });

  it('begin once the log can be read', async () => {
    const setting = new Setting();
    await setting.revoke('ann');
    setting.isAway = true;
    const beginning = setting.watch();
    await eventually(() => setting.refusals > 1, { reason: 'it was asked for in vain' });
    setting.isAway = false;
    const watch = await beginning;
    expect([watch.isCurrent, setting.known]).toEqual([true, ['ann']]);
    await watch.close();
  });
});
