import english from "../locales/en.json";
import { speak, wordsOf } from "./words.ts";

type LocaleFile = { default: object };

/** Each is a small file of its own, loaded when somebody reads it. */
const others = import.meta.glob<LocaleFile>(["../locales/*.json", "!../locales/en.json"]);

/**
 * Speaks, on a page that no browser hands words to, the first language of `wanted` (as `navigator.languages` has them)
 * that there is, else English; also when that file does not load, since a room matters more than its words. English is
 * there from the start, but for what is said in a room alone, where the build keeps that apart.
 */
export async function speakBundled(wanted: readonly string[]): Promise<void> {
	const load = choose(wanted, Object.keys(others));
	const file = load && (await others[load]?.().catch(() => undefined));
	if (file) return speak(wordsOf(file.default));
	speak(wordsOf(english), async () => {
		const { roomWords } = await import("./room-words.ts");
		return wordsOf({ ...english, ...roomWords });
	});
}

/** The path of the file to load; undefined is English. `de-AT` is content with `de`, `pt` with `pt_BR`. */
export function choose(wanted: readonly string[], paths: readonly string[]): string | undefined {
	const languages = paths.map((path) => ({ path, tag: (path.match(/(\w+)\.json$/)?.[1] ?? "").replace("_", "-") }));
	for (const tag of wanted) {
		const language = tag.split("-")[0];
		if (language === "en") return undefined;
		const same = languages.filter((one) => one.tag.split("-")[0] === language);
		const found = same.find((one) => one.tag === tag) ?? same[0];
		if (found) return found.path;
	}
	return undefined;
}
