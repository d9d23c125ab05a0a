import { type FormEvent, useState } from "react";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { t } from "../words.ts";

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
				label={t("link.question")}
				placeholder={t("link.placeholder")}
				spellCheck={false}
				value={link}
				onChange={(change) => setLink(change.target.value)}
				button={
					<Button beside type="submit">
						{t("link.open")}
					</Button>
				}
			/>
		</form>
	);
}
