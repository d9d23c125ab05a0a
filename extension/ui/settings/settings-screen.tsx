import { type ReactNode, useId, useState } from "react";
import { lifeChoices, seatChoices } from "../choices.ts";
import { type Choice, SelectBox } from "../kit/field.tsx";
import { Brand } from "../kit/mark.tsx";
import { Sky } from "../kit/sky.tsx";
import { Surface } from "../kit/surface.tsx";
import type { Settings, SettingsStore } from "../platform.ts";
import { useSettings } from "../use-rooms.ts";
import { ServerSetting } from "./server-setting.tsx";

/** Options: all that outlives a room. Each choice is saved as it is made. */
export function SettingsScreen({ store, ask = fetch }: { store: SettingsStore; ask?: typeof fetch }) {
	const settings = useSettings(store);
	const set = (change: Partial<Settings>) => void store.set(change);
	return (
		<Surface>
			<Sky>
				<div className="bar column">
					<Brand />
				</div>
			</Sky>
			<main className="page">
				<div className="grid gap-1">
					<h1 className="display">Options</h1>
					<p className="soft">These settings are all that Mayfly keeps on this computer.</p>
				</div>
				<Section title="New rooms">
					<ChoiceSetting
						label="Lives for"
						value={settings.ttlSeconds}
						choices={lifeChoices(settings.ttlSeconds)}
						onChoose={(ttlSeconds) => set({ ttlSeconds })}
					/>
					<ChoiceSetting
						label="People"
						value={settings.capacity}
						choices={seatChoices(settings.capacity)}
						onChoose={(capacity) => set({ capacity })}
					/>
					<SwitchSetting
						label="Copy the link at once"
						hint="So that it’s ready to paste."
						on={settings.copyAtOnce}
						onSwitch={(copyAtOnce) => set({ copyAtOnce })}
					/>
				</Section>
				<Section title="You">
					<NameSetting name={settings.name} onName={(name) => set({ name })} />
				</Section>
				<Section title="Look">
					<ThemeSetting theme={settings.theme} onChoose={(theme) => set({ theme })} />
				</Section>
				<Section title="Server">
					<ServerSetting settings={store} ask={ask} />
				</Section>
				<Section title="Keys">
					<div className="setting wide">
						<p>
							<kbd>Alt</kbd> <kbd>Shift</kbd> <kbd>M</kbd> opens Mayfly. <kbd>Enter</kbd> sends, <kbd>Shift</kbd>{" "}
							<kbd>Enter</kbd> starts a new line, <kbd>Esc</kbd> leaves the box.
						</p>
					</div>
				</Section>
			</main>
		</Surface>
	);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
	const id = useId();
	return (
		<section className="settings" aria-labelledby={id}>
			<h2 className="title" id={id}>
				{title}
			</h2>
			{children}
		</section>
	);
}

type ChoiceSettingProps = { label: string; value: number; choices: Choice[]; onChoose: (value: number) => void };

function ChoiceSetting(props: ChoiceSettingProps) {
	const id = useId();
	return (
		<div className="setting">
			<label htmlFor={id}>{props.label}</label>
			<SelectBox id={id} {...props} />
		</div>
	);
}

type SwitchSettingProps = { label: string; hint: string; on: boolean; onSwitch: (on: boolean) => void };

function SwitchSetting({ label, hint, on, onSwitch }: SwitchSettingProps) {
	const id = useId();
	return (
		<div className="setting">
			<div>
				<label htmlFor={id}>{label}</label>
				<p className="hint" id={`${id}-hint`}>
					{hint}
				</p>
			</div>
			<input
				className="switch"
				type="checkbox"
				role="switch"
				id={id}
				aria-describedby={`${id}-hint`}
				checked={on}
				aria-checked={on}
				onChange={(change) => onSwitch(change.target.checked)}
			/>
		</div>
	);
}

function NameSetting({ name, onName }: { name: string; onName: (name: string) => void }) {
	const id = useId();
	// Storage answers later than keys come: what is typed stands here, and is saved as it is typed.
	const [typed, setTyped] = useState(name);
	return (
		<div className="setting">
			<div>
				<label htmlFor={id}>Your name</label>
				<p className="hint" id={`${id}-hint`}>
					Leave it empty for a new one in each room.
				</p>
			</div>
			<input
				className="input"
				id={id}
				aria-describedby={`${id}-hint`}
				placeholder="Drawn at random"
				maxLength={40}
				autoComplete="off"
				value={typed}
				onChange={(change) => {
					setTyped(change.target.value);
					onName(change.target.value.trim());
				}}
			/>
		</div>
	);
}

const themes = [
	{ value: "system", label: "System" },
	{ value: "light", label: "Light" },
	{ value: "dark", label: "Dark" },
] as const;

function ThemeSetting(props: { theme: Settings["theme"]; onChoose: (theme: Settings["theme"]) => void }) {
	const id = useId();
	return (
		<div className="setting">
			<span className="field-label" id={id}>
				Theme
			</span>
			<div className="choice" role="radiogroup" aria-labelledby={id}>
				{themes.map(({ value, label }) => (
					<label key={value}>
						<input type="radio" name={id} checked={props.theme === value} onChange={() => props.onChoose(value)} />
						{label}
					</label>
				))}
			</div>
		</div>
	);
}
