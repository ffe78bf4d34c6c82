import { preset } from '../jest.preset.mjs';

export default preset('e2e', { testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'] });
