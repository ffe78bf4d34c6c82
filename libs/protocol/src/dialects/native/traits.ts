import type { SessionTraits } from '../../dialect.js';

export const traits = (): SessionTraits => ({ oneRoom: false, greetsGuests: true });
