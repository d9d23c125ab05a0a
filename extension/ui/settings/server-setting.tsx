import { type FormEvent, useId, useState } from "react";
import { hostOf } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import type { SettingsStore } from "../platform.ts";
import { t } from "../words.ts";
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
				<label htmlFor={id}>{t("settings.serverAddress")}</label>
				<p className="hint" id={`${id}-hint`}>
					{t("settings.serverHint")}
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
					{t(state.name === "testing" ? "settings.testing" : "settings.test")}
				</Button>
			</div>
			<div role="status">
				{state.name === "tested" && <Notice good={state.result.ok}>{resultWords(state.result, address)}</Notice>}
			</div>
		</form>
	);
}

const unfitKeys = {
	unreachable: "settings.unreachable",
	"not-mayfly": "settings.notMayfly",
	unwell: "settings.unwell",
} as const;

function resultWords(result: ServerTest, address: string): string {
	if (result.ok) return t("settings.saved");
	if (result.why === "address") return t("settings.noAddress");
	return t(unfitKeys[result.why], { host: hostOf(readOrigin(address) ?? address) });
}
