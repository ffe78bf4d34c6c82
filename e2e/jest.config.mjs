import { preset } from '../jest.preset.mjs';

/** A stack takes seconds to start, and tests of survival wait for the bounds of the contract. */
export default preset('e2e', { testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'], testTimeout: 60_000 });
