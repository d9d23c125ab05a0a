import { lifeChoices, seatChoices } from "../choices.ts";
import { Button } from "../kit/button.tsx";
import { Select } from "../kit/field.tsx";
import { t } from "../words.ts";
import type { Starting } from "./use-start.ts";

/** The one press, and the two choices beneath it. */
export function StartControls({ starting }: { starting: Starting }) {
	const words = starting.busy ? t("start.busy") : starting.failure ? t("general.tryAgain") : t("start.button");
	return (
		<div className="stack">
			<Button lit big full off={starting.busy} onClick={() => void starting.start()}>
				{words}
			</Button>
			<div className="pair">
				<Select
					label={t("start.livesFor")}
					value={starting.ttlSeconds}
					choices={lifeChoices(starting.ttlSeconds)}
					onChoose={starting.setTtlSeconds}
				/>
				<Select
					label={t("start.people")}
					value={starting.capacity}
					choices={seatChoices(starting.capacity)}
					onChoose={starting.setCapacity}
				/>
			</div>
		</div>
	);
}
