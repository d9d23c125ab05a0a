import { Question } from "../kit/sheet.tsx";

type AskProps = { onNo: () => void; onYes: () => void };

/** Asked after a press on Destroy; holding it skips this. `people`: how many hold a seat, with me. */
export function AskDestroy({ people, onNo, onYes }: AskProps & { people: number }) {
	const whom = people > 2 ? `, for all ${people} of you` : people === 2 ? ", for both of you" : "";
	return (
		<Question
			title="Destroy this room?"
			safe="Keep it"
			onSafe={onNo}
			grave="Destroy for everyone"
			onGrave={onYes}
			danger
			note="Next time, hold the button to skip this question."
		>
			It ends now{whom}. Messages and keys are erased, here and on the server. No way back.
		</Question>
	);
}

export function AskLeave({ people, onNo, onYes }: AskProps & { people: number }) {
	return (
		<Question title="Leave this room?" safe="Stay" onSafe={onNo} grave="Leave" onGrave={onYes}>
			{people > 1
				? "The others stay, and your seat is free again. What you have of the room is erased from this browser."
				: "Nobody else is here. The room goes on until its time is up, but what you have of it is erased from this browser."}
		</Question>
	);
}
