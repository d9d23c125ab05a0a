import { type FormEvent, useId, useState } from "react";
import { hostOf } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import type { SettingsStore } from "../platform.ts";
import { readOrigin, type ServerTest, testServer } from "./test-server.ts";

type State = { name: "idle" } | { name: "testing" } | { name: "tested"; result: ServerTest };

/** The server of new rooms: asked first, saved only when it answers as one of ours. */
export function ServerSetting({ settings, ask }: { settings: SettingsStore; ask: typeof fetch }) {
	const id = useId();
	const [address, setAddress] = useState(settings.getSnapshot().server);
	const [state, setState] = useState<State>({ name: "idle" });

	async function test(event: FormEvent): Promise<void> {
		event.preventDefault();
		if (state.name === "testing") return;
		setState({ name: "testing" });
		const result = await testServer(address, ask);
		if (result.ok) {
			await settings.set({ server: result.origin });
			setAddress(result.origin);
		}
		setState({ name: "tested", result });
	}

	return (
		<form className="setting wide" onSubmit={(event) => void test(event)}>
			<div>
				<label htmlFor={id}>Server address</label>
				<p className="hint" id={`${id}-hint`}>
					Your own, or the built-in one. A room stays on the server it began on.
				</p>
			</div>
			<div className="row">
				<input
					className="input grow min-w-40"
					id={id}
					aria-describedby={`${id}-hint`}
					inputMode="url"
					autoComplete="off"
					spellCheck={false}
					value={address}
					onChange={(change) => {
						setAddress(change.target.value);
						setState({ name: "idle" });
					}}
				/>
				<Button beside type="submit" off={state.name === "testing"}>
					{state.name === "testing" ? "Testing…" : "Test and save"}
				</Button>
			</div>
			<div role="status">
				{state.name === "tested" && <Notice good={state.result.ok}>{resultWords(state.result, address)}</Notice>}
			</div>
		</form>
	);
}

function resultWords(result: ServerTest, address: string): string {
	if (result.ok) return "It answers. Saved.";
	const host = hostOf(readOrigin(address) ?? address);
	const what = {
		address: "That’s no web address.",
		unreachable: `${host} doesn’t answer.`,
		"not-mayfly": `${host} answers, but it’s no Mayfly server.`,
		unwell: `${host} answers, but it isn’t well just now.`,
	}[result.why];
	return `${what} Nothing was saved.`;
}
