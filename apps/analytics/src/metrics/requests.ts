import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { addresses, type AnalyticsRequests } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import type { Measurer } from './measurer.js';

const testAlert = Compile(
  Type.Object({
    severity: Type.Optional(Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')])),
    title: Type.Optional(Type.String()),
    message: Type.Optional(Type.String()),
  }),
);

/** Answers until closed. What is no request is thrown, and answered as such by the bus. */
export const serveRequests = (bus: Pick<CommandBus, 'serve'>, measurer: Pick<Measurer, 'raise'>): { close(): void } =>
  bus.serve(addresses.analytics('raiseTestAlert'), (payload): ReturnType<AnalyticsRequests['raiseTestAlert']> => {
    if (!testAlert.Check(payload)) throw new TypeError('that is no wish for an alert');
    return { ok: true, alert: measurer.raise(payload) };
  });
