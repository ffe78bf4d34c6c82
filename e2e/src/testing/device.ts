import type { TransportName } from '@noroshi/client';
import { eventually } from '@noroshi/testing';
import type { ClientDriver } from './driven-client.js';

/** Whose it is, and where it thinks that the server is. */
export interface DeviceWish {
  readonly token: string;
  readonly userId: string;
  readonly port: number;
  readonly transport: TransportName;
}

/** What one user's clients run on, one after the other, and what keeps for the next one what the last one has not sent. */
export interface Device {
  /** Of the last one nothing is left but what is kept. */
  open(): Promise<ClientDriver>;
  /** How many unsent messages are kept. */
  kept(): Promise<number>;
  discard(): Promise<void>;
}

export type MakeDevice = (wish: DeviceWish) => Promise<Device>;

const PATIENCE_MS = 2_000;

/** What was settled last may still be taken out after the client has ended. @returns whether nothing is kept any more */
export const takenOut = (kept: () => Promise<number>): Promise<boolean> =>
  eventually(async () => (await kept()) === 0, { reason: 'nothing is kept', timeoutMs: PATIENCE_MS }).catch(
    () => false,
  );
