/** What the menu of a message offers, in its order. Others may come from other clients. */
export const offeredEmoji = ["👍", "❤️", "😂", "😮", "👀", "🙏"] as const;

/** The most UTF-16 units that one emoji may have: the longest families and flags fit. */
export const mostEmojiUnits = 40;

// Blocks, not Unicode's own list: whether something is an emoji must not depend on whose browser asks.
const picture = String.raw`[\u{1F000}-\u{1F1E5}\u{1F200}-\u{1F3FA}\u{1F400}-\u{1FAFF}\u2190-\u2BFF\u3030\u303D\u3297\u3299\u00A9\u00AE]`;
const one = String.raw`${picture}[\uFE0F\u{1F3FB}-\u{1F3FF}]{0,2}[\u{E0020}-\u{E007F}]*`;
const keycap = String.raw`[0-9#*]\uFE0F?\u20E3`;
const flag = String.raw`[\u{1F1E6}-\u{1F1FF}]{2}`;
const emoji = new RegExp(String.raw`^(?:${flag}|${keycap}|${one}(?:\u200D${one})*)$`, "u");

/** Whether a text is one emoji: a picture, perhaps of several that are joined, and no words. */
export const isEmoji = (text: string): boolean => text.length <= mostEmojiUnits && emoji.test(text);
