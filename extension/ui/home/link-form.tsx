import { type FormEvent, useState } from "react";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";

/** "Have a link?": takes a pasted link. An empty one opens nothing. */
export function LinkForm({ onOpen }: { onOpen: (link: string) => void }) {
	const [link, setLink] = useState("");
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (link.trim() !== "") onOpen(link.trim());
	};
	return (
		<form onSubmit={submit}>
			<Field
				label="Have a link?"
				placeholder="Paste it here"
				spellCheck={false}
				value={link}
				onChange={(change) => setLink(change.target.value)}
				button={
					<Button beside type="submit">
						Open
					</Button>
				}
			/>
		</form>
	);
}
