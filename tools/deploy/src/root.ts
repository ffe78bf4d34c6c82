import { fileURLToPath } from 'node:url';

/** The repository's folder, from the sources as from what is built. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
