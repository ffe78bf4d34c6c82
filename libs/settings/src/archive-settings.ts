import { httpUrl, plainText, wholeNumber } from './parsers.js';
import type { SettingOf } from './setting.js';

type Key = 'archiveBucket' | 'archiveEndpoint' | 'archiveRegion' | 'archiveLateness';

/** Where the analytics topic is kept for good. Credentials are for the S3 library to find: `AWS_ACCESS_KEY_ID` and so on. */
export const archiveSettings: { readonly [K in Key]: SettingOf<K> } = {
  archiveBucket: {
    name: 'NOROSHI_ARCHIVE_BUCKET',
    parse: plainText,
    defaultShown: 'none: nothing is archived',
    unit: 'name of a bucket',
    meaning: 'keeps the analytics topic, hour by hour (archive.md); made when it is not there',
  },
  archiveEndpoint: {
    name: 'NOROSHI_ARCHIVE_ENDPOINT',
    parse: httpUrl,
    defaultShown: 'that of Amazon S3 in the region',
    unit: 'http(s) URL',
    meaning: 'the S3-compatible store that has the bucket',
  },
  archiveRegion: {
    name: 'NOROSHI_ARCHIVE_REGION',
    parse: plainText,
    default: 'us-east-1',
    unit: 'name of a region',
    meaning: 'of the bucket; most other stores than Amazon S3 take any',
  },
  archiveLateness: {
    name: 'NOROSHI_ARCHIVE_LATENESS',
    parse: wholeNumber({ min: 1, max: 86_400 }),
    default: 900,
    unit: 'seconds',
    meaning: 'an hour is archived when an event has come that is so much later than its end',
  },
};
