import { useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { LinkIcon } from '../look/icons.js';
import { roomLink } from './room-link.js';
import { texts } from './texts.js';

interface Props {
  readonly className: string;
  readonly label: string;
  readonly roomId: string;
  readonly messageId?: string | undefined;
}

const toldMs = 2_000;

/** Puts the link to a room, or to a message in it, where it can be pasted from. */
export function CopyLink({ className, label, roomId, messageId }: Props) {
  const said = useTexts(texts);
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    const done = (): void => {
      setCopied(true);
      setTimeout(() => setCopied(false), toldMs);
    };
    // The browser may forbid it; the settings of the room show the link too.
    void navigator.clipboard.writeText(roomLink(roomId, messageId)).then(done, () => undefined);
  };
  return (
    <button type="button" className={`${className} copy-link`} onClick={copy} aria-label={label} title={label}>
      <LinkIcon />
      <span role="status">{copied && <span className="tip">{said.copied}</span>}</span>
    </button>
  );
}
