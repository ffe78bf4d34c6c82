import type { ReactNode } from 'react';
import type { texts } from './texts.js';

type Names = (typeof texts)['en']['emoji'];

/** Drawn here, so that a reaction looks the same and is there at all on machines without an emoji font. */
const drawings: Readonly<Record<string, { readonly name: keyof Names; readonly path: ReactNode }>> = {
  '🔥': {
    name: 'fire',
    path: (
      <>
        <path
          fill="#f0662b"
          d="M10.600 1.500c.7 3.700 4.900 5.300 4.900 10.100a5.500 5.500 0 0 1-11 0c0-2.700 1.700-4.200 2.700-6.300.5 1.500 1.100 2.400 2.200 2.700.9-2.100.7-4.300 1.200-6.500z"
        />
        <path
          fill="#ffc145"
          d="M10.200 9.500c.3 1.900 2.300 2.500 2.300 4.700a2.500 2.500 0 0 1-5 .1c0-2 2-2.600 2.700-4.800z"
        />
      </>
    ),
  },
  '👍': {
    name: 'thumbsUp',
    path: (
      <>
        <path
          fill="#f2b84b"
          d="M7 9.200 9.600 3c.2-.5.6-.8 1.100-.7 1.200.2 1.800 1.200 1.600 2.500l-.5 3h3.700c1.100 0 1.800 1 1.500 2l-1.600 5.700c-.3.9-1 1.500-2 1.500H7z"
        />
        <rect x="3" y="8.700" width="3.200" height="8.300" rx="1" fill="#d9902f" />
      </>
    ),
  },
  '❤️': {
    name: 'heart',
    path: (
      <path
        fill="#e0405a"
        d="M10 17C5.500 13.500 2.500 10.900 2.500 7.600 2.500 5.300 4.200 3.700 6.300 3.700c1.500 0 2.900.8 3.700 2.200.8-1.400 2.200-2.200 3.700-2.200 2.100 0 3.800 1.600 3.800 3.900 0 3.300-3 5.900-7.500 9.400z"
      />
    ),
  },
  '😄': {
    name: 'laughing',
    path: (
      <>
        <circle cx="10" cy="10" r="7.500" fill="#f7c948" />
        <path d="M5.800 11h8.400a4.200 4.200 0 0 1-8.400 0z" fill="#6b3d12" />
        <path
          d="M6 8.200q1.200-1.900 2.400 0M11.600 8.200q1.200-1.900 2.400 0"
          stroke="#6b3d12"
          strokeWidth="1.200"
          fill="none"
        />
      </>
    ),
  },
  '👀': {
    name: 'eyes',
    path: (
      <>
        <ellipse cx="6" cy="10" rx="3.700" ry="5.200" fill="#fff" stroke="#8a7d74" strokeWidth=".9" />
        <ellipse cx="14" cy="10" rx="3.700" ry="5.200" fill="#fff" stroke="#8a7d74" strokeWidth=".9" />
        <circle cx="7.300" cy="11" r="1.900" fill="#33261e" />
        <circle cx="15.300" cy="11" r="1.900" fill="#33261e" />
      </>
    ),
  },
};

export const offeredEmoji = ['🔥', '👍', '❤️', '😄', '👀'] as const;

const drawingOf = (emoji: string) => (Object.hasOwn(drawings, emoji) ? drawings[emoji] : undefined);

/** What a screen reader says in place of the picture: it knows the names of the others itself. */
export const emojiName = (emoji: string, names: Names): string => {
  const drawing = drawingOf(emoji);
  return drawing ? names[drawing.name] : emoji;
};

export function Emoji({ emoji }: { readonly emoji: string }) {
  const drawing = drawingOf(emoji);
  if (!drawing) return <span className="emoji-text">{emoji}</span>;
  return (
    <svg className="emoji" viewBox="0 0 20 20" aria-hidden="true">
      {drawing.path}
    </svg>
  );
}
