import { t } from "../../words.ts";
import type { MicrophoneRefusal } from "./microphone.ts";

export function microphoneWords(refusal: MicrophoneRefusal): string {
	switch (refusal) {
		case "refused":
			return t("voice.refused");
		case "none":
			return t("voice.none");
		case "busy":
			return t("voice.busy");
	}
}
