import { useTexts } from '../i18n/use-texts.js';
import { Emoji, emojiName, offeredEmoji } from './emoji.js';
import { texts } from './texts.js';

const others = [
  ...['😀', '😂', '😊', '😍', '🤔', '😅', '😎', '😢', '😮', '😴', '🙄', '🤯'],
  ...['👋', '🙏', '👏', '🙌', '💪', '👌', '👎', '🤝', '✅', '❌', '❓', '❗'],
  ...['🎉', '🚀', '⭐', '💡', '🐛', '🔧', '📌', '⏰', '☕', '🍵', '🌸', '⛰️'],
];

export function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { emoji: names } = useTexts(texts);
  return (
    <div className="emoji-picker">
      {[...offeredEmoji, ...others].map((emoji) => (
        <button
          key={emoji}
          type="button"
          className="action"
          aria-label={emojiName(emoji, names)}
          onClick={() => onPick(emoji)}
        >
          <Emoji emoji={emoji} />
        </button>
      ))}
    </div>
  );
}
