import { Eye, EyeOff } from "lucide-react";
import { use, useState } from "react";
import { isWhole } from "../../room/shared-file.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Names } from "../room/reactions.tsx";
import { t } from "../words.ts";
import type { FileInLogProps } from "./file-in-log.tsx";
import { FileProgress } from "./file-progress.tsx";
import { useFiles } from "./files-context.ts";

type OnceInLogProps = Omit<FileInLogProps, "alt"> & {
	/** The sender's name. */
	name: string;
	/** memberIds of those who have viewed it, me among them. */
	viewed: readonly string[];
};

/** A picture that each of the others may view once, as it stands in the log: nothing of it is drawn there. */
export function OnceInLog(props: OnceInLogProps) {
	const { id, file, arrived, mine, sent, name, viewed, goneSender, reachable } = props;
	const files = useFiles();
	const nameOf = use(Names);
	const [failed, setFailed] = useState(false);
	const isHere = isWhole(file, arrived);
	const names = viewed.map(nameOf);
	const isViewed = !mine && names.includes(null);
	const view = async (button: HTMLElement) => {
		// The button goes with the press: from the picture, the way leads back to its message.
		button.closest("article")?.focus({ preventScroll: true });
		setFailed(false);
		setFailed(!(await files.viewOnce(id)));
	};
	return (
		<>
			<div className="file-card once">
				<Icon of={isViewed ? EyeOff : Eye} />
				<p>
					<span className="name">{t(isViewed ? "once.viewed" : mine ? "once.mine" : "once.card")}</span>
					{mine && isHere && <ViewedBy names={names} />}
				</p>
				{!mine && !isViewed && isHere && (
					<Button
						small
						aria-label={t("once.viewFrom", { name })}
						tabIndex={reachable ? undefined : -1}
						onClick={({ currentTarget }) => void view(currentTarget)}
					>
						{t("once.view")}
					</Button>
				)}
			</div>
			{failed && !isViewed && (
				<p className="state bad" role="alert">
					{t("once.failed")}
				</p>
			)}
			{sent && !isHere && goneSender !== null && <p className="state">{t("file.unfinished", { name: goneSender })}</p>}
			{sent && !isHere && goneSender === null && (
				<FileProgress {...{ file, arrived, mine, reachable }} onStop={() => files.stop(id)} />
			)}
		</>
	);
}

/** Who has viewed a picture of mine. */
function ViewedBy({ names }: { names: readonly (string | null)[] }) {
	const list = new Intl.ListFormat(t("language.tag"), { type: "conjunction" });
	const others = names.filter((name) => name !== null);
	return (
		<span className="size" aria-live="off">
			{others.length > 0 ? t("once.viewedBy", { names: list.format(others) }) : t("once.notYet")}
		</span>
	);
}
