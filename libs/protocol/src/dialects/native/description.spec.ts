import { tellsItsFlatFrames } from '../../testing/flat-table.js';
import { nativeDescription } from './description.js';

describe('the table of the native language', () => {
  tellsItsFlatFrames(new URL('README.md', import.meta.url), nativeDescription, ['ref']);
});
