import { browser } from "wxt/browser";
import { type Key, speak } from "../ui/words.ts";

/** Takes the words from the extension's `_locales`, in the browser's language: first thing in every context. */
export function speakTheBrowsersLanguage(): void {
	speak((key) => browser.i18n.getMessage(compiledName(key)).split(" | "));
}

/** `@wxt-dev/i18n` joins groups by "_" and forms by " | ". What names there are, `Key` knows. */
function compiledName(key: Key): "@@ui_locale" {
	return key.replaceAll(".", "_") as "@@ui_locale";
}
