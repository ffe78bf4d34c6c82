import { clientsKeepTheirWord } from './testing/client-suite.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });

describe('over a WebSocket', () => clientsKeepTheirWord({ scene, options: { transports: ['websocket'] } }));
