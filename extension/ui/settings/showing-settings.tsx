import type { SettingsStore } from "../platform.ts";
import { useSettings } from "../use-rooms.ts";
import { t } from "../words.ts";
import { SwitchSetting } from "./switch-setting.tsx";

/** What others may see of what one does. Whoever shows nothing sees them all the same. */
export function ShowingSettings({ store }: { store: SettingsStore }) {
	const { showWriting, showSeen } = useSettings(store);
	return (
		<>
			<SwitchSetting
				label={t("settings.showWriting")}
				hint={t("settings.showWritingHint")}
				on={showWriting}
				onSwitch={(on) => void store.set({ showWriting: on })}
			/>
			<SwitchSetting
				label={t("settings.showSeen")}
				hint={t("settings.showSeenHint")}
				on={showSeen}
				onSwitch={(on) => void store.set({ showSeen: on })}
			/>
		</>
	);
}
