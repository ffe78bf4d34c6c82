import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { addresses, type AnalyticsRequests, type RollupStore } from '@noroshi/domain';
import { Outage, type CommandBus } from '@noroshi/event-sourcing';
import type { Measurer } from './measurer.js';

const testAlert = Compile(
  Type.Object({
    severity: Type.Optional(Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')])),
    title: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
  }),
);

const range = Compile(
  Type.Object({
    roomId: Type.String(),
    from: Type.Number(),
    to: Type.Number(),
    limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
  }),
);

const acknowledgement = Compile(Type.Object({ alertId: Type.String(), by: Type.String() }));

type Serving = Pick<CommandBus, 'serve'>;

/** Answers until closed. What is no request is thrown, and answered as such by the bus. */
export const serveTestAlerts = (bus: Serving, measurer: Pick<Measurer, 'raise'>): { close(): void } =>
  bus.serve(addresses.analytics('raiseTestAlert'), (payload): ReturnType<AnalyticsRequests['raiseTestAlert']> => {
    if (!testAlert.Check(payload)) throw new TypeError('that is no wish for an alert');
    return { ok: true, alert: measurer.raise(payload) };
  });

/** The same. */
export const serveAcknowledgements = (bus: Serving, measurer: Pick<Measurer, 'acknowledge'>): { close(): void } =>
  bus.serve(addresses.analytics('acknowledgeAlert'), (payload): ReturnType<AnalyticsRequests['acknowledgeAlert']> => {
    if (!acknowledgement.Check(payload)) throw new TypeError('that is no acknowledgement');
    const alert = measurer.acknowledge(payload);
    return alert ? { ok: true, alert } : { ok: false, code: 'not_found' };
  });

/** The same. */
export const serveRollups = (bus: Serving, rollups: Pick<RollupStore, 'range'>): { close(): void } =>
  bus.serve(addresses.analytics('rollups'), async (payload): ReturnType<AnalyticsRequests['rollups']> => {
    if (!range.Check(payload)) throw new TypeError('that is no range of minutes');
    try {
      return { ok: true, rollups: await rollups.range(payload) };
    } catch (cause) {
      if (cause instanceof Outage) return { ok: false, code: 'unavailable' };
      throw cause;
    }
  });
