import { CircleAlert } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import {
	closeMicrophone,
	type MicrophoneRefusal,
	microphoneAccess,
	openMicrophone,
} from "../files/voice/microphone.ts";
import { microphoneWords } from "../files/voice/microphone-words.ts";
import { Hero } from "../join/hero.tsx";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Surface } from "../kit/surface.tsx";
import { t } from "../words.ts";

/** Lets the browser ask for the microphone, which is closed again at once. `onAllowed`: it may be used from now on. */
export function MicrophoneScreen({ onAllowed }: { onAllowed: () => void }) {
	const [refusal, setRefusal] = useState<MicrophoneRefusal | null>(null);
	const ask = useCallback(async () => {
		setRefusal(null);
		const opened = await openMicrophone();
		if (typeof opened === "string") return setRefusal(opened);
		closeMicrophone(opened);
		onAllowed();
	}, [onAllowed]);

	useEffect(() => {
		void ask();
		let access: PermissionStatus | null = null;
		// It can also be allowed in the browser's settings.
		const look = () => {
			if (access?.state === "granted") onAllowed();
		};
		void microphoneAccess().then((found) => {
			access = found;
			access?.addEventListener("change", look);
		});
		return () => access?.removeEventListener("change", look);
	}, [ask, onAllowed]);

	return (
		<Surface>
			<Hero heading={t("microphone.heading")}>{t("microphone.text")}</Hero>
			<main className="narrow">
				<div role="alert">
					{refusal && (
						<p className="state bad">
							<Icon of={CircleAlert} small />
							{microphoneWords(refusal)}
						</p>
					)}
				</div>
				<Button full onClick={() => void ask()}>
					{t("microphone.ask")}
				</Button>
			</main>
		</Surface>
	);
}
