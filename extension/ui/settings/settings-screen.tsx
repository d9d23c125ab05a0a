import { Fragment, type ReactNode, useId, useState } from "react";
import { lifeChoices, seatChoices } from "../choices.ts";
import { type Choice, SelectBox } from "../kit/field.tsx";
import { Brand } from "../kit/mark.tsx";
import { Rich } from "../kit/rich.tsx";
import { Sky } from "../kit/sky.tsx";
import { Surface } from "../kit/surface.tsx";
import type { Platform, Settings } from "../platform.ts";
import { useSettings } from "../use-rooms.ts";
import { t } from "../words.ts";
import { NotifySetting } from "./notify-setting.tsx";
import { ServerSetting } from "./server-setting.tsx";
import { ShowingSettings } from "./showing-settings.tsx";
import { SwitchSetting } from "./switch-setting.tsx";

/** Options: all that outlives a room. Each choice is saved as it is made. */
export function SettingsScreen({ platform, ask = fetch }: { platform: Platform; ask?: typeof fetch }) {
	const { settings: store, notifications, privateWindows } = platform;
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
					<h1 className="display">{t("general.options")}</h1>
					<p className="soft">{t("settings.lead")}</p>
				</div>
				<Section title={t("settings.newRooms")}>
					<ChoiceSetting
						label={t("start.livesFor")}
						value={settings.ttlSeconds}
						choices={lifeChoices(settings.ttlSeconds)}
						onChoose={(ttlSeconds) => set({ ttlSeconds })}
					/>
					<ChoiceSetting
						label={t("start.people")}
						value={settings.capacity}
						choices={seatChoices(settings.capacity)}
						onChoose={(capacity) => set({ capacity })}
					/>
					<SwitchSetting
						label={t("settings.copyAtOnce")}
						hint={t("settings.copyAtOnceHint")}
						on={settings.copyAtOnce}
						onSwitch={(copyAtOnce) => set({ copyAtOnce })}
					/>
				</Section>
				<Section title={t("general.you")}>
					<NameSetting name={settings.name} onName={(name) => set({ name })} />
					<ShowingSettings store={store} />
				</Section>
				<Section title={t("settings.look")}>
					<ThemeSetting theme={settings.theme} onChoose={(theme) => set({ theme })} />
					{notifications && <NotifySetting access={notifications} on={settings.notify === "on"} set={set} />}
				</Section>
				<Section title={t("settings.server")}>
					<ServerSetting settings={store} ask={ask} />
				</Section>
				{privateWindows && (
					<Section title={t("settings.privateWindows")}>
						<div className="setting wide">
							<p>{privateWindows === "apart" ? t("settings.privateApart") : t("settings.privateTogether")}</p>
						</div>
					</Section>
				)}
				<Section title={t("settings.keys")}>
					<div className="setting wide">
						<p>
							<Rich
								of="settings.keysText"
								opens={<KeyCaps names={["Alt", "Shift", "M"]} />}
								sends={<KeyCaps names={["Enter"]} />}
								newLine={<KeyCaps names={["Shift", "Enter"]} />}
								leaves={<KeyCaps names={["Esc"]} />}
								panics={<KeyCaps names={["Alt", "Shift", "L"]} />}
							/>
						</p>
					</div>
				</Section>
			</main>
		</Surface>
	);
}

function KeyCaps({ names }: { names: readonly string[] }) {
	return names.map((name, at) => (
		<Fragment key={name}>
			{at > 0 && " "}
			<kbd>{name}</kbd>
		</Fragment>
	));
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

function NameSetting({ name, onName }: { name: string; onName: (name: string) => void }) {
	const id = useId();
	// Storage answers later than keys come: what is typed stands here, and is saved as it is typed.
	const [typed, setTyped] = useState(name);
	return (
		<div className="setting">
			<div>
				<label htmlFor={id}>{t("general.yourName")}</label>
				<p className="hint" id={`${id}-hint`}>
					{t("settings.nameHint")}
				</p>
			</div>
			<input
				className="input"
				id={id}
				aria-describedby={`${id}-hint`}
				placeholder={t("settings.nameRandom")}
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
	{ value: "system", label: "settings.themeSystem" },
	{ value: "light", label: "settings.themeLight" },
	{ value: "dark", label: "settings.themeDark" },
] as const;

function ThemeSetting(props: { theme: Settings["theme"]; onChoose: (theme: Settings["theme"]) => void }) {
	const id = useId();
	return (
		<div className="setting">
			<span className="field-label" id={id}>
				{t("settings.theme")}
			</span>
			<div className="choice" role="radiogroup" aria-labelledby={id}>
				{themes.map(({ value, label }) => (
					<label key={value}>
						<input type="radio" name={id} checked={props.theme === value} onChange={() => props.onChoose(value)} />
						{t(label)}
					</label>
				))}
			</div>
		</div>
	);
}
