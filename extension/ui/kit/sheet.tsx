import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { t } from "../words.ts";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { useSurfaceElement } from "./surface.tsx";

type LayerProps = {
	role: "dialog" | "alertdialog";
	labelledBy: string;
	describedBy?: string;
	className?: string;
	/** Where the focus goes when it opens. */
	focus: RefObject<HTMLElement | null>;
	/** `Esc`, and for a dialog a press beside it. */
	onDismiss: () => void;
	children: ReactNode;
};

/**
 * Something modal over the surface. All else in the surface is inert while it is open; the focus returns to where
 * it was. The scrim lies under the header's time and line: time is never covered.
 */
function Layer({ role, labelledBy, describedBy, className, focus, onDismiss, children }: LayerProps) {
	const surface = useSurfaceElement();
	const dialog = useRef<HTMLDivElement>(null);
	const scrim = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (!surface) return;
		const before = outwards(document.activeElement);
		const stilled = [...surface.children].filter(
			(child) => child !== dialog.current && child !== scrim.current && !child.hasAttribute("inert"),
		);
		for (const child of stilled) child.setAttribute("inert", "");
		focus.current?.focus();
		return () => {
			for (const child of stilled) child.removeAttribute("inert");
			focusFirst(before);
		};
	}, [surface, focus]);
	if (!surface) return null;
	const dialogProps = {
		role,
		tabIndex: -1,
		"aria-modal": true,
		"aria-labelledby": labelledBy,
		"aria-describedby": describedBy,
		onKeyDown(key: KeyboardEvent) {
			if (key.key !== "Escape") return;
			key.preventDefault();
			key.stopPropagation();
			onDismiss();
		},
	};
	return createPortal(
		<>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: a second way for the pointer; keys have Esc and Close */}
			{/* biome-ignore lint/a11y/useKeyWithClickEvents: the same */}
			<div className="scrim" ref={scrim} onClick={role === "dialog" ? onDismiss : undefined} />
			<div {...dialogProps} className={classNames("sheet", className)} ref={dialog}>
				{children}
			</div>
		</>,
		surface,
	);
}

/** An element and all around it, from the inside out. */
function outwards(element: Element | null): HTMLElement[] {
	return element instanceof HTMLElement ? [element, ...outwards(element.parentElement)] : [];
}

/** The first that is still there and takes the focus has it: what a question was about may have gone meanwhile. */
function focusFirst(elements: readonly HTMLElement[]): void {
	for (const element of elements) {
		if (element.isConnected) element.focus();
		if (document.activeElement === element) return;
	}
}

type SheetProps = {
	title: string;
	onClose: () => void;
	/** Drops from the sky instead of rising from below: the list of rooms. */
	drop?: boolean;
	/** What has the focus first, if not "Close". */
	focus?: RefObject<HTMLElement | null>;
	children: ReactNode;
};

/** A modal sheet, labelled by its heading, with "Close". Mount it to open it. */
export function Sheet({ title, onClose, drop = false, focus, children }: SheetProps) {
	const id = useId();
	const close = useRef<HTMLButtonElement>(null);
	const closeButton = (
		<Button quiet square aria-label={t("general.close")} ref={close} onClick={onClose}>
			<Icon of={X} />
		</Button>
	);
	return (
		<Layer
			role="dialog"
			labelledBy={id}
			className={drop ? "drop" : undefined}
			focus={focus ?? close}
			onDismiss={onClose}
		>
			{drop ? (
				<div className="sky list">
					<div className="bar">
						<h2 className="strong" id={id}>
							{title}
						</h2>
						{closeButton}
					</div>
					{children}
				</div>
			) : (
				<>
					<div className="sheet-head">
						<h2 className="title" id={id}>
							{title}
						</h2>
						{closeButton}
					</div>
					{children}
				</>
			)}
		</Layer>
	);
}

type QuestionProps = {
	/** The question itself: "Destroy this room?" */
	title: string;
	/** What the grave answer does, and what it can't. */
	children: ReactNode;
	/** The answer that changes nothing: it has the focus, and `Esc` gives it. */
	safe: string;
	onSafe: () => void;
	grave: string;
	onGrave: () => void;
	/** The grave answer is red: it ends something for everyone. */
	danger?: boolean;
	/** The answers one above the other, the grave one first and large: it is what to do, and not a loss. */
	stacked?: boolean;
	/** A quiet line below the answers. */
	note?: string;
};

/** A question before something grave. Mount it to ask. */
export function Question(props: QuestionProps) {
	const id = useId();
	const safe = useRef<HTMLButtonElement>(null);
	const safeButton = (
		<Button ref={safe} full={props.stacked} onClick={props.onSafe}>
			{props.safe}
		</Button>
	);
	const graveButton = (
		<Button danger={props.danger} big={props.stacked} full={props.stacked} onClick={props.onGrave}>
			{props.grave}
		</Button>
	);
	return (
		<Layer role="alertdialog" labelledBy={id} describedBy={`${id}-what`} focus={safe} onDismiss={props.onSafe}>
			<div className="sheet-head">
				<h2 className="title" id={id}>
					{props.title}
				</h2>
			</div>
			<p className={props.stacked ? undefined : "soft"} id={`${id}-what`}>
				{props.children}
			</p>
			{props.stacked ? (
				<div className="grid gap-2">
					{graveButton}
					{safeButton}
				</div>
			) : (
				<div className="pair">
					{safeButton}
					{graveButton}
				</div>
			)}
			{props.note && <p className="label soft">{props.note}</p>}
		</Layer>
	);
}
