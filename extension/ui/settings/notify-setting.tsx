import { useState } from "react";
import { Notice } from "../kit/notice.tsx";
import type { NotificationAccess, Settings } from "../platform.ts";
import { t } from "../words.ts";
import { SwitchSetting } from "./switch-setting.tsx";

type NotifySettingProps = { access: NotificationAccess; on: boolean; set: (change: Partial<Settings>) => void };

/** Notifications: the switch turns on once the browser allows them. */
export function NotifySetting({ access, on, set }: NotifySettingProps) {
	const [wasRefused, setWasRefused] = useState(false);
	const turn = async (isWanted: boolean) => {
		const isOn = isWanted && (await access.request().catch(() => false));
		setWasRefused(isWanted && !isOn);
		set({ notify: isOn ? "on" : "off" });
	};
	return (
		<SwitchSetting
			label={t("settings.notify")}
			hint={t("settings.notifyHint")}
			on={on}
			onSwitch={(isWanted) => void turn(isWanted)}
		>
			<div role="status">{wasRefused && <Notice good={false}>{t("settings.notifyRefused")}</Notice>}</div>
		</SwitchSetting>
	);
}
