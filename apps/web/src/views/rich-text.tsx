import { memo } from 'react';
import { linkify } from '../room/linkify.js';

/** What somebody wrote, as text: only web addresses become anything else. */
export const RichText = memo(function RichText({ text }: { readonly text: string }) {
  return linkify(text).map((part, index) =>
    part.href === undefined ? (
      part.text
    ) : (
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {part.text}
      </a>
    ),
  );
});
