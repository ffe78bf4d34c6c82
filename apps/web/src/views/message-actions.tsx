import { useState } from 'react';
import { Emoji, emojiName, offeredEmoji } from './emoji.js';
import { DeleteIcon, EditIcon } from '../look/icons.js';

interface Props {
  readonly isMine: boolean;
  readonly onReact: (emoji: string) => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

export function MessageActions({ isMine, onReact, onEdit, onDelete }: Props) {
  return (
    <div className="actions" role="group" aria-label="Message actions">
      {offeredEmoji.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className="action"
          aria-label={`React with ${emojiName(emoji)}`}
          onClick={() => onReact(emoji)}
        >
          <Emoji emoji={emoji} />
        </button>
      ))}
      {isMine && (
        <>
          <button type="button" className="action" aria-label="Edit message" onClick={onEdit}>
            <EditIcon />
          </button>
          <DeleteButton onDelete={onDelete} />
        </>
      )}
    </div>
  );
}

/** Asks once more, since there is no way back. */
function DeleteButton({ onDelete }: Pick<Props, 'onDelete'>) {
  const [asked, setAsked] = useState(false);
  return (
    <button
      type="button"
      className="action"
      data-asked={asked}
      aria-label={asked ? 'Really delete message' : 'Delete message'}
      onClick={asked ? onDelete : () => setAsked(true)}
      onBlur={() => setAsked(false)}
      onMouseLeave={() => setAsked(false)}
    >
      {asked ? 'Delete?' : <DeleteIcon />}
    </button>
  );
}
