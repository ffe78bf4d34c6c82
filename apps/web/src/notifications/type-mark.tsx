import type { Notification } from '@noroshi/client';

const marks: Readonly<Record<Notification['type'], string>> = {
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9v4.500M10 6.300v.2',
  success: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M6.800 10.200l2.300 2.300 4.200-4.600',
  warning: 'M10 3.500 17.500 16.500h-15zM10 8v4M10 14.200v.2',
  error: 'M6.800 2.800h6.400l4 4v6.400l-4 4H6.800l-4-4V6.800zM7.500 7.500l5 5m0-5-5 5',
};

/** Each has a shape of its own. */
export const TypeMark = ({ type }: { readonly type: Notification['type'] }) => (
  <svg className="icon note-mark" viewBox="0 0 20 20" aria-hidden="true">
    <path d={marks[type]} />
  </svg>
);
