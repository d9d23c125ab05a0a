import { X } from "lucide-react";
import { useRef } from "react";
import { isRoomAddress } from "../../room/page-card.ts";
import { pageLimits } from "../../room/payload.ts";
import type { DraftPage } from "../../room/state.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { addressWords } from "./address-words.ts";
import { PageHost } from "./page-card.tsx";
import { useGrow } from "./use-grow.ts";

type PageDraftProps = {
	page: DraftPage;
	onChange: (page: DraftPage) => void;
	/** Without the page, then. */
	onCancel: () => void;
	/** `Enter` in the title: on to the message. */
	onNext: () => void;
};

/** The page that goes with the next message: just what will go, and all of it but the address can be rewritten. */
export function PageDraft({ page, onChange, onCancel, onNext }: PageDraftProps) {
	const { url, title, quote } = page;
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset has looks of its own
		<div className="page-card" role="group" aria-label={t("page.label")}>
			<PageHost url={url} />
			<Words
				label={t("page.title")}
				className="name"
				value={title}
				placeholder={addressWords(url)}
				most={pageLimits.title}
				onChange={(words) => onChange({ ...page, title: words.replace(/\s*\n\s*/g, " ") })}
				onEnter={onNext}
			/>
			{quote !== undefined && (
				<Words
					label={t("page.quote")}
					className="quoted"
					value={quote}
					placeholder={t("page.quote")}
					most={pageLimits.quote}
					onChange={(words) => onChange({ ...page, quote: words })}
				/>
			)}
			{page.shortened && <p className="state">{t("page.shortened")}</p>}
			{isRoomAddress(new URL(url)) && <p className="state">{t("page.roomLink")}</p>}
			<Button
				quiet
				small
				square
				className="cancel"
				aria-label={t("page.dont")}
				title={t("page.dont")}
				onClick={onCancel}
			>
				<Icon of={X} small />
			</Button>
		</div>
	);
}

type WordsProps = {
	label: string;
	className: string;
	value: string;
	placeholder: string;
	most: number;
	onChange: (words: string) => void;
	onEnter?: () => void;
};

function Words({ label, className, value, placeholder, most, onChange, onEnter }: WordsProps) {
	const box = useRef<HTMLTextAreaElement>(null);
	useGrow(box, value);
	return (
		<textarea
			ref={box}
			className={className}
			aria-label={label}
			rows={1}
			dir="auto"
			value={value}
			placeholder={placeholder}
			maxLength={most}
			onChange={({ target }) => onChange(target.value)}
			onKeyDown={(key) => {
				if (!onEnter || key.key !== "Enter" || key.nativeEvent.isComposing) return;
				key.preventDefault();
				onEnter();
			}}
		/>
	);
}
