import { tellsItsFlatFrames } from '../../testing/flat-table.js';
import { roomsDescription } from './description.js';

describe('the table of the rooms dialect', () => {
  tellsItsFlatFrames(new URL('README.md', import.meta.url), roomsDescription);
});
