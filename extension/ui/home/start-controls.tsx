import { lifeChoices, seatChoices } from "../choices.ts";
import { Button } from "../kit/button.tsx";
import { Select } from "../kit/field.tsx";
import type { Starting } from "./use-start.ts";

/** The one press, and the two choices beneath it. */
export function StartControls({ starting }: { starting: Starting }) {
	const words = starting.busy ? "Starting…" : starting.failure ? "Try again" : "Start a room";
	return (
		<div className="stack">
			<Button lit big full off={starting.busy} onClick={() => void starting.start()}>
				{words}
			</Button>
			<div className="pair">
				<Select
					label="Lives for"
					value={starting.ttlSeconds}
					choices={lifeChoices(starting.ttlSeconds)}
					onChoose={starting.setTtlSeconds}
				/>
				<Select
					label="People"
					value={starting.capacity}
					choices={seatChoices(starting.capacity)}
					onChoose={starting.setCapacity}
				/>
			</div>
		</div>
	);
}
