import { Check, QrCode as QrIcon } from "lucide-react";
import { useState } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { toCompare } from "../../room/compared.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { LoadedQrCode } from "../kit/loaded-qr-code.tsx";
import { Notice } from "../kit/notice.tsx";
import { Question, Sheet } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { numberedMembers, useSafetyNumber } from "./use-safety-number.ts";

/** As many groups as there will be: the number must not make the sheet jump when it is there. */
const notYet = Array.from({ length: 8 }, () => "\u2007".repeat(5));

type SafetySheetProps = {
	room: LiveRoom;
	onClose: () => void;
	/** It was compared. One that matches closes the sheet. */
	onAnswer: (memberIds: readonly string[], matches: boolean) => void;
	onDestroy: () => void;
};

/** One number for the whole room, to be compared by voice or side by side. */
export function SafetySheet({ room, onClose, onAnswer, onDestroy }: SafetySheetProps) {
	const number = useSafetyNumber(room);
	const [isQrOpen, setQrOpen] = useState(false);
	const [differs, setDiffers] = useState(false);
	const [whenOpened] = useState(() => numberedMembers(room.people));
	const count = toCompare(room.people).length;
	const answer = (matches: boolean) => number && onAnswer(number.memberIds, matches);
	return (
		<>
			<Sheet title={t("safety.title")} onClose={onClose}>
				<div>
					<p className="soft">
						{count === 2 ? t("safety.both") : t("safety.all", { count })} {t("safety.how")}
					</p>
					<div role="status" className="mt-3 empty:mt-0">
						{numberedMembers(room.people) !== whenOpened && <Notice good={false}>{t("safety.changed")}</Notice>}
					</div>
				</div>
				<NumberGroups groups={number?.groups ?? notYet} />
				<Button
					quiet
					className="justify-self-center -my-2"
					aria-expanded={isQrOpen}
					onClick={() => setQrOpen(!isQrOpen)}
				>
					<Icon of={QrIcon} />
					{t("safety.qr")}
				</Button>
				{isQrOpen && number && <LoadedQrCode text={number.groups.join(" ")} name={t("safety.qrName")} />}
				<div className="pair">
					<Button
						off={!number}
						onClick={() => {
							answer(false);
							setDiffers(true);
						}}
					>
						{t("safety.differs")}
					</Button>
					<Button lit off={!number} onClick={() => answer(true)}>
						<Icon of={Check} />
						{t("safety.matches")}
					</Button>
				</div>
			</Sheet>
			{differs && (
				<Question
					title={t("safety.differTitle")}
					safe={t("safety.again")}
					onSafe={() => setDiffers(false)}
					grave={t("ask.destroyAll")}
					onGrave={onDestroy}
					danger
					stacked
				>
					{t("safety.differText")}
				</Question>
			)}
		</>
	);
}

function NumberGroups({ groups }: { groups: readonly string[] }) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a <fieldset> is for what is filled in
		<p className="number" role="group" aria-label={t("safety.title")}>
			{groups.map((group, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
				<span key={at}>{group} </span>
			))}
		</p>
	);
}
