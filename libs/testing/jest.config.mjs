import { preset } from '../../jest.preset.mjs';

export default preset('testing', { testTimeout: 60_000 });
