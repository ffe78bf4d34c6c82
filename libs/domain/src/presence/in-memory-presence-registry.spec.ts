import { presenceRegistryContract } from '../testing/presence-registry-contract.js';
import { InMemoryPresenceRegistry } from './in-memory-presence-registry.js';

describe('InMemoryPresenceRegistry', () => presenceRegistryContract(() => new InMemoryPresenceRegistry()));
