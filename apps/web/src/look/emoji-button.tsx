import { EmojiPicker } from './emoji-picker.js';
import { SmileIcon } from './icons.js';
import { PopoverButton } from './popover-button.js';

interface Props {
  readonly label: string;
  readonly className: string;
  readonly onPick: (emoji: string) => void;
}

/** Offers emoji, and closes when one was picked. */
export function EmojiButton({ label, className, onPick }: Props) {
  const inside = (close: () => void) => (
    <EmojiPicker
      onPick={(emoji) => {
        onPick(emoji);
        close();
      }}
    />
  );
  return (
    <PopoverButton label={label} className={className} inside={inside}>
      <SmileIcon />
    </PopoverButton>
  );
}
